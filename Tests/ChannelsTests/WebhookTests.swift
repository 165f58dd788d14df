import Delivery
import Foundation
import Telemetry
import TestSupport
import Testing

@testable import Channels

struct WebhookTests {
    private func post(
        _ receiver: Receiver, host: String = "127.0.0.1", target: PostTarget = Sample.listed(),
        surroundings: ChannelSurroundings = Sample.surroundings, secret: SecretSource = .environment("SECRET")
    ) async throws -> AttemptOutcome {
        let settings = WebhookSettings(
            url: try PostURL("http://\(host):\(receiver.port)/orders?city=1"), target: target, secret: secret)
        let delivery = Sample.delivery()
        return await WebhookExecutor(settings: settings, surroundings: surroundings)
            .attempt(delivery, values: Sample.values(delivery))
    }

    private static let good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test func aSignedPostThatIsTakenIsEvidence() async throws {
        let receiver = try Receiver { _ in .bytes(WebhookTests.good) }
        defer { receiver.close() }
        let outcome = try await post(receiver)
        // printf ok | sha256sum
        #expect(outcome == .handedOver(evidence: "http 200 sha256:2689367b205c16ce"))
        let request = try #require(receiver.requests.first)
        #expect(request.head.hasPrefix("POST /orders?city=1 HTTP/1.1\r\n"))
        #expect(request.header("Idempotency-Key") == "O-1/v1/water/order")
        let signature = WebhookRequest.signature(
            body: Array(request.body.utf8), secret: Array("key".utf8), seconds: 1_700_000_000)
        #expect(request.header("Tocsin-Timestamp") == "1700000000")
        #expect(request.header("Tocsin-Signature") == "v1=" + signature)
    }

    /// The name means nothing to the system's resolver: only the checked address can have been connected to.
    @Test func theCheckedAddressIsConnectedTo() async throws {
        let receiver = try Receiver { _ in .bytes(WebhookTests.good) }
        defer { receiver.close() }
        let host = "orders.example.invalid"
        let outcome = try await post(
            receiver, host: host, surroundings: Sample.surroundings(resolving: host, to: ["127.0.0.1"]))
        #expect(outcome.evidence != nil, "\(outcome)")
        #expect(receiver.requests.first?.header("Host") == "\(host):\(receiver.port)")
    }

    @Test(arguments: [["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]])
    func aNameThatLeadsInsideIsRefused(addresses: [String]) async throws {
        let receiver = try Receiver { _ in .bytes(WebhookTests.good) }
        defer { receiver.close() }
        let host = "orders.example.invalid"
        let outcome = try await post(
            receiver, host: host, target: Sample.listed("192.0.2.1"),
            surroundings: Sample.surroundings(resolving: host, to: addresses))
        #expect(outcome.refusal?.contains("not public") == true || outcome.refusal?.contains("clear") == true)
        #expect(receiver.requests.isEmpty)
    }

    @Test func aNameWithoutAddressIsTriedAgain() async throws {
        let receiver = try Receiver { _ in .bytes(WebhookTests.good) }
        defer { receiver.close() }
        let outcome = try await post(
            receiver, host: "orders.example.invalid",
            surroundings: Sample.surroundings(resolving: "another", to: ["127.0.0.1"]))
        #expect(outcome.reasonToTryAgain == "The name orders.example.invalid has no address.")
    }

    @Test func aResolverThatNeverAnswersIsNotWaitedFor() async throws {
        let receiver = try Receiver { _ in .bytes(WebhookTests.good) }
        defer { receiver.close() }
        var surroundings = Sample.surroundings
        let (endless, continuation) = AsyncStream.makeStream(of: Void.self)
        surroundings.resolver = AddressResolver { _ in
            for await _ in endless {}
            return []
        }
        var target = Sample.listed()
        target.connectWithin = Interval(nanoseconds: 100_000_000)
        let outcome = try await post(
            receiver, host: "orders.example.invalid", target: target, surroundings: surroundings)
        #expect(outcome.reasonToTryAgain?.contains("was not resolved within") == true)
        continuation.finish()
    }

    @Test func redirectsAreNotFollowed() async throws {
        let other = try Receiver { _ in .bytes(WebhookTests.good) }
        let location = "http://127.0.0.1:\(other.port)/"
        let receiver = try Receiver { _ in
            .bytes("HTTP/1.1 307 Temporary Redirect\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
        }
        defer {
            other.close()
            receiver.close()
        }
        #expect(try await post(receiver).refusal?.contains("307") == true)
        #expect(other.requests.isEmpty)
    }

    @Test func whoNeverAnswersIsNotWaitedFor() async throws {
        let receiver = try Receiver { _ in .silence }
        defer { receiver.close() }
        let outcome = try await post(receiver, target: Sample.listed(answerWithin: Interval(nanoseconds: 300_000_000)))
        #expect(outcome.reasonToTryAgain == "No whole answer within 300ms.")
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", "220 mail.example ESMTP\r\n", "",
    ])
    func anAnswerThatLiesIsNoEvidence(text: String) async throws {
        let receiver = try Receiver { _ in .bytes(text) }
        defer { receiver.close() }
        let outcome = try await post(receiver)
        #expect(outcome.reasonToTryAgain != nil, "\(outcome)")
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
    ])
    func anAnswerWithoutEndIsNoEvidence(head: String) async throws {
        let receiver = try Receiver { _ in .flood(head: head, bytes: 1_000_000_000) }
        defer { receiver.close() }
        let outcome = try await post(receiver)
        #expect(outcome.reasonToTryAgain?.contains("longer than 65536 bytes") == true, "\(outcome)")
    }

    @Test func aReceiverThatAsksForTimeGetsIt() async throws {
        let receiver = try Receiver { _ in
            .bytes("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n")
        }
        defer { receiver.close() }
        #expect(
            try await post(receiver) == .again(reason: "The receiver answers 503.", after: Interval(seconds: 7)))
    }

    @Test func nobodyThereIsTriedAgain() async throws {
        let receiver = try Receiver { _ in .silence }
        receiver.close()
        #expect(
            try await post(receiver).reasonToTryAgain?.hasPrefix("The receiver 127.0.0.1 can't be spoken to") == true)
    }

    @Test func withoutItsSecretNothingIsPosted() async throws {
        let receiver = try Receiver { _ in .bytes(WebhookTests.good) }
        defer { receiver.close() }
        let outcome = try await post(receiver, secret: .environment("NONE"))
        #expect(outcome.refusal?.contains("NONE is not set") == true)
        #expect(receiver.requests.isEmpty)
    }

    @Test func aRobotsAnswerHasTheLastWord() async throws {
        let receiver = try Receiver { number in
            let body = number == 0 ? "{\"errcode\":45009,\"errmsg\":\"freq out of limit\"}" : "{\"errcode\":0}"
            return .bytes("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
        defer { receiver.close() }
        var surroundings = Sample.surroundings
        surroundings.environment["ROBOT"] = "http://127.0.0.1:\(receiver.port)/send?key=topsecret"
        let settings = RobotSettings(
            style: .wecom, url: .environment("ROBOT"), target: Sample.listed(), secret: nil,
            text: try MessageTemplate("{{ kind.zh }} {{ summary.zh }} {{ colour.zh }} {{ acknowledge_within.en }}"))
        let delivery = Sample.delivery()
        let executor = RobotExecutor(settings: settings, surroundings: surroundings)
        let first = await executor.attempt(delivery, values: Sample.values(delivery))
        #expect(first.reasonToTryAgain == "The robot refused it: 45009 freq out of limit")
        let second = await executor.attempt(delivery, values: Sample.values(delivery))
        #expect(second.evidence?.hasPrefix("http 200") == true)
        #expect(receiver.requests.last?.body.contains("【演练 EXERCISE】指令 水位 3.2 米 建议红色 5") == true)
    }

    @Test func aRobotsURLIsNeverTold() async throws {
        var surroundings = Sample.surroundings
        for url in ["http://127.0.0.1:1/send?key=topsecret", "http://exa mple/topsecret", "https://10.0.0.1/topsecret"]
        {
            surroundings.environment["ROBOT"] = url
            let settings = RobotSettings(
                style: .feishu, url: .environment("ROBOT"), target: Sample.listed(), secret: nil,
                text: try MessageTemplate("x"))
            let delivery = Sample.delivery()
            let outcome = await RobotExecutor(settings: settings, surroundings: surroundings)
                .attempt(delivery, values: Sample.values(delivery))
            #expect(outcome.evidence == nil)
            #expect(!"\(outcome)".contains("topsecret"))
        }
    }
}
