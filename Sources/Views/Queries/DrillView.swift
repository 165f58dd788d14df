import Telemetry

/// `tocsin drill run --json`: what a recording came to.
package struct DrillView: Hashable, Sendable, Codable {
    /// Always true: whatever is played is an exercise.
    package var exercise = true
    package var recording: String
    package var lines: Int
    package var readingsCommitted: Int64
    package var duplicates: Int64
    package var quarantined: Int64
    package var logEntries: Int64
    package var logHead: String
    /// In order of raising.
    package var alarms: [Alarm]
    package var incidents: [IncidentView]
    /// Departments' answers.
    package var answers: Int
    package var answeredBy: AnsweredBy
    package var expectations: Int
    /// Expectations that were not met.
    package var findings: [String]
    /// Where and why only a part was played; null where all was.
    @Nullable package var damage: String?

    /// Whose answers they are.
    package enum AnsweredBy: String, Hashable, Sendable, Codable {
        /// Those that the recording holds.
        case recording
        /// Those of simulated departments; the recording's were left out.
        case script
    }

    package struct Alarm: Hashable, Sendable, Codable {
        package var alert: String
        package var key: String
        package var incident: String
        package var raisedAt: Timestamp
        @Nullable package var clearedAt: Timestamp?

        package init(alert: String, key: String, incident: String, raisedAt: Timestamp, clearedAt: Timestamp?) {
            self.alert = alert
            self.key = key
            self.incident = incident
            self.raisedAt = raisedAt
            self.clearedAt = clearedAt
        }

        private enum CodingKeys: String, CodingKey {
            case alert, key, incident
            case raisedAt = "raised_at"
            case clearedAt = "cleared_at"
        }
    }

    package init(
        recording: String, lines: Int, readingsCommitted: Int64, duplicates: Int64, quarantined: Int64,
        logEntries: Int64, logHead: String, alarms: [Alarm], incidents: [IncidentView], answers: Int = 0,
        answeredBy: AnsweredBy = .recording, expectations: Int = 0, findings: [String] = [], damage: String? = nil
    ) {
        self.recording = recording
        self.lines = lines
        self.readingsCommitted = readingsCommitted
        self.duplicates = duplicates
        self.quarantined = quarantined
        self.logEntries = logEntries
        self.logHead = logHead
        self.alarms = alarms
        self.incidents = incidents
        self.answers = answers
        self.answeredBy = answeredBy
        self.expectations = expectations
        self.findings = findings
        self.damage = damage
    }

    private enum CodingKeys: String, CodingKey {
        case exercise, recording, lines
        case readingsCommitted = "readings_committed"
        case duplicates, quarantined
        case logEntries = "log_entries"
        case logHead = "log_head"
        case alarms, incidents, answers
        case answeredBy = "answered_by"
        case expectations, findings, damage
    }
}
