import Foundation
import Telemetry

/// What a recording says must happen, so that it can be kept as a test. JSON of a line `expect`:
///
///     {"at": 5400, "expect": {"alert": "RiverAboveWarning", "key": "yuan-07", "raised": true, "within": "5m"}}
///     {"at": 5400, "expect": {"alert": "RiverAboveWarning", "on": true}}
///     {"at": 0, "expect": {"never": "GasHigh"}}
///
/// `raised` and `cleared` ask for such a step from `at` on, until `within` has passed (none: to the end); `on` for the state
/// at that moment; `never` that it is not raised in the whole recording. Without `key`, any key will do.
package struct Expectation: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case raised
        case cleared
        case on(Bool)
        case never
    }

    package let at: Timestamp
    package let alert: String
    package let key: String?
    package let kind: Kind
    package let within: Interval?

    private struct Wire: Decodable {
        var alert: String?
        var key: String?
        var raised: Bool?
        var cleared: Bool?
        var on: Bool?
        var never: String?
        var within: String?
    }

    /// - Throws: `DrillError` where the line asserts nothing, or more than one thing.
    init(json: [UInt8], at: Timestamp) throws(DrillError) {
        let wire: Wire
        do {
            wire = try JSONDecoder().decode(Wire.self, from: Data(json))
        } catch {
            throw DrillError(message: "The expectation at \(at) can't be read: \(error)")
        }
        self.at = at
        key = wire.key
        var kinds: [Kind] = []
        if wire.raised == true { kinds.append(.raised) }
        if wire.cleared == true { kinds.append(.cleared) }
        if let on = wire.on { kinds.append(.on(on)) }
        if wire.never != nil { kinds.append(.never) }
        guard kinds.count == 1, let kind = kinds.first, let alert = wire.never ?? wire.alert else {
            throw DrillError(
                message: "The expectation at \(at) must say one of raised, cleared, on and never, and name an alert.")
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

    /// What is wrong, as a full sentence; nil where it is met.
    func finding(in alarms: [DrillAlarm], until end: Timestamp) -> String? {
        let mine = alarms.filter { $0.alert == alert && (key == nil || $0.key == key) }
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
        case .never:
            return mine.isEmpty ? nil : "\(name) was raised." + Expectation.actual(mine)
        }
    }

    private static func actual(_ alarms: [DrillAlarm]) -> String {
        if alarms.isEmpty { return " It was never on." }
        let times = alarms.prefix(5).map { "\($0.key) \($0.raisedAt) – \($0.clearedAt.map { "\($0)" } ?? "still on")" }
        return " It was on: " + times.joined(separator: "; ") + (alarms.count > 5 ? "; …" : ".")
    }
}
