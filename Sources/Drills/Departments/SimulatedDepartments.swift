import Delivery
import Foundation
import IncidentCommand
import Operations
import Telemetry

/// The departments of a drill, and the officer who rings them, as a pure state machine: what is handed over to them comes
/// in, their answers with their times come out. A newer version of an order begins anew, its end stops what was planned, a
/// reminder changes nothing for who has heard of the order.
struct SimulatedDepartments {
    /// What somebody does at a time of the exercise.
    struct Deed {
        var due: Timestamp
        /// A message as the department would send it, proof included, or a command of the officer's.
        var input: JournalInput
        /// A department's word, not a call alone.
        var isAnswer: Bool
    }

    private struct Plan {
        var due: Timestamp
        var order: String
        var act: Act
    }

    private enum Act {
        case answer(JournalInput)
        case ring(Call)
    }

    /// A call that is due: the officer's to make.
    private struct Call {
        var kind: OutboundMessage.Kind
        var party: String
        var isDepartment: Bool
        var incident: String
        var order: String?
        var version: Int
        var hazard: String
    }

    /// By which way an order came, and its answers go back.
    private enum Way {
        case message
        case telephone(incident: String, officer: String)
    }

    private let script: DepartmentScript
    /// The database's order key, from which the orders' secrets come.
    private let orderKey: String
    /// In the order of being due; at the same time in that of the orders' ids.
    private var planned: [Plan] = []
    private var versions: [String: Int] = [:]

    init(script: DepartmentScript, orderKey: String) {
        self.script = script
        self.orderKey = orderKey
    }

    /// When the next answer or call is due; `distantFuture` where none is.
    var nextDue: Timestamp { planned.first?.due ?? .distantFuture }

    /// Takes a message that was handed over.
    mutating func receive(_ message: OutboundMessage, at now: Timestamp) {
        switch (message.recipient, message.kind) {
        case (.department(let department), .order):
            guard let order = message.order else { return }
            hear(
                of: order, message.orderVersion ?? 1, department,
                hazard: SimulatedDepartments.text("hazard", of: message), .message, at: now)
        case (.department, .standDown), (.department, .recall):
            if let order = message.order { end(order) }
        case (.officer, .call): planCall(message, at: now)
        case (.department, _), (.officer, _): break
        }
    }

    /// What is done next, where it is due by `moment`.
    mutating func takeDue(by moment: Timestamp) -> Deed? {
        guard let first = planned.first, first.due <= moment else { return nil }
        planned.removeFirst()
        switch first.act {
        case .answer(let input): return Deed(due: first.due, input: input, isAnswer: true)
        case .ring(let call): return Deed(due: first.due, input: ring(call, at: first.due), isAnswer: false)
        }
    }

    /// A department hears of an order, and plans what it answers.
    private mutating func hear(
        of order: String, _ version: Int, _ department: String, hazard: String, _ way: Way, at now: Timestamp
    ) {
        guard version > versions[order] ?? 0 else { return }
        versions[order] = version
        end(order)
        guard
            let (person, manner) = script.conduct(
                department: department, hazard: hazard, order: order, version: version)
        else { return }
        var due = now
        for step in manner.steps {
            due = due + step.after
            let reason = step.state == .declined ? manner.reason : nil
            let input: JournalInput
            switch way {
            case .message:
                let wire = Wire(
                    order: order, version: version, state: step.state.rawValue, person: person, reason: reason,
                    t: due.iso8601, proof: proof(order, version, department, step.state, person))
                input = .message(
                    topic: Array("tocsin/departments/\(department)/answers".utf8), payload: wire.json, qos: 1,
                    retained: false)
            case .telephone(let incident, let officer):
                let answer = OfficerCommand.Kind.answer(
                    incident: incident, department: department, order: order, state: step.state, person: person,
                    via: "phone", reason: reason)
                input = .command(InputJSON.encode(OfficerCommand(by: officer, kind: answer)))
            }
            insert(Plan(due: due, order: order, act: .answer(input)))
        }
    }

    /// What was planned about an order is not done any more; who has to be rung about its end is rung all the same.
    private mutating func end(_ order: String) {
        planned.removeAll { plan in
            guard plan.order == order else { return false }
            if case .ring(let call) = plan.act { return call.kind == .order || call.kind == .reminder }
            return true
        }
    }

    private mutating func insert(_ plan: Plan) {
        let place = planned.firstIndex { (plan.due, plan.order) < ($0.due, $0.order) } ?? planned.endIndex
        planned.insert(plan, at: place)
    }

    // MARK: Telephone

    /// A newer call about the same matter takes the place of the one that was not made yet.
    private mutating func planCall(_ message: OutboundMessage, at now: Timestamp) {
        guard let telephone = script.telephone,
            let kind = OutboundMessage.Kind(rawValue: SimulatedDepartments.text("call", of: message))
        else { return }
        let call = Call(
            kind: kind, party: SimulatedDepartments.text("recipient", of: message),
            isDepartment: SimulatedDepartments.text("recipient_kind", of: message) == "department",
            incident: message.incident, order: message.order, version: message.orderVersion ?? 1,
            hazard: SimulatedDepartments.text("hazard", of: message))
        planned.removeAll { plan in
            guard case .ring(let known) = plan.act else { return false }
            return known.party == call.party && known.order == call.order && known.incident == call.incident
        }
        insert(Plan(due: now + telephone.after, order: message.order ?? message.incident, act: .ring(call)))
    }

    /// Who never answers does not answer the telephone either; whoever does hears of the order by it.
    private mutating func ring(_ call: Call, at now: Timestamp) -> JournalInput {
        let officer = script.telephone?.officer ?? ""
        let conduct =
            call.isDepartment
            ? script.conduct(
                department: call.party, hazard: call.hazard, order: call.order ?? call.incident, version: call.version)
            : nil
        let isReached = !call.isDepartment || conduct.map { !$0.1.steps.isEmpty } ?? false
        if isReached, call.isDepartment, let order = call.order {
            switch call.kind {
            case .order, .reminder:
                hear(
                    of: order, call.version, call.party, hazard: call.hazard,
                    .telephone(incident: call.incident, officer: officer), at: now)
            case .standDown, .recall: end(order)
            case .notice, .call: break
            }
        }
        let called = OfficerCommand.Kind.called(
            incident: call.incident, party: call.party, order: call.order, reached: isReached,
            person: isReached ? conduct?.person : nil, note: nil)
        return .command(InputJSON.encode(OfficerCommand(by: officer, kind: called)))
    }

    private func proof(
        _ order: String, _ version: Int, _ department: String, _ state: AnswerState, _ person: String
    ) -> String {
        OrderSecret.proof(
            of: OrderSecret.message(
                order: order, version: version, department: department, state: state.rawValue, person: person),
            secret: OrderSecret.secret(orderKey: orderKey, order: order, version: version))
    }

    /// A text of a message's body; empty where it has none of that name.
    private static func text(_ name: String, of message: OutboundMessage) -> String {
        guard case .text(let text) = message.body.first(where: { $0.name == name })?.value else { return "" }
        return text
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
