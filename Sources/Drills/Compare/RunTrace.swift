import CommandLog
import Foundation
import Telemetry

/// What a run came to, gathered from its log as it grows: what is compared is what the log proves.
package struct RunTrace: Sendable {
    /// One alarm, from raise to clear.
    package struct Alarm: Hashable, Sendable {
        package var alert: String
        package var key: String
        package var incident: String
        package var raisedAt: Timestamp
        package var clearedAt: Timestamp?
        package var colour: String
        /// Path and hash of the rule's file.
        package var rule: String
        package var summary: Bilingual
        /// Expression, thresholds with their source, window values: what explains it.
        package var evidence: [String: String]
    }

    package struct Incident: Hashable, Sendable {
        package var id: String
        package var hazard: String
        package var place: String
        package var raisedAt: Timestamp
        package var clearedAt: Timestamp?
    }

    /// A telling: an order, a proposal, a step of a ladder, a deadline that passed, an officer told, the end told.
    package struct Notice: Hashable, Sendable {
        package var at: Timestamp
        package var code: String
        package var hazard: String
        package var place: String
        /// Department or officer; empty where the entry names none.
        package var party: String
    }

    /// An entry of a code that was asked for.
    package struct Kept: Hashable, Sendable {
        package var at: Timestamp
        package var code: String
        package var department: String?
    }

    package private(set) var alarms: [Alarm] = []
    package private(set) var kept: [Kept] = []
    private var keptCodes: Set<String> = []
    package private(set) var incidents: [Incident] = []
    package private(set) var notices: [Notice] = []
    private var openAlarms: [AlarmID: Int] = [:]
    private var incidentIndex: [String: Int] = [:]

    package init() {}

    private struct Entry: Decodable {
        var at: Timestamp
        var code: String
        var incident: String?
        var alert: String?
        var key: String?
        var hazard: String?
        var place: String?
        var alarmColour: String?
        var rule: String?
        var summary: Bilingual?
        var evidence: Evidence?
        var department: String?
        var officer: String?
        var whom: String?
        var recipient: String?

        private enum CodingKeys: String, CodingKey {
            case at, code, incident, alert, key, hazard, place
            case alarmColour = "alarm_colour"
            case rule, summary, evidence, department, officer, whom, recipient
        }
    }

    /// An alarm's evidence; a hand-over's is a text of its own, which tells nothing of an alarm.
    private struct Evidence: Decodable {
        var values: [String: String]

        init(from decoder: any Decoder) throws {
            values = (try? [String: String](from: decoder)) ?? [:]
        }
    }

    private static let noticeCodes: Set<String> = [
        "order_issued", "order_proposed", "officer_told", "escalated", "deadline_missed", "ladder_exhausted",
        "stand_down_issued", "order_recalled", "order_reassigned",
    ]

    /// Entries of this code are kept from now on.
    package mutating func keep(_ code: String) {
        keptCodes.insert(code)
    }

    /// Takes one line of the log; lines that tell nothing of alarms, incidents or notices are passed over.
    package mutating func note(_ line: [UInt8]) {
        guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(line)) else { return }
        if keptCodes.contains(entry.code) {
            kept.append(Kept(at: entry.at, code: entry.code, department: entry.department))
        }
        switch entry.code {
        case "incident_raised":
            if let id = entry.incident {
                incidentIndex[id] = incidents.count
                incidents.append(
                    Incident(
                        id: id, hazard: entry.hazard ?? "", place: entry.place ?? "", raisedAt: entry.at, clearedAt: nil
                    ))
            }
            raise(entry)
        case "alarm_joined", "incident_upgraded": raise(entry)
        case "incident_reopened":
            if let index = entry.incident.flatMap({ incidentIndex[$0] }) { incidents[index].clearedAt = nil }
            raise(entry)
        case "alarm_cleared":
            guard let alert = entry.alert, let key = entry.key,
                let index = openAlarms.removeValue(forKey: AlarmID(alert: alert, key: key))
            else { return }
            alarms[index].clearedAt = entry.at
        case "incident_cleared":
            if let index = entry.incident.flatMap({ incidentIndex[$0] }) { incidents[index].clearedAt = entry.at }
        default:
            guard RunTrace.noticeCodes.contains(entry.code) else { return }
            let incident = entry.incident.flatMap { incidentIndex[$0] }.map { incidents[$0] }
            notices.append(
                Notice(
                    at: entry.at, code: entry.code, hazard: incident?.hazard ?? "", place: incident?.place ?? "",
                    party: entry.department ?? entry.whom ?? entry.recipient ?? entry.officer ?? ""))
        }
    }

    private mutating func raise(_ entry: Entry) {
        guard let alert = entry.alert, let key = entry.key else { return }
        let id = AlarmID(alert: alert, key: key)
        // Ringing again while it is on is the same alarm.
        if openAlarms[id] != nil { return }
        openAlarms[id] = alarms.count
        alarms.append(
            Alarm(
                alert: alert, key: key, incident: entry.incident ?? "", raisedAt: entry.at, clearedAt: nil,
                colour: entry.alarmColour ?? "", rule: entry.rule ?? "", summary: entry.summary ?? Bilingual(""),
                evidence: entry.evidence?.values ?? [:]))
    }

    /// Most alarms raised within ten minutes, and the mean over the time from the first to the last.
    package var alarmsPerTenMinutes: (peak: Int, mean: Double) {
        let times = alarms.map(\.raisedAt).sorted()
        guard let first = times.first, let last = times.last else { return (0, 0) }
        var peak = 0
        var lower = 0
        for upper in times.indices {
            while times[upper] - times[lower] >= Interval(seconds: 600) { lower += 1 }
            peak = max(peak, upper - lower + 1)
        }
        return (peak, Double(times.count) / max(1, (last - first).seconds / 600))
    }
}
