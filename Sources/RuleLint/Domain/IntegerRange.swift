/// Integers from `low` to `high`, both included; never empty. Durations are ranges of nanoseconds.
struct IntegerRange: Hashable, Sendable {
    let low: Int64
    let high: Int64

    /// Nil where the range is empty.
    init?(_ low: Int64, _ high: Int64) {
        guard low <= high else { return nil }
        self.low = low
        self.high = high
    }

    init(exactly number: Int64) {
        low = number
        high = number
    }

    private init(unchecked low: Int64, _ high: Int64) {
        self.low = low
        self.high = high
    }

    static let all = IntegerRange(unchecked: .min, .max)
    static let notNegative = IntegerRange(unchecked: 0, .max)

    /// The integers that a range of numbers holds; nil where it holds none.
    init?(within range: NumberRange) {
        let low = range.low.rounded(.up)
        let high = range.high.rounded(.down)
        self.init(
            low >= 0x1p63 ? .max : Int64(exactly: low) ?? .min, high < -0x1p63 ? .min : Int64(exactly: high) ?? .max)
    }

    var isSingle: Bool { low == high }

    func intersection(_ other: IntegerRange) -> IntegerRange? {
        IntegerRange(max(low, other.low), min(high, other.high))
    }

    func union(_ other: IntegerRange) -> IntegerRange {
        IntegerRange(unchecked: min(low, other.low), max(high, other.high))
    }

    /// The integers one below, for `<`; nil where there is none.
    static func before(_ number: Int64) -> Int64? { number == .min ? nil : number - 1 }

    /// The integers one above, for `>`; nil where there is none.
    static func after(_ number: Int64) -> Int64? { number == .max ? nil : number + 1 }

    /// Adds at the ends; all integers, and perhaps no result, where an end overflows.
    static func + (left: IntegerRange, right: IntegerRange) -> (range: IntegerRange, mayOverflow: Bool) {
        combined(left.low.addingReportingOverflow(right.low), left.high.addingReportingOverflow(right.high))
    }

    static func - (left: IntegerRange, right: IntegerRange) -> (range: IntegerRange, mayOverflow: Bool) {
        combined(left.low.subtractingReportingOverflow(right.high), left.high.subtractingReportingOverflow(right.low))
    }

    private static func combined(
        _ low: (partialValue: Int64, overflow: Bool), _ high: (partialValue: Int64, overflow: Bool)
    ) -> (range: IntegerRange, mayOverflow: Bool) {
        if low.overflow || high.overflow { return (.all, true) }
        return (IntegerRange(unchecked: low.partialValue, high.partialValue), false)
    }
}
