import IncidentCommand
import Roster
import Telemetry

/// Who stood for a party is proved by the log: entries and messages carry the person's id, by the roster of their moment.
extension Fold {
    static let dutyField = "on_duty"

    /// Entries of these codes name a party in this field.
    private static let partyFields = [
        "officer_told": "officer", "escalated": "whom", "call_due": "recipient", "order_issued": "department",
    ]

    mutating func addDuty(to fact: inout LogFact, at moment: Timestamp) {
        guard let loaded, !loaded.roster.isEmpty, let name = Fold.partyFields[fact.code],
            case .text(let party)? = fact.fields.first(where: { $0.name == name })?.value,
            let duty = duty(of: party, at: moment)
        else { return }
        fact.fields.append(LogFact.Field(Fold.dutyField, duty.person.map { .text($0) } ?? .null))
    }

    mutating func addDuty(to message: inout OutboundMessage, at moment: Timestamp) {
        guard let loaded, !loaded.roster.isEmpty, let duty = duty(of: message.recipient.id, at: moment) else { return }
        message.body.append(LogFact.Field(Fold.dutyField, duty.person.map { .text($0) } ?? .null))
    }

    /// Kept until the next hand-over: an alarm flood asks for the same few parties over and over.
    private mutating func duty(of party: String, at moment: Timestamp) -> Duty? {
        if let known = duties[party], known.from <= moment, moment < known.to { return known }
        let duty = loaded?.roster.duty(of: party, at: moment)
        duties[party] = duty
        return duty
    }

    /// Tells holes of the roster that come.
    mutating func settleRoster(at moment: Timestamp, sink: some FoldSink) throws {
        if rosterFacts.isEmpty { return }
        let facts = rosterFacts
        rosterFacts.removeAll()
        for fact in facts { try log(fact, at: moment, sink: sink) }
    }
}
