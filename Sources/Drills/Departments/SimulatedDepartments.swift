import Delivery
import Foundation
import IncidentCommand
import Telemetry

/// The departments of a drill as a pure state machine: what is handed over to them comes in, their answers with their
/// times come out. A newer version of an order begins anew, its end stops what was planned, a reminder changes nothing.
struct SimulatedDepartments {
    /// An answer that is due: a message as the department would send it, proof included.
    struct Answer {
        var due: Timestamp
        var order: String
        var topic: [UInt8]
        var payload: [UInt8]
    }

    private let script: DepartmentScript
    /// The database's order key, from which the orders' secrets come.
    private let orderKey: String
    /// In the order of being due; at the same time in that of the orders' ids.
    private var planned: [Answer] = []
    private var versions: [String: Int] = [:]

    init(script: DepartmentScript, orderKey: String) {
        self.script = script
        self.orderKey = orderKey
    }

    /// When the next answer is due; `distantFuture` where none is.
    var nextDue: Timestamp { planned.first?.due ?? .distantFuture }

    /// Takes a message that was handed over to a department.
    mutating func receive(_ message: OutboundMessage, at now: Timestamp) {
        guard case .department(let department) = message.recipient, let order = message.order else { return }
        switch message.kind {
        case .order:
            let version = message.orderVersion ?? 1
            guard version > versions[order] ?? 0 else { return }
            versions[order] = version
            drop(order)
            plan(order, version, department, hazard: SimulatedDepartments.hazard(of: message), at: now)
        case .standDown, .recall: drop(order)
        case .reminder, .notice, .call: break
        }
    }

    /// The next answer, where it is due by `moment`.
    mutating func takeDue(by moment: Timestamp) -> Answer? {
        guard let first = planned.first, first.due <= moment else { return nil }
        return planned.removeFirst()
    }

    private mutating func drop(_ order: String) {
        planned.removeAll { $0.order == order }
    }

    private mutating func plan(_ order: String, _ version: Int, _ department: String, hazard: String, at: Timestamp) {
        guard
            let (person, manner) = script.conduct(
                department: department, hazard: hazard, order: order, version: version)
        else { return }
        var due = at
        for step in manner.steps {
            due = due + step.after
            let wire = Wire(
                order: order, version: version, state: step.state.rawValue, person: person,
                reason: step.state == .declined ? manner.reason : nil, t: due.iso8601,
                proof: proof(order, version, department, step.state, person))
            insert(
                Answer(
                    due: due, order: order, topic: Array("tocsin/departments/\(department)/answers".utf8),
                    payload: wire.json))
        }
    }

    private mutating func insert(_ answer: Answer) {
        let place = planned.firstIndex { (answer.due, answer.order) < ($0.due, $0.order) } ?? planned.endIndex
        planned.insert(answer, at: place)
    }

    private func proof(
        _ order: String, _ version: Int, _ department: String, _ state: AnswerState, _ person: String
    ) -> String {
        OrderSecret.proof(
            of: OrderSecret.message(
                order: order, version: version, department: department, state: state.rawValue, person: person),
            secret: OrderSecret.secret(orderKey: orderKey, order: order, version: version))
    }

    private static func hazard(of message: OutboundMessage) -> String {
        guard case .text(let hazard) = message.body.first(where: { $0.name == "hazard" })?.value else { return "" }
        return hazard
    }

    /// An answer's members as a department sends them.
    private struct Wire: Encodable {
        var order: String
        var version: Int
        var state: String
        var person: String
        var reason: String?
        var t: String
        var proof: String

        var json: [UInt8] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // Texts and a whole number, for which encoding can't fail.
            return (try? encoder.encode(self)).map(Array.init) ?? []
        }
    }
}
