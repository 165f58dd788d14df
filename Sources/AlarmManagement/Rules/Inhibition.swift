import Telemetry

/// While an alarm of `source` is on, alarms of `target` that agree with it in every field of `equal` are not told: one dead
/// gateway is one notice, and the silence of its twelve sensors twelve log entries. ISA-18.2: suppressed by design.
package struct Inhibition: Hashable, Sendable {
    package var id: String
    package var source: AlarmMatcher
    package var target: AlarmMatcher
    package var equal: [Field]
    /// How long a target waits for its source, which is often known later; zero for not at all.
    package var wait: Interval

    package enum Field: String, Hashable, Sendable, CaseIterable {
        case key
        case hazard
        case place
        case district
        case station
    }

    package init(id: String, source: AlarmMatcher, target: AlarmMatcher, equal: [Field], wait: Interval) {
        self.id = id
        self.source = source
        self.target = target
        self.equal = equal
        self.wait = wait
    }

    /// What a source and its targets have in common.
    func bond(_ change: AlarmChange) -> [String] {
        equal.map { field in
            switch field {
            case .key: change.alarm.key
            case .hazard: change.hazard
            case .place: change.place
            case .district: change.district
            case .station: change.station
            }
        }
    }
}
