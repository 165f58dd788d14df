import IncidentCommand
import Telemetry

/// What must hold of everything that was told and logged; the first failure is kept.
struct IncidentProperties {
    private(set) var failure: String?
    /// Incidents that were closed.
    private(set) var closed = 0
    private(set) var codes: [String: Int] = [:]
    /// Incidents that were merged in the inputs that are not checked yet.
    private var merged: Set<String> = []
    private var versions: [String: Int] = [:]
    private var keys: Set<String> = []
    /// Departments that a person gave an order of an incident to.
    private var reassigned: Set<String> = []
    /// The newest telling of each order and of each officer's incident: whether it was the end.
    private var newestIsEnd: [String: Bool] = [:]

    mutating func expect(_ holds: Bool, _ text: @autoclosure () -> String) {
        if !holds, failure == nil { failure = text() }
    }

    mutating func take(_ facts: [(at: Timestamp, action: IncidentAction)], linkage: Linkage) {
        for (_, action) in facts {
            switch action {
            case .log(let fact): take(fact)
            case .deliver(let message): take(message, linkage)
            case .resetLatch, .changed: break
            }
        }
    }

    // MARK: Authors and versions

    /// Codes of what a person does: the field that names the person.
    private static let authored: [String: String] = [
        "incident_acknowledged": "by", "order_approved": "by", "order_rejected": "by", "stand_down_issued": "by",
        "order_recalled": "by", "order_reassigned": "by", "incident_closed": "by", "note_added": "by",
        "figure_added": "by", "grade_decided": "by", "response_decided": "by", "call_made": "by",
        "report_taken": "by", "incident_merged": "by", "incident_took_over": "by", "incident_gave_back": "by",
        "incident_split": "by", "incident_split_off": "by", "regrouping_undone": "by", "incident_linked": "by",
        "incident_unlinked": "by", "parent_set": "by", "child_added": "by", "child_removed": "by",
        "incident_false_alarm": "by", "alarm_reset": "by", "order_acknowledged": "person", "order_accepted": "person",
        "order_declined": "person", "order_en_route": "person", "order_on_scene": "person",
        "order_under_way": "person", "order_progress": "person", "order_done": "person", "answer_kept": "person",
    ]

    private mutating func take(_ fact: LogFact) {
        codes[fact.code, default: 0] += 1
        if let field = IncidentProperties.authored[fact.code] {
            let author = text(field, fact) ?? ""
            expect(!author.isEmpty, "\(fact.code) of \(fact.incident ?? "-") has no author")
        }
        guard let incident = fact.incident, let version = fact.incidentVersion else { return }
        expect(version == (versions[incident] ?? 0) + 1, "the versions of \(incident) have a hole before \(version)")
        versions[incident] = version
        switch fact.code {
        case "order_reassigned": reassigned.insert("\(incident)/\(text("to_department", fact) ?? "")")
        // The order was given in another incident, and goes on in this one.
        case "order_moved_in": reassigned.insert("\(incident)/\(text("department", fact) ?? "")")
        case "incident_closed": closed += 1
        case "incident_merged": merged.insert(incident)
        // A call is a telling too; its own entry says which.
        case "call_due": tell(text("order", fact), incident, text("recipient", fact), text("call", fact) ?? "")
        default: break
        }
    }

    private func text(_ name: String, _ fact: LogFact) -> String? {
        guard case .text(let text) = fact.fields.first(where: { $0.name == name })?.value else { return nil }
        return text
    }

    // MARK: Tellings

    private mutating func take(_ message: OutboundMessage, _ linkage: Linkage) {
        expect(keys.insert(message.key).inserted, "\(message.key) is told twice")
        switch message.recipient {
        case .officer(let officer):
            expect(SimulatedLinkage.officers.contains(officer), "\(officer) is on no ladder")
        case .department(let department):
            let isCalled = linkage.rows.contains { row in row.entries.contains { $0.department == department } }
            let isGiven = reassigned.contains("\(message.incident)/\(department)")
            expect(isCalled || isGiven, "\(department) is in no row, and nobody gave it an order")
            expect(message.order != nil, "\(message.key) is about no order")
        }
        tell(
            message.recipient.kindName == "department" ? message.order : nil, message.incident, message.recipient.id,
            message.kind.rawValue)
    }

    private mutating func tell(_ order: String?, _ incident: String, _ recipient: String?, _ kind: String) {
        // That somebody is to be rung is said at the desk, and ends when the call is made.
        if kind == "call" { return }
        newestIsEnd[order ?? "\(incident)/\(recipient ?? "")"] = kind == "stand_down" || kind == "recall"
    }

    // MARK: States

    /// No deadline that has passed is without its ladder.
    mutating func check(_ open: [Incident], now: Timestamp) {
        for incident in open {
            if let due = incident.duty.acknowledgeBy, due < now {
                expect(incident.duty.climb != nil, "the officer's deadline of \(incident.id) passed unhandled")
            }
            expect(
                incident.isAcknowledged || incident.isHistory || incident.duty.state != .idle,
                "nobody awaits the officer of \(incident.id)")
            for order in incident.orders {
                if let due = order.deadline, due < now {
                    expect(order.climb != nil, "\(order.id) \(order.state) passed its deadline unhandled")
                }
                let isAwaited =
                    switch order.state {
                    case .proposed, .issued, .handedOver, .declined: true
                    case .acknowledged, .accepted, .enRoute, .onScene, .underWay, .done, .stoodDown, .reassigned,
                        .rejected:
                        false
                    }
                expect(!isAwaited || order.deadline != nil || order.climb != nil, "\(order.id) waits for nothing")
                expect(!order.state.isFinished || order.climb == nil, "\(order.id) is over and climbs")
            }
        }
    }

    /// One department's answer, or the officer's, moves no other clock.
    mutating func checkIndependence(of moved: String?, before: [Incident], after: [Incident]) {
        for (old, new) in zip(before, after) {
            for (left, right) in zip(old.orders, new.orders) where left.id != moved {
                expect(left == right, "\(moved ?? "the officer") moved the clock of \(right.id)")
            }
            if moved != nil { expect(old.duty == new.duty, "\(moved ?? "") moved the officer's clock") }
        }
    }

    mutating func checkEnds(_ command: IncidentCommand) {
        for incident in command.incidents {
            expect(incident.isClosed, "\(incident.id) has no end")
            for order in incident.orders {
                expect(order.state.isFinished, "\(order.id) has no end")
                if let isEnd = newestIsEnd[order.id] { expect(isEnd, "\(order.department) was not told the end") }
            }
            for officer in SimulatedLinkage.officers {
                if let isEnd = newestIsEnd["\(incident.id)/\(officer)"] {
                    expect(isEnd, "\(officer) was not told the end of \(incident.id)")
                }
            }
        }
    }

    /// The incidents that were merged since this was asked last.
    mutating func takeMerged() -> [String] {
        defer { merged = [] }
        return merged.sorted()
    }

    mutating func fail(_ text: String) {
        expect(false, text)
    }
}
