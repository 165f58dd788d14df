import Foundation
import Simulators
import Synchronization
import Telemetry
import TestSupport

/// The receivers to which orders are posted, each out of order for a while of the night from its first order on.
final class StormReceivers: Sendable {
    private struct State {
        var now = Timestamp.distantPast
        var receivers: [String: OrderReceiver]
        var failing: Set<String> = []
        var taken: [(path: String, body: String)] = []
        /// Every attempt by path: its idempotency key and what it was answered.
        var attempts: [String: [(key: String, status: Int)]] = [:]
    }

    /// What the receiver's threads and the stage share.
    private final class Desk: Sendable {
        let state: Mutex<State>

        init(_ receivers: [String: OrderReceiver]) {
            state = Mutex(State(receivers: receivers))
        }

        func answer(_ request: Receiver.Request) -> Receiver.Answer {
            let path = request.head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            let status = state.withLock { state in
                let verdict = state.receivers[path]?.verdict(
                    on: Array(request.body.utf8), signature: request.header("Tocsin-Signature"),
                    stamp: request.header("Tocsin-Timestamp"), wallSeconds: Int64(Date().timeIntervalSince1970),
                    now: state.now)
                if verdict == .outOfOrder { state.failing.insert(path) } else { state.failing.remove(path) }
                if verdict == .taken { state.taken.append((path, request.body)) }
                let key = request.header("Idempotency-Key") ?? ""
                state.attempts[path, default: []].append((key, verdict?.rawValue ?? 404))
                return verdict?.rawValue ?? 404
            }
            return .bytes("HTTP/1.1 \(status) \r\nContent-Length: 2\r\n\r\nok")
        }
    }

    private let desk: Desk
    private let receiver: Receiver

    /// - Parameter outages: exercise time by path.
    init(secret: String, outages: [String: Interval]) throws {
        let desk = Desk(outages.mapValues { OrderReceiver(secret: secret, outage: $0) })
        self.desk = desk
        receiver = try Receiver { _, request in desk.answer(request) }
    }

    deinit { receiver.close() }

    var port: Int { receiver.port }

    /// The night's clock goes on.
    func tell(_ now: Timestamp) {
        desk.state.withLock { $0.now = now }
    }

    func isFailing(_ path: String) -> Bool { desk.state.withLock { $0.failing.contains(path) } }

    func fetch() -> [(path: String, body: String)] {
        desk.state.withLock { state in
            defer { state.taken = [] }
            return state.taken
        }
    }

    func attempts(_ path: String) -> [(key: String, status: Int)] {
        desk.state.withLock { $0.attempts[path] ?? [] }
    }
}
