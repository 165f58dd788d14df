/// Where an incident stands, in one word for lists. Acknowledged and cleared are two independent facts (ISA-18.2), which
/// `Incident.isAcknowledged` and `Incident.isCleared` tell whatever the word is.
package enum IncidentStatus: String, Sendable, CaseIterable, Codable {
    case raised
    case acknowledged
    /// A department is at work.
    case underWay = "under_way"
    /// The source of an alarm that was on is lost.
    case held
    /// All alarms are cleared; waits to be closed.
    case resolved
    case closed
    /// It went into another incident, and goes on there.
    case merged
    /// Raised again after it was cleared, and nobody has acknowledged since.
    case reopened
}
