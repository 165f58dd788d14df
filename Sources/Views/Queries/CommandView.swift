import Telemetry

/// What became of a command that was accepted: the incident after it.
package struct CommandView: Hashable, Sendable, Codable {
    package var accepted: Bool
    package var incident: IncidentView
    /// What the person should know besides, such as how far a position is from the place that was taken; empty else.
    @Listed package var notices: [Bilingual]

    package init(incident: IncidentView, notices: [Bilingual] = []) {
        self.accepted = true
        self.incident = incident
        self.notices = notices
    }
}
