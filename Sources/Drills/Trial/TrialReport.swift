import Telemetry

/// What rules on trial would have done.
package struct TrialReport: Sendable {
    /// From when alarms are counted, and until when.
    package var from: Timestamp
    package var to: Timestamp
    /// Inputs that were folded by each of the two runs, those before `from` included.
    package var inputs: Int64
    package var readings: Int64
    package var replaced: [String]
    package var rules: [Rule]
    /// With the rules on trial, in order of raising.
    package var alarms: [TrialAlarm]
    package var cost: Cost?
    /// Nil where all of the recording was played.
    package var damage: String?

    package var days: Double { max((to - from).seconds, 1) / 86_400 }

    /// One alert on trial.
    package struct Rule: Sendable {
        package var alert: String
        /// An alert of the name is in force.
        package var isInForce: Bool
        package var count: Int
        /// How often what is in force rang.
        package var countInForce: Int
        /// By key, the most first.
        package var keys: [(key: String, count: Int)]
        /// Alarms that only the trial has, and that only what is in force has, by key and overlapping time.
        package var gained: Int
        package var lost: Int
        package var latching: Bool
        /// CEL's static estimate.
        package var celCost: UInt64
    }

    /// CPU time of the rule engine for one reading, nanoseconds.
    package struct Cost: Sendable {
        package var readings: Int
        package var withRules: Double
        package var withoutRules: Double
    }
}

extension TrialReport {
    /// Puts two runs side by side.
    static func rules(_ city: TrialCity, trial: [TrialAlarm], base: [TrialAlarm]) -> [Rule] {
        let inForce = Set(city.base.rules.summaries.map(\.alert))
        return city.trial.rules.summaries.filter { city.alerts.contains($0.alert) }.map { summary in
            let new = trial.filter { $0.alert == summary.alert }
            let old = base.filter { $0.alert == summary.alert }
            var counts: [String: Int] = [:]
            for alarm in new { counts[alarm.key, default: 0] += 1 }
            return Rule(
                alert: summary.alert, isInForce: inForce.contains(summary.alert), count: new.count,
                countInForce: old.count,
                keys: counts.map { (key: $0.key, count: $0.value) }.sorted { ($1.count, $0.key) < ($0.count, $1.key) },
                gained: new.count { alarm in !old.contains { overlap($0, alarm) } },
                lost: old.count { alarm in !new.contains { overlap($0, alarm) } },
                latching: city.trial.rules.latchingAlerts.contains(summary.alert), celCost: summary.cost)
        }
    }

    private static func overlap(_ left: TrialAlarm, _ right: TrialAlarm) -> Bool {
        left.key == right.key && left.raisedAt <= right.clearedAt ?? .distantFuture
            && right.raisedAt <= left.clearedAt ?? .distantFuture
    }
}
