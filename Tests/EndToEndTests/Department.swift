import BrokerSupport
import Simulators
import TestSupport

/// A department as a real MQTT client of its own: hears orders, answers them with the order's secret.
final class Department {
    typealias State = SimulatedAnswerState

    let id: String
    private let ears: Listener
    private let mouth: TestPublisher

    init(_ id: String, _ broker: Broker) throws {
        self.id = id
        ears = try Listener(broker, topics: [Topic.orders(id)], client: "department-\(id)")
        mouth = try TestPublisher(broker, clientIdentifier: "department-\(id)-answers")
    }

    var heard: [JSON] { ears.messages }

    func waitFor(_ kind: String, seconds: Int = 30, where isWanted: (JSON) -> Bool = { _ in true }) -> JSON? {
        ears.waitFor(seconds: seconds) { $0["kind"].text == kind && isWanted($0) }
    }

    func catchUp() {
        ears.catchUp()
    }

    /// Answers an order.
    ///
    /// - Parameter secret: another one than the order's, for a proof that fails.
    func answer(_ order: JSON, _ state: State, person: String = "李某", secret: String? = nil) throws {
        guard let name = order["order"].text, let version = order["version"].integer, let own = order["secret"].text,
            let answer = AnswerMessage(
                order: name, version: version, department: id, state: state, person: person, reason: nil, at: nil,
                secret: secret ?? own)
        else { throw TestSupportError("This is no order: \(order)") }
        try mouth.publish([(topic: Topic.answers(id), payload: try answer.json())])
    }
}
