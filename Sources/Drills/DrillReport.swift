import CommandLog
import IncidentCommand
import Recordings
import Store
import Telemetry

/// What a drill came to.
package struct DrillReport: Sendable {
    package var lines: Int
    package var inputs: Int64
    package var counters: StoreCounters
    package var logEntries: Int64
    package var logHead: String
    package var incidents: [Incident]
    /// In order of raising.
    package var alarms: [DrillAlarm]
    /// Nil for a recording of another program.
    package var header: RecordingHeader?
    /// Why the recording was played only in part; nil where all of it was.
    package var damage: RecordingFailure?
    /// Departments' answers: those that the recording holds, by whatever channel, or those by the script.
    package var answers = 0
    /// Departments answered by a script; answers in the recording were left out.
    package var isAnsweredByScript = false
    /// What became of the recording's expectations, in the order written.
    package var verdicts: [ExpectationVerdict] = []
    /// Expectations that were not met, as full sentences.
    package var findings: [String] { verdicts.compactMap(\.finding) }
}

/// One alarm of a drill, from raise to clear.
package struct DrillAlarm: Hashable, Sendable, Codable {
    package var alert: String
    package var key: String
    package var incident: String
    package var raisedAt: Timestamp
    package var clearedAt: Timestamp?

    init(_ alarm: RunTrace.Alarm) {
        alert = alarm.alert
        key = alarm.key
        incident = alarm.incident
        raisedAt = alarm.raisedAt
        clearedAt = alarm.clearedAt
    }

    private enum CodingKeys: String, CodingKey {
        case alert, key, incident
        case raisedAt = "raised_at"
        case clearedAt = "cleared_at"
    }
}
