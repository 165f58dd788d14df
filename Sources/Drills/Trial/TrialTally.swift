import CommandLog
import Telemetry

/// The alarms of a run, as its log tells of them, from a moment on.
struct TrialTally {
    private var trace = RunTrace()
    private let alerts: Set<String>
    private let from: Timestamp

    init(alerts: [String], from: Timestamp) {
        self.alerts = Set(alerts)
        self.from = from
    }

    mutating func note(_ line: [UInt8]) { trace.note(line) }

    /// In order of raising; what was on before is not counted.
    var alarms: [TrialAlarm] {
        trace.alarms.filter { $0.raisedAt >= from && alerts.contains($0.alert) }.map {
            TrialAlarm(
                alert: $0.alert, key: $0.key, raisedAt: $0.raisedAt, clearedAt: $0.clearedAt, summary: $0.summary)
        }
    }
}

/// One alarm of a trial.
package struct TrialAlarm: Hashable, Sendable {
    package var alert: String
    package var key: String
    package var raisedAt: Timestamp
    package var clearedAt: Timestamp?
    package var summary: Bilingual
}
