import Telemetry

/// An alarm as a part of its incident. *On* and *believed* are apart: a lost source leaves it on.
package struct IncidentAlarm: Hashable, Sendable, Codable {
    package var id: AlarmID
    package var colour: WarningColour?
    package var kindRank: Int
    package var lifeSafety: Bool
    package var latching: Bool
    package var unverified: Bool
    /// Its rule says `action: propose`: nothing is issued for it before a person has decided.
    package var asksFirst: Bool
    package var station: String
    package var summary: Bilingual
    /// When it was last raised, and when its condition first held.
    package var raisedAt: Timestamp
    package var eventTime: Timestamp
    /// When its condition ended, where that was found from readings that came late; nil otherwise.
    package var endedAt: Timestamp?
    /// It was raised, or its times were set right, when earlier readings were judged again.
    package var isLate = false
    /// When it was known that it should not have been raised; nil where it should.
    package var retractedAt: Timestamp?
    package var state: State
    /// Who reset the latch; nil until then.
    package var resetBy: String?
    /// The rule engine said that a latching alarm's condition is over; only a reset clears it.
    package var conditionEnded: Bool
    /// The merged incidents by which it came, each into the next; empty for the incident's own.
    package var way: [String] = []
    /// A person split it off: it stays with its incident whatever its hazard and place are.
    package var isPinned = false

    package enum State: String, Sendable, CaseIterable, Codable {
        case on
        /// On, and its source is lost.
        case held
        case cleared
    }

    package var isActive: Bool {
        switch state {
        case .on, .held: true
        case .cleared: false
        }
    }

    package init(change: AlarmChange, kindRank: Int) {
        self.id = change.alarm
        self.colour = change.colour
        self.kindRank = kindRank
        self.lifeSafety = change.lifeSafety
        self.latching = change.latching
        self.unverified = change.unverified
        self.asksFirst = change.labels.contains { $0.name == "action" && $0.value == "propose" }
        self.station = change.station
        self.summary = change.summary
        self.raisedAt = change.at
        self.eventTime = change.eventTime
        self.endedAt = change.endedAt
        self.isLate = change.isLate
        self.state = .on
        self.conditionEnded = false
    }
}

extension IncidentAlarm {
    package var severity: Severity { Severity(colour: colour, kindRank: kindRank, lifeSafety: lifeSafety) }
}
