import CEL
import Telemetry

/// What linting knows of a function of history, of neighbours or of raises: what it can give, and where its window stands.
struct HistoryFunction: Sendable {
    /// What a function can give.
    enum Result: Sendable {
        /// One of the readings, or a mean of them.
        case reading(isMean: Bool)
        /// A distance between two readings, or a measure of how they scatter.
        case spread
        /// Readings added up.
        case sum
        /// Not negative.
        case notNegative
        /// Any number.
        case number
        /// Any number, or not negative where a spread or a count is taken of the neighbours.
        case neighbour
        case truth
        case silence
        /// Not negative.
        case count
        /// 0 … 8.
        case state
        case list
    }

    /// How the value goes with the length of the window or the number of readings.
    enum Growth: Sendable {
        case up
        case down
        case none
    }

    var result: Result
    var growth = Growth.none
    /// The argument that is the window; nil where there is none.
    var window: Int?
    /// The argument that counts readings.
    var count: Int?

    static func named(_ name: String) -> HistoryFunction? { all[name] }

    private static let all: [String: HistoryFunction] = {
        var all: [String: HistoryFunction] = [
            "rise": .init(result: .spread, growth: .up, window: 0),
            "fall": .init(result: .spread, growth: .up, window: 0),
            "min": .init(result: .reading(isMean: false), growth: .down, window: 0),
            "max": .init(result: .reading(isMean: false), growth: .up, window: 0),
            "avg": .init(result: .reading(isMean: true), window: 0),
            "sum": .init(result: .sum, growth: .up, window: 0),
            "count": .init(result: .notNegative, growth: .up, window: 0),
            "stddev": .init(result: .spread, window: 0),
            "rate": .init(result: .number, window: 0),
            "changes": .init(result: .notNegative, growth: .up, window: 0),
            "at_before": .init(result: .reading(isMean: false), window: 0),
            "covers": .init(result: .truth, window: 0),
            "values": .init(result: .list, window: 0),
            "@held": .init(result: .list, window: 0),
            "avg_last": .init(result: .reading(isMean: true), count: 0),
            "min_last": .init(result: .reading(isMean: false), growth: .down, count: 0),
            "max_last": .init(result: .reading(isMean: false), growth: .up, count: 0),
            "sum_last": .init(result: .sum, count: 0),
            "last": .init(result: .list, count: 0),
            "previous": .init(result: .reading(isMean: false)),
            "silence": .init(result: .silence),
            "quantile": .init(result: .reading(isMean: true), window: 1),
            "ewma": .init(result: .reading(isMean: true), window: 1),
            "ew_stddev": .init(result: .spread, window: 1),
            "sta_lta": .init(result: .notNegative, window: 1),
            "sta_lta_recursive": .init(result: .notNegative, window: 1),
            "baseline_day": .init(result: .reading(isMean: true)),
            "baseline_day_stddev": .init(result: .spread),
            "baseline_week": .init(result: .reading(isMean: true)),
            "baseline_week_stddev": .init(result: .spread),
            "cusum_high": .init(result: .number, window: 2),
            "cusum_low": .init(result: .number, window: 2),
            "occdf": .init(result: .number), "occrdf": .init(result: .number), "docctd": .init(result: .number),
            "upstream_value": .init(result: .number), "downstream_value": .init(result: .number),
            "california_7": .init(result: .state), "california_8": .init(result: .state),
            "distinct": .init(result: .count, window: 1), "raises": .init(result: .count, window: 0),
            "upstream": .init(result: .neighbour, window: 2), "downstream": .init(result: .neighbour, window: 2),
            "nearest": .init(result: .neighbour, window: 3),
        ]
        for combination in ["avg", "max", "min", "sum", "count"] {
            all["district_\(combination)"] = .init(result: .neighbour, window: 2)
            all["area_\(combination)"] = .init(result: .neighbour, window: 3)
        }
        return all
    }()

    /// What a call gives where the own readings lie in a span.
    ///
    /// - Parameters:
    ///   - span: nil where any reading may come.
    ///   - isBelieved: the newest reading has not failed quality control, so it lies in the span as those of the history do.
    func value(_ name: String, _ arguments: [Expression], span: NumberRange?, isBelieved: Bool) -> AbstractValue {
        switch result {
        case .reading(let isMean):
            guard let span else { return .double(.finite) }
            return .double(isMean ? span.widened() : span)
        case .spread:
            // A failed reading counts for its own rise and fall.
            let isSafe = isBelieved || name != "rise" && name != "fall"
            guard isSafe, let span, let spread = (span - span)?.range.intersection(.notNegative) else {
                return .double(.notNegative)
            }
            return .double(NumberRange(0, spread.widened().high) ?? .notNegative)
        case .sum:
            guard let span else { return .double(.finite) }
            if span.low >= 0 { return .double(.notNegative) }
            return .double(span.high <= 0 ? NumberRange.notNegative.negated : .finite)
        case .notNegative: return .double(.notNegative)
        case .number: return .double(.finite)
        case .neighbour: return .double(isNotNegative(name, arguments) ? .notNegative : .finite)
        case .truth: return .truth(.both)
        case .silence: return .duration(.notNegative)
        case .count: return .integer(.notNegative)
        case .state: return .integer(IntegerRange(0, 8) ?? .notNegative)
        case .list: return .other
        }
    }

    private func isNotNegative(_ name: String, _ arguments: [Expression]) -> Bool {
        if name.hasSuffix("_count") { return true }
        guard arguments.count >= 3 else { return false }
        let taken = arguments[arguments.count - 2].text
        return taken == "rise" || taken == "fall" || taken == "count"
    }

    /// Length of a call's window; nil where it has none or it can't be read.
    func window(of arguments: [Expression]) -> Interval? {
        guard let window, window < arguments.count else { return nil }
        if let text = arguments[window].text { return Interval(text: text) }
        if case .call("duration", let inner, _) = arguments[window].kind, let text = inner.first?.text {
            return Interval(text: text)
        }
        return nil
    }
}

extension Expression {
    /// The text of a literal; nil for anything else.
    var text: String? {
        if case .literal(.string(let text)) = kind { return text }
        return nil
    }

    /// The number of a literal, with its sign; nil for anything else.
    var number: Double? {
        switch kind {
        case .literal(.double(let number)): return number
        case .literal(.int(let number)): return Double(number)
        case .unary(.negate, let operand): return operand.number.map { -$0 }
        default: return nil
        }
    }
}
