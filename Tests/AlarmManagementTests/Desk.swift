import AlarmManagement
import Telemetry

/// Plays alarms and commands to alarm management on a clock of whole seconds, and keeps what came of them.
struct Desk {
    var management: AlarmManagement
    private(set) var now: Int64 = 0
    private(set) var told: [AlarmChange] = []
    private(set) var facts: [LogFact] = []

    init(_ rules: AlarmManagementRules) {
        management = AlarmManagement(rules: rules)
    }

    static func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_782_900_000 + seconds) }

    static func change(
        _ kind: AlarmChange.Kind, _ alert: String, _ key: String, at seconds: Int64, district: String = "north",
        lifeSafety: Bool = false
    ) -> AlarmChange {
        AlarmChange(
            kind: kind, alarm: AlarmID(alert: alert, key: key), at: time(seconds), eventTime: time(seconds),
            hazard: "telemetry", place: key, district: district, colour: .blue, station: key, quantity: "stage",
            value: 1, unit: "m", lifeSafety: lifeSafety)
    }

    /// Fires every timer due before then.
    mutating func advance(to seconds: Int64) {
        var output = AlarmManagement.Output()
        while management.nextDue < Desk.time(seconds) { management.fireNextTimer(into: &output) }
        now = seconds
        keep(output)
    }

    mutating func apply(
        _ kind: AlarmChange.Kind, _ alert: String, _ key: String, at seconds: Int64, district: String = "north",
        lifeSafety: Bool = false
    ) {
        advance(to: seconds)
        var output = AlarmManagement.Output()
        management.apply(
            Desk.change(kind, alert, key, at: seconds, district: district, lifeSafety: lifeSafety), into: &output)
        keep(output)
    }

    @discardableResult
    mutating func order(
        _ kind: AlarmCommand.Kind, at seconds: Int64, by: String = "李某", reason: String = "维修"
    ) -> AlarmCommandOutcome {
        advance(to: seconds)
        var output = AlarmManagement.Output()
        let outcome = management.apply(
            AlarmCommand(by: by, reason: reason, kind: kind), at: Desk.time(seconds), into: &output)
        keep(output)
        return outcome
    }

    /// What was told, as `raised StationSilent/a`.
    var words: [String] { told.map { "\($0.kind.rawValue) \($0.alarm.alert)/\($0.alarm.key)" } }
    var codes: [String] { facts.map(\.code) }

    mutating func clearRecord() {
        told = []
        facts = []
    }

    private mutating func keep(_ output: AlarmManagement.Output) {
        told += output.told
        facts += output.facts
    }
}
