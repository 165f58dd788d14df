import Foundation
import Telemetry

/// What a log entry tells of an alarm.
struct LogAlarm {
    var code: String
    var alarm: AlarmID
    /// Nil in entries that only name the alarm, such as a person's reset.
    var evidence: [String: String]?
    /// Event time at which the condition's change began.
    var eventTime: Timestamp?
    /// `raised`, `cleared` … of entries without an incident.
    private var change: String?

    private struct Entry: Decodable {
        var code: String
        var alert: String?
        var key: String?
        var change: String?
        var evidence: [String: String]?
        var eventTime: Timestamp?
        var sha256Blocks: String?

        private enum CodingKeys: String, CodingKey {
            case code, alert, key, change, evidence
            case eventTime = "event_time"
            case sha256Blocks = "sha256_blocks"
        }
    }

    /// - Returns: nil where the line names no alarm.
    init?(_ line: [UInt8]) {
        guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(line)), let alert = entry.alert,
            let key = entry.key
        else { return nil }
        code = entry.code
        alarm = AlarmID(alert: alert, key: key)
        evidence = entry.evidence
        eventTime = entry.eventTime
        change = entry.change
    }

    static func segmentHash(_ line: [UInt8]) -> String? {
        (try? JSONDecoder().decode(Entry.self, from: Data(line)))?.sha256Blocks
    }

    /// How well a step of the alarm fits the entry, worst first.
    enum Match: Int, Comparable {
        case alarm
        case kind
        case evidence

        static func < (left: Match, right: Match) -> Bool { left.rawValue < right.rawValue }
    }

    func match(_ step: AlarmChange) -> Match {
        guard tells(of: step) else { return .alarm }
        let own = Dictionary(step.evidence.map { ($0.name, $0.value) }) { _, last in last }
        return own == evidence ? .evidence : .kind
    }

    /// Whether it is this kind of step that the entry tells of.
    private func tells(of step: AlarmChange) -> Bool {
        switch code {
        case "alarm_without_incident": change == step.kind.rawValue
        case "alarm_cleared", "alarm_condition_ended": step.kind == .cleared || step.kind == .retracted
        case "alarm_retracted": step.kind == .retracted
        case "alarm_revised": step.kind == .revised
        case "alarm_held": step.kind == .held || step.kind == .retracted
        case "alarm_restored": step.kind == .restored
        case "alarm_raised_late", "incident_found_late": step.kind == .history
        default: step.kind == .raised
        }
    }
}
