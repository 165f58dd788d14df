import Foundation
import Simulators

/// Receivers of those departments to whom orders are posted: `/ID` is the receiver of the department ID.
final class ReceiverDesk {
    /// The variable that holds the secret with which the server signs.
    static let secretVariable = "TOCSIN_SIMULATOR_SECRET"

    private let listener: PostListener
    private let clients: [String: DepartmentClient]
    private let clock: ExerciseClock
    private var receivers: [String: OrderReceiver] = [:]

    init(
        port: UInt16, departments: [(id: String, manner: DepartmentManner)], clients: [DepartmentClient],
        clock: ExerciseClock
    ) throws {
        listener = try PostListener(port: port)
        self.clients = Dictionary(clients.map { ($0.id, $0) }) { first, _ in first }
        self.clock = clock
        let secret = ProcessInfo.processInfo.environment[ReceiverDesk.secretVariable] ?? ""
        for department in departments where department.manner.way == .webhook {
            receivers["/" + department.id] = OrderReceiver(secret: secret, outage: department.manner.outage)
        }
    }

    var pollDescriptor: (descriptor: Int32, events: Int16) { listener.pollDescriptor }

    func turn() {
        listener.turn { post in
            guard let verdict = judge(post) else { return 404 }
            JSONLine.write([("receiver", String(post.path.dropFirst())), ("answered", String(verdict.rawValue))])
            if verdict == .taken { clients[String(post.path.dropFirst())]?.take(post.body) }
            return verdict.rawValue
        }
    }

    private func judge(_ post: PostListener.Post) -> OrderReceiver.Verdict? {
        receivers[post.path]?.verdict(
            on: post.body, signature: post.headers["tocsin-signature"], stamp: post.headers["tocsin-timestamp"],
            wallSeconds: Int64(Date().timeIntervalSince1970), now: clock.now())
    }
}
