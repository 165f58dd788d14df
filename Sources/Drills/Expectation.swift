import Foundation
import Telemetry

/// What a recording says must happen, so that it can be kept as a test. JSON of a line `expect`:
///
///     {"at": 5400, "expect": {"alert": "RiverAboveWarning", "key": "yuan-07", "raised": true, "within": "5m"}}
///     {"at": 5400, "expect": {"alert": "RiverAboveWarning", "on": true}}
///     {"at": 0, "expect": {"never": "GasHigh"}}
///     {"at": 0, "expect": {"logged": "order_accepted", "department": "water", "within": "10m"}}
///
/// `raised` and `cleared` ask for such a step from `at` on, until `within` has passed (none: to the end); `on` for the state
/// at that moment; `never` that it is not raised in the whole recording; `logged` for an entry of the log. Without `key` or
/// `department`, any will do.
package struct Expectation: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case raised
        case cleared
        case on(Bool)
        case never
        /// An entry of this code.
        case logged(String)
    }

    package let at: Timestamp
    package let alert: String
    package let key: String?
    package let department: String?
    package let kind: Kind
    package let within: Interval?

    private struct Wire: Decodable {
        var alert: String?
        var key: String?
        var raised: Bool?
        var cleared: Bool?
        var on: Bool?
        var never: String?
        var logged: String?
        var department: String?
        var within: String?
    }

    /// - Throws: `DrillError` where the line asserts nothing, or more than one thing.
    package init(json: [UInt8], at: Timestamp) throws(DrillError) {
        let wire: Wire
        do {
            wire = try JSONDecoder().decode(Wire.self, from: Data(json))
        } catch {
            throw DrillError(message: "The expectation at \(at) can't be read: \(error)")
        }
        self.at = at
        key = wire.key
        department = wire.department
        var kinds: [Kind] = []
        if wire.raised == true { kinds.append(.raised) }
        if wire.cleared == true { kinds.append(.cleared) }
        if let on = wire.on { kinds.append(.on(on)) }
        if wire.never != nil { kinds.append(.never) }
        if let code = wire.logged { kinds.append(.logged(code)) }
        guard kinds.count == 1, let kind = kinds.first, let alert = wire.never ?? wire.logged ?? wire.alert else {
            throw DrillError(
                message: "The expectation at \(at) must say one of raised, cleared, on, never and logged, and name an "
                    + "alert or a code of the log.")
        }
        self.kind = kind
        self.alert = alert
        if let text = wire.within {
            guard let within = Interval(text: text) else {
                throw DrillError(
                    message: "The expectation at \(at) says within \(text): write a length of time such as 5m.")
            }
            self.within = within
        } else {
            within = nil
        }
    }

    /// What is expected, in a few words.
    var name: String {
        let who = key.map { "\(alert) (\($0))" } ?? alert
        let span = within.map { " within \($0.text)" } ?? ""
        switch kind {
        case .raised: return "\(who) raised\(span) from \(at)"
        case .cleared: return "\(who) cleared\(span) from \(at)"
        case .on(let wanted): return "\(who) \(wanted ? "on" : "off") at \(at)"
        case .never: return "\(who) never raised"
        case .logged(let code):
            return code + (department.map { " (\($0))" } ?? "") + " logged\(span) from \(at)"
        }
    }

    /// What is wrong, as a full sentence; nil where it is met.
    func finding(in trace: RunTrace, until end: Timestamp) -> String? {
        let mine = trace.alarms.filter { $0.alert == alert && (key == nil || $0.key == key) }
        let name = key.map { "\(alert) (\($0))" } ?? alert
        let last = within.map { at + $0 } ?? end
        switch kind {
        case .raised:
            if mine.contains(where: { $0.raisedAt >= at && $0.raisedAt <= last }) { return nil }
            return "\(name) was not raised from \(at) to \(last)." + Expectation.actual(mine)
        case .cleared:
            if mine.contains(where: { $0.clearedAt.map { $0 >= at && $0 <= last } ?? false }) { return nil }
            return "\(name) did not clear from \(at) to \(last)." + Expectation.actual(mine)
        case .on(let wanted):
            let isOn = mine.contains { $0.raisedAt <= at && ($0.clearedAt.map { $0 > at } ?? true) }
            if isOn == wanted { return nil }
            return "\(name) was \(isOn ? "on" : "off") at \(at)." + Expectation.actual(mine)
        case .logged(let code):
            let entries = trace.kept.filter { $0.code == code && (department == nil || $0.department == department) }
            if entries.contains(where: { $0.at >= at && $0.at <= last }) { return nil }
            let times = entries.prefix(5).map { "\($0.at)" }.joined(separator: "; ")
            return "\(code)\(department.map { " (\($0))" } ?? "") was not logged from \(at) to \(last)."
                + (entries.isEmpty ? "" : " It was at \(times).")
        case .never:
            return mine.isEmpty ? nil : "\(name) was raised." + Expectation.actual(mine)
        }
    }

    private static func actual(_ alarms: [RunTrace.Alarm]) -> String {
        if alarms.isEmpty { return " It was never on." }
        let times = alarms.prefix(5).map { "\($0.key) \($0.raisedAt) – \($0.clearedAt.map { "\($0)" } ?? "still on")" }
        return " It was on: " + times.joined(separator: "; ") + (alarms.count > 5 ? "; …" : ".")
    }
}
