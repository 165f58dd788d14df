/// What became of a command that was accepted: the incident after it.
package struct CommandView: Hashable, Sendable, Codable {
    package var accepted: Bool
    package var incident: IncidentView

    package init(incident: IncidentView) {
        self.accepted = true
        self.incident = incident
    }
}
