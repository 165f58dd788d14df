import AlarmManagement
import Telemetry
import Views

extension AlarmCommandRequest {
    /// The command that alarm management understands.
    ///
    /// - Throws: `bad_request` where a part is missing that the action needs.
    func kind(_ action: Action) throws(ProblemView) -> AlarmCommand.Kind {
        switch action {
        case .shelve:
            let id = AlarmID(alert: try given(alert, "alert"), key: try given(key, "key"))
            return .shelve(alarm: id, seconds: try given(seconds, "seconds"))
        case .silence:
            return .silence(
                matcher: AlarmMatcher(try given(matcher, "matcher")), seconds: try given(seconds, "seconds"))
        case .outOfService:
            return .takeOutOfService(matcher: AlarmMatcher(try given(matcher, "matcher")), seconds: seconds)
        case .end: return .end(suppression: try given(suppression, "suppression"))
        }
    }

    private func given<Value>(_ value: Value?, _ name: String) throws(ProblemView) -> Value {
        guard let value else {
            throw ProblemView(
                code: "bad_request", message: "The order needs “\(name)”.", remedy: "Add “\(name)” and ask again.")
        }
        return value
    }
}

extension AlarmMatcher {
    init(_ view: AlarmMatcherView) {
        self.init(
            alert: view.alert, key: view.key, hazard: view.hazard, place: view.place, district: view.district,
            station: view.station)
    }
}

extension AlarmsView.Suppression {
    init(_ suppression: Suppression) {
        let matcher = suppression.matcher
        self.init(
            id: suppression.id, kind: suppression.kind.rawValue,
            matcher: AlarmMatcherView(
                alert: matcher.alert, key: matcher.key, hazard: matcher.hazard, place: matcher.place,
                district: matcher.district, station: matcher.station),
            by: suppression.by, reason: suppression.reason, from: suppression.from, until: suppression.until,
            withheld: suppression.withheld)
    }
}

extension AlarmsView {
    init(_ overview: AlarmOverview) {
        self.init(
            alarms: overview.alarms.map { alarm in
                let change = alarm.raised
                return Alarm(
                    alert: change.alarm.alert, key: change.alarm.key, hazard: change.hazard, place: change.place,
                    station: change.station, warningColour: change.colour, lifeSafety: change.lifeSafety,
                    on: alarm.isOn, raisedAt: change.at, withheld: alarm.withheld?.kind.rawValue,
                    withheldBy: alarm.withheld?.by, chattering: alarm.isChattering, stale: alarm.isStale)
            }, suppressions: overview.suppressions.map { Suppression($0) }, flood: overview.isFlood,
            floodAlarms: overview.floodAlarms, floodBeganAt: overview.floodBeganAt, withheld: overview.withheld,
            total: overview.total)
    }
}
