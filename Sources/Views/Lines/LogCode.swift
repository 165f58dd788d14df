/// Codes of log entries that have a sentence of their own.
enum LogCode: String, CaseIterable {
    case incidentRaised = "incident_raised"
}
