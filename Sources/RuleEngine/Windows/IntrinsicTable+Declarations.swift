import CEL
import Telemetry

/// The functions as expressions see them.
extension IntrinsicTable {
    static let windowed: [(String, Intrinsic.Kind)] = [
        ("rise", .rise), ("fall", .fall), ("min", .minimum), ("max", .maximum), ("avg", .mean), ("sum", .sum),
        ("count", .count), ("stddev", .deviation), ("rate", .rate), ("changes", .changes),
        ("at_before", .valueBefore),
    ]
    static let lasting: [(String, Intrinsic.Kind)] = [
        ("avg_last", .lastMean), ("min_last", .lastMinimum), ("max_last", .lastMaximum), ("sum_last", .lastSum),
        ("last", .lastValues),
    ]
    static let decaying: [(String, Intrinsic.Kind)] = [
        ("ewma", .decayingMean), ("ew_stddev", .decayingDeviation), ("sta_lta", .shortOverLong),
        ("sta_lta_recursive", .shortOverLongRecursive),
    ]
    static let periodic: [(String, Intrinsic.Kind, Int64)] = [
        ("baseline_day", .periodicMean, dayNanoseconds), ("baseline_day_stddev", .periodicDeviation, dayNanoseconds),
        ("baseline_week", .periodicMean, 7 * dayNanoseconds),
        ("baseline_week_stddev", .periodicDeviation, 7 * dayNanoseconds),
    ]
    private static let dayNanoseconds: Int64 = 86_400 * 1_000_000_000
    /// What `held` runs over; no expression can be written that names it.
    static let heldValues = "@held"

    /// A window is a text or a duration.
    static let windows: [ValueType] = [.string, .duration]

    static func declareForReadings(in environment: inout Environment) {
        func overWindow(_ before: [ValueType], _ result: ValueType) -> [Overload] {
            windows.map { Overload(before + [$0], result) }
        }
        for (name, _) in windowed { environment.declareIntrinsic(name, overWindow([], .double)) }
        environment.declareIntrinsic("covers", overWindow([], .bool))
        environment.declareIntrinsic("values", overWindow([], .list(.double)))
        environment.declareIntrinsic(heldValues, overWindow([], .list(.double)))
        environment.declareQuantifier("held", over: heldValues)
        for (name, kind) in lasting {
            environment.declareIntrinsic(name, [Overload([.int], kind == .lastValues ? .list(.double) : .double)])
        }
        environment.declareIntrinsic("previous", [Overload([], .double)])
        environment.declareIntrinsic("silence", [Overload([], .duration)])
        environment.declareIntrinsic("quantile", overWindow([.double], .double) + overWindow([.int], .double))
        for (name, _) in decaying {
            environment.declareIntrinsic(name, windows.flatMap { overWindow([$0], .double) })
        }
        for (name, _, _) in periodic {
            environment.declareIntrinsic(name, windows.map { Overload([$0, .int], .double) })
        }
        environment.declareIntrinsic(
            "cusum_high", slotArguments: 2..<3, windows.map { cumulativeSum($0, CumulativeSum.high) })
        environment.declareIntrinsic(
            "cusum_low", slotArguments: 2..<3, windows.map { cumulativeSum($0, CumulativeSum.low) })
        declareNeighbours(in: &environment)
    }

    static func declareForRaises(in environment: inout Environment) {
        environment.declareIntrinsic(
            "distinct", [Overload([.string, .string], .int), Overload([.string, .duration], .int)])
        environment.declareIntrinsic("raises", [Overload([.string], .int), Overload([.duration], .int)])
    }

    private static func cumulativeSum(
        _ window: ValueType, _ sum: @escaping @Sendable ([Double], Double, Double) -> Double
    ) -> Overload {
        Overload([.double, .double, window], .double) { (arguments: [Value]) throws(EvaluationError) -> Value in
            guard arguments.count == 3, case .double(let target) = arguments[0], case .double(let slack) = arguments[1],
                let values = numbers(arguments[2])
            else { throw EvaluationError(.invalidArgument, "a cumulative sum takes a target, a slack and a window") }
            let result = sum(values, target, slack)
            guard result.isFinite else { throw EvaluationError(.overflow, "the cumulative sum is not finite") }
            return .double(result)
        }
    }

    /// The numbers of a list; nil where there is anything else.
    static func numbers(_ value: Value) -> [Double]? {
        guard case .list(let elements) = value else { return nil }
        var result: [Double] = []
        result.reserveCapacity(elements.count)
        for element in elements {
            guard case .double(let number) = element else { return nil }
            result.append(number)
        }
        return result
    }
}
