import BrokerSupport
import Foundation
import Simulators
import Synchronization

/// Somebody at the socket, a thread of its own: asks how it is, looks at what is open, acknowledges the newest, and again.
final class FloodDesk: Sendable {
    private let socket: LocalSocket
    private let durations = Mutex<[String: [Int64]]>([:])
    private let isStopped = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)

    /// Between two questions.
    private static let pauseMicroseconds: UInt32 = 15_000

    init(socket: LocalSocket) {
        self.socket = socket
    }

    func start() {
        Thread { [self] in
            var number = 0
            while !isStopped.load(ordering: .relaxed) {
                _ = timed("status") { socket.get("/v1/status") }
                usleep(FloodDesk.pauseMicroseconds)
                let open = timed("twenty newest incidents") { socket.get("/v1/incidents?open=true&limit=20") }
                usleep(FloodDesk.pauseMicroseconds)
                if let id = FloodDesk.unacknowledged(in: open ?? "") {
                    _ = timed("acknowledge") { socket.post("/v1/incidents/\(id)/acknowledge", ["by": "Chen"]) }
                    usleep(FloodDesk.pauseMicroseconds)
                }
                // What a console asks for on its start: a page of them all.
                if number % 10 == 0 { _ = timed("a thousand incidents") { socket.get("/v1/incidents?open=true") } }
                number += 1
            }
            ended.signal()
        }.start()
    }

    /// - Returns: nanoseconds by question.
    func stop() -> [String: [Int64]] {
        isStopped.store(true, ordering: .relaxed)
        ended.wait()
        return durations.withLock { $0 }
    }

    private func timed(_ question: String, _ ask: () -> String?) -> String? {
        let began = MonotonicClock.nanoseconds()
        let answer = ask()
        let took = MonotonicClock.nanoseconds() - began
        let name = answer == nil ? question + " (refused)" : question
        durations.withLock { $0[name, default: []].append(took) }
        return answer
    }

    private struct Incident: Decodable {
        var id: String
        var acknowledgedAt: String?

        private enum CodingKeys: String, CodingKey {
            case id
            case acknowledgedAt = "acknowledged_at"
        }
    }

    private static func unacknowledged(in lines: String) -> String? {
        lines.split(separator: "\n").lazy.compactMap {
            try? JSONDecoder().decode(Incident.self, from: Data($0.utf8))
        }.first { $0.acknowledgedAt == nil }?.id
    }
}
