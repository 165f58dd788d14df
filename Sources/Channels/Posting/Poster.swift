import AsyncHTTPClient
import Delivery
import Foundation
import NIOCore
import Telemetry

/// One POST to where the world can't lead it astray: the name is resolved once, every address is checked, and the
/// connection goes to a checked one. Redirects are not followed, certificates are verified, the answer is bounded in time
/// and size.
struct Poster: Sendable {
    var surroundings: ChannelSurroundings

    /// Largest answer read, in bytes: 64 KiB.
    static let answerLimit = 65_536

    enum Outcome: Sendable {
        case answer(body: [UInt8], status: Int)
        case failure(AttemptOutcome)
    }

    func post(
        _ url: PostURL, query: String = "", headers: [(name: String, value: String)], body: [UInt8], target: PostTarget
    ) async -> Outcome {
        do {
            return try await withDeadline(target.answerWithin) {
                let address = try await checkedAddress(url, target)
                return try await send(url, query, headers, body, target, to: address)
            }
        } catch let stop as Stop {
            return .failure(stop.outcome)
        } catch is CancellationError {
            return .failure(.again(reason: "The server stopped."))
        } catch {
            let words = DisplayText.safe("\(error)", limit: 200)
            return .failure(.again(reason: "The receiver \(url.host) can't be spoken to: \(words)."))
        }
    }

    /// Ends an attempt from inside of it.
    private struct Stop: Error {
        var outcome: AttemptOutcome
    }

    private func withDeadline(
        _ limit: Interval, _ body: @escaping @Sendable () async throws -> Outcome
    ) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await Task.sleep(nanoseconds: UInt64(limit.nanoseconds))
                return .failure(.again(reason: "No whole answer within \(limit)."))
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .failure(.again(reason: "No answer."))
        }
    }

    // MARK: The address

    private func checkedAddress(_ url: PostURL, _ target: PostTarget) async throws -> NetworkAddress {
        let addresses: [NetworkAddress]
        if let literal = NetworkAddress(text: url.host) {
            addresses = [literal]
        } else {
            addresses = try await lookUp(url.host, within: target.connectWithin)
        }
        guard let first = addresses.first else {
            throw Stop(outcome: .again(reason: "The name \(url.host) has no address."))
        }
        // One address that is not public is enough: a name that mixes both is mistaken, or means harm.
        for address in addresses {
            if let refusal = AddressGuard.refusal(of: address, allowed: target.allowedAddresses) {
                throw Stop(
                    outcome: .refused(
                        reason: "\(url.host) leads to \(address), which is not public (\(refusal.rawValue)) "
                            + "and not listed in allow_addresses."))
            }
            if !url.isSecure, !AddressGuard.isListed(address, allowed: target.allowedAddresses) {
                throw Stop(
                    outcome: .refused(
                        reason: "\(url.host) leads to \(address), which is not listed in allow_addresses: "
                            + "nothing goes there in the clear."))
            }
        }
        return first
    }

    /// The resolver can't be interrupted: who waits too long goes away and lets it end alone.
    private func lookUp(_ host: String, within limit: Interval) async throws -> [NetworkAddress] {
        let (answers, continuation) = AsyncStream.makeStream(of: [NetworkAddress].self)
        let resolver = surroundings.resolver
        Task {
            continuation.yield(await resolver.addresses(host))
            continuation.finish()
        }
        let timer = Task {
            try await Task.sleep(nanoseconds: UInt64(limit.nanoseconds))
            continuation.finish()
        }
        defer { timer.cancel() }
        for await addresses in answers { return addresses }
        throw Stop(outcome: .again(reason: "The name \(host) was not resolved within \(limit)."))
    }

    // MARK: The request

    private func send(
        _ url: PostURL, _ query: String, _ headers: [(name: String, value: String)], _ body: [UInt8],
        _ target: PostTarget, to address: NetworkAddress
    ) async throws -> Outcome {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .nanoseconds(target.connectWithin.nanoseconds)))
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = [url.host: address.description]
        // A client for each attempt: what was checked is what is connected to, never a connection kept from before.
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome: Result<Outcome, any Error>
        do {
            outcome = .success(try await exchange(client, url, query, headers, body))
        } catch {
            outcome = .failure(error)
        }
        try? await client.shutdown()
        return try outcome.get()
    }

    private func exchange(
        _ client: HTTPClient, _ url: PostURL, _ query: String, _ headers: [(name: String, value: String)],
        _ body: [UInt8]
    ) async throws -> Outcome {
        let separator = query.isEmpty ? "" : (url.path.contains("?") ? "&" : "?")
        var request = HTTPClientRequest(url: url.origin + url.path + separator + query)
        request.method = .POST
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.headers.add(name: "User-Agent", value: "Tocsin")
        request.body = .bytes(ByteBuffer(bytes: body))
        // The task group above bounds the whole attempt; this bounds the client's own waiting.
        let response = try await client.execute(request, timeout: .seconds(Int64(ChannelLimits.longestAttemptSeconds)))
        let status = Int(response.status.code)
        let retryAfter = response.headers.first(name: "Retry-After")
        if let failure = AttemptOutcome.failure(
            status: status, retryAfter: retryAfter, now: surroundings.wallTime())
        {
            return .failure(failure)
        }
        do {
            let buffer = try await response.body.collect(upTo: Poster.answerLimit)
            return .answer(body: Array(buffer.readableBytesView), status: status)
        } catch is NIOTooManyBytesError {
            return .failure(.again(reason: "The answer (\(status)) is longer than \(Poster.answerLimit) bytes."))
        }
    }
}

/// Limits that no channel's settings can lift.
enum ChannelLimits {
    /// An attempt ends after this long whatever its settings say.
    static let longestAttemptSeconds = 300
}
