import CommandLog
import Foundation
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
    /// Departments' answers that the recording holds, by whatever channel.
    package var answers = 0
    package var expectations = 0
    /// Expectations that were not met, as full sentences.
    package var findings: [String] = []
}

/// One alarm of a drill, from raise to clear.
package struct DrillAlarm: Hashable, Sendable, Codable {
    package var alert: String
    package var key: String
    package var incident: String
    package var raisedAt: Timestamp
    package var clearedAt: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case alert, key, incident
        case raisedAt = "raised_at"
        case clearedAt = "cleared_at"
    }
}

/// Gathers alarms from the log as it grows: what the report says is what the log proves.
struct DrillAlarms {
    private(set) var all: [DrillAlarm] = []

    private struct Entry: Decodable {
        var at: Timestamp
        var code: String
        var incident: String?
        var alert: String?
        var key: String?
    }

    /// Codes that begin an alarm: with an incident, in one that is open, or without one.
    private static let raises: Set<String> = [
        "incident_raised", "alarm_joined", "incident_upgraded", "incident_reopened",
    ]
    private static let clears: Set<String> = ["alarm_cleared"]

    mutating func note(_ entry: LogEntry) {
        guard let read = try? JSONDecoder().decode(Entry.self, from: Data(entry.line)), let alert = read.alert,
            let key = read.key
        else { return }
        if DrillAlarms.raises.contains(read.code) {
            // Ringing again while it is on is the same alarm.
            if all.contains(where: { $0.alert == alert && $0.key == key && $0.clearedAt == nil }) { return }
            all.append(
                DrillAlarm(alert: alert, key: key, incident: read.incident ?? "", raisedAt: read.at, clearedAt: nil))
        } else if DrillAlarms.clears.contains(read.code) {
            if let index = all.lastIndex(where: { $0.alert == alert && $0.key == key && $0.clearedAt == nil }) {
                all[index].clearedAt = read.at
            }
        }
    }
}
