import BrokerSupport
import Glibc
import MQTT
import Testing

@Suite(.serialized, .enabled(if: Broker.isAvailable() && Certificates.areAvailable())) struct TLSTests {
    private func broker(_ certificates: Certificates) throws -> Broker {
        try Broker(
            listener: [
                "cafile \(certificates.path("ca.crt"))", "certfile \(certificates.path("broker.crt"))",
                "keyfile \(certificates.path("broker.key"))", "require_certificate true",
            ])
    }

    private func intake(port: UInt16, tls: MQTTConnectionConfiguration.TLS) throws -> IntakeDriver {
        IntakeDriver(
            try MQTTSession(
                MQTTConnectionConfiguration(
                    endpoint: MQTTEndpoint(host: "127.0.0.1", port: port, usesTLS: true), clientIdentifier: "tls",
                    tls: tls, backoff: .init(firstMilliseconds: 20, longestMilliseconds: 200)),
                subscriptions: [try MQTTSubscription(filter: "city/#")], random: SystemRandomNumberGenerator()))
    }

    private func publisher(port: UInt16, tls: MQTTConnectionConfiguration.TLS) throws -> TestPublisher {
        let test = TestPublisher(
            try MQTTPublisher(
                MQTTConnectionConfiguration(
                    endpoint: MQTTEndpoint(host: "127.0.0.1", port: port, usesTLS: true), clientIdentifier: "tls-out",
                    tls: tls, sessionExpirySeconds: 0),
                inFlightLimit: 1_000, status: nil, random: SystemRandomNumberGenerator()))
        try test.waitUntilConnected()
        return test
    }

    @Test func authorityAndClientCertificateAreUsed() throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        let broker = try broker(certificates)
        defer { broker.remove() }
        let tls = MQTTConnectionConfiguration.TLS(
            authorityFile: certificates.path("ca.crt"), certificateFile: certificates.path("client.crt"),
            keyFile: certificates.path("client.key"))
        let intake = try intake(port: broker.port, tls: tls)
        intake.acknowledgesEachTurn = false
        try #require(intake.connect())
        try publisher(port: broker.port, tls: tls).publish(Sessions.readings(0..<3_000))
        try #require(intake.run { $0.messages.count == 3_000 })

        // Commit-then-acknowledge holds over TLS too.
        intake.session.abandon(now: MonotonicClock.nanoseconds())
        intake.forget()
        intake.acknowledgesEachTurn = true
        try #require(intake.run { $0.messages.count == 3_000 })
    }

    @Test func aBrokerOfAnotherAuthorityIsRefused() throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        let broker = try broker(certificates)
        defer { broker.remove() }
        let intake = try intake(port: broker.port, tls: .init(authorityFile: certificates.path("stranger.crt")))
        try #require(intake.run { !$0.events.isEmpty })
        guard case .connectFailed(let reason, _, _)? = intake.events.first else {
            Issue.record("\(intake.events)")
            return
        }
        #expect(reason.code == .tls)
    }

    @Test func aMissingAuthorityFileIsToldBeforeTheFirstAttempt() {
        let error = #expect(throws: MQTTError.self) {
            try intake(port: 8_883, tls: .init(authorityFile: "/nowhere/ca.crt"))
        }
        #expect(error?.description.contains("/nowhere/ca.crt") == true)
    }

    @Test func packetsThatShareARecordAreAllRead() throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        let broker = try Broker()
        defer { broker.remove() }
        let front = try CoalescingTLSFront(brokerPort: broker.port, certificates: certificates)
        defer { front.remove() }
        let intake = try intake(port: front.port, tls: .init(authorityFile: certificates.path("ca.crt")))
        // A bound that ends in the middle of a record: the rest is decrypted already, and `poll` does not see it.
        intake.maximumCount = 10
        var largest = 0
        var before = 0
        intake.onTurn = { [unowned intake] in
            largest = max(largest, intake.messages.count - before)
            before = intake.messages.count
        }
        try #require(intake.connect())
        try TestPublisher(broker, clientIdentifier: "gateway").publish(Sessions.readings(0..<500))
        try #require(intake.run { $0.messages.count == 500 })
        #expect(largest == 10)
    }
}
