import Telemetry

/// One thing that waits for a person: what it is, until when, and the command that settles it.
package struct DutyItem: Hashable, Sendable {
    package var urgency: Urgency
    /// A sentence for people.
    package var text: String
    /// When it is due; nil where nothing runs out.
    package var due: Timestamp?
    /// Whom to ring, an id of a department or an officer; nil where nobody need be rung.
    package var party: String?
    /// What to type.
    package var command: String

    /// The most urgent first.
    package enum Urgency: Int, Hashable, Sendable, Comparable, CaseIterable {
        case acknowledge
        case call
        case declined
        case decide
        case overdue
        case sourceLost
        case reset
        case close

        package static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
    }

    /// What an incident wants of a person at a moment, the most urgent first; empty while everybody who was asked still has
    /// time to answer.
    package static func of(
        _ incident: IncidentView, at now: Timestamp, names: NameBook, language: Language
    ) -> [DutyItem] {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        var items = incident.calls.map { call in
            let name = names.party(call.recipient, language)
            return DutyItem(
                urgency: .call, text: say("请拨打电话：\(name)", "ring \(name)"), due: call.due, party: call.recipient,
                command: "tocsin called \(incident.id) \(call.recipient) --by \(say("姓名", "NAME"))")
        }
        if incident.status.isOver { return items }
        if incident.acknowledgedAt == nil {
            items.append(
                DutyItem(
                    urgency: .acknowledge, text: say("请确认", "acknowledge"), due: incident.duty?.acknowledgeBy,
                    command: "tocsin acknowledge \(incident.id)"))
        }
        for department in incident.departments {
            if let item = of(department, in: incident, at: now, names: names, language: language) {
                items.append(item)
            }
        }
        if incident.held {
            items.append(
                DutyItem(
                    urgency: .sourceLost,
                    text: say("信号中断，不等于解除：现场核实", "source lost, which is no all-clear: have it seen on site"),
                    command: "tocsin declare-cleared \(incident.id) --reason \(say("所见", "SEEN"))"))
        }
        if incident.alarms.contains(where: { $0.latching && $0.state != .cleared }) {
            items.append(
                DutyItem(
                    urgency: .reset, text: say("现场核实后复位", "reset after checking on site"),
                    command: "tocsin reset \(incident.id)"))
        }
        if incident.status == .resolved, incident.departments.allSatisfy({ $0.state.isOver }) {
            items.append(
                DutyItem(
                    urgency: .close, text: say("各部门已完成，请结案", "every department is done: close it"),
                    command: "tocsin close \(incident.id) --reason \(say("理由", "REASON"))"))
        }
        return items.sorted { left, right in
            (left.urgency, left.due ?? .distantFuture) < (right.urgency, right.due ?? .distantFuture)
        }
    }

    private static func of(
        _ department: IncidentView.Department, in incident: IncidentView, at now: Timestamp, names: NameBook,
        language: Language
    ) -> DutyItem? {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        let name = names.party(department.id, language)
        let answer = "tocsin answer \(incident.id) \(department.id) --by \(say("姓名", "NAME")) --via phone"
        switch department.state {
        case .proposed:
            let task = department.tasks.first?[language] ?? ""
            return DutyItem(
                urgency: .decide, text: say("请决定：\(name) \(task)", "decide: \(name), \(task)"),
                due: department.deadline,
                command: "tocsin approve \(incident.id) --order \(department.order)")
        case .declined:
            let reason = department.reason.map { language == .chinese ? "（\($0)）" : " (\($0))" } ?? ""
            return DutyItem(
                urgency: .declined,
                text: say("\(name)拒绝\(reason)，请改派", "\(name) declined\(reason): give it to another"),
                party: department.id,
                command: "tocsin reassign \(incident.id) \(department.order) \(say("部门", "DEPARTMENT"))"
                    + " --reason \(say("理由", "REASON"))")
        case .notified, .handedOver:
            // Time that still runs is the department's own; the ladder having begun means that it was late.
            guard department.stepsClimbed > 0 || department.deadline.map({ $0 < now }) ?? false else { return nil }
            let text =
                department.state == .notified
                ? say("\(name)未送达，请电话通知", "\(name) not reached: ring them")
                : say("\(name)未签收，请电话催办", "\(name) has not answered: ring them")
            return DutyItem(
                urgency: .overdue, text: text, due: department.deadline, party: department.id, command: answer)
        case .acknowledged, .accepted, .enRoute, .onScene, .underWay:
            // The next word is awaited only where the matrix asks for it.
            guard department.deadline.map({ $0 < now }) ?? false else { return nil }
            return DutyItem(
                urgency: .overdue, text: say("\(name)未按时反馈，请电话询问", "no word from \(name): ring and ask"),
                due: department.deadline, party: department.id, command: answer + " --state progress")
        case .done, .stoodDown, .reassigned, .rejected:
            return nil
        }
    }
}

extension IncidentView.State {
    /// Nothing more is awaited of the department.
    var isOver: Bool {
        switch self {
        case .done, .stoodDown, .reassigned, .rejected: true
        case .proposed, .notified, .handedOver, .acknowledged, .accepted, .declined, .enRoute, .onScene, .underWay:
            false
        }
    }
}
