import CEL
import Telemetry

/// An expression that is looked at and never raises anything: what rules would see at a moment.
package struct RuleProbe: Sendable {
    /// A name like an alert's, unique among rules and probes.
    package var name: String
    package var expression: String
    package var station: String
    package var quantity: String
    /// Numbers read as `params.<name>`.
    package var parameters: [(name: String, value: Double)]

    package init(
        name: String, expression: String, station: String, quantity: String,
        parameters: [(name: String, value: Double)]
    ) {
        self.name = name
        self.expression = expression
        self.station = station
        self.quantity = quantity
        self.parameters = parameters
    }
}

/// What a probe saw.
package enum ProbeResult: Sendable {
    case number(Double)
    case boolean(Bool)
    case text(String)
    /// It depends on something that is not known.
    case unknown
    case failed(String)
    /// The series has not been heard of.
    case noSeries
}

extension RuleEngine {
    /// Evaluates a probe on the series that it is about, at its newest reading.
    ///
    /// - Parameter at: the moment; `silence()` is counted up to it.
    package func evaluate(probe name: String, at: Timestamp) -> ProbeResult {
        guard let index = rules.rules.firstIndex(where: { $0.isProbe && $0.alert == name }) else { return .noSeries }
        let matching = states.count == 0 ? [] : Array(0..<states.count)
        for series in matching {
            let plan = states.base[series].plan
            guard plan.pointee.ruleIndices.contains(Int32(index)) else { continue }
            begin(series, now: at.nanoseconds)
            switch rules.rules[index].condition.evaluate(frames.reading) {
            case .unknown: return .unknown
            case .error(let error): return .failed("\(error)")
            case .value(.double(let number)): return .number(number)
            case .value(.int(let number)): return .number(Double(number))
            case .value(.uint(let number)): return .number(Double(number))
            case .value(.bool(let flag)): return .boolean(flag)
            case .value(let value): return .text(RuleEngine.text(of: value))
            }
        }
        return .noSeries
    }

    /// Alarms that are not on and whose condition can't be decided now, sorted.
    package var unknownAlarms: [AlarmID] {
        var unknown: Set<AlarmID> = []
        var on: Set<AlarmID> = []
        for index in 0..<cells.count where cells.base[index].isOn || cells.base[index].flags.contains(.unknown) {
            let rule = rule(ofCell: index)
            if rule.isProbe { continue }
            let alarm = AlarmID(alert: rule.alert, key: words(of: Int(cells.base[index].series)).key(by: rule.by))
            if cells.base[index].isOn { on.insert(alarm) } else { unknown.insert(alarm) }
        }
        return unknown.subtracting(on).sorted()
    }
}
