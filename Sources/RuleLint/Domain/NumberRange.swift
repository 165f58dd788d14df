/// Doubles from `low` to `high`, both included; never empty, never NaN. An open end is the neighbouring double, so that
/// `value > 3` is exactly the range from the first double above 3.
///
/// Sums and the like of ranges are computed at their ends: rounding is monotonic, so the result of any operands within the
/// ranges lies between the results at the ends, bit for bit.
struct NumberRange: Hashable, Sendable {
    let low: Double
    let high: Double

    /// Nil where the range is empty or an end is no number.
    init?(_ low: Double, _ high: Double) {
        guard low <= high else { return nil }
        self.low = low
        self.high = high
    }

    /// - Parameter number: not NaN.
    init(exactly number: Double) {
        low = number
        high = number
    }

    private init(unchecked low: Double, _ high: Double) {
        self.low = low
        self.high = high
    }

    static let all = NumberRange(unchecked: -.infinity, .infinity)
    /// What an expression of a rule can give: a result that is not finite is refused there.
    static let finite = NumberRange(unchecked: -.greatestFiniteMagnitude, .greatestFiniteMagnitude)
    static let notNegative = NumberRange(unchecked: 0, .greatestFiniteMagnitude)

    /// The smallest range that holds an integer and all doubles that may compare like it.
    init(_ integers: IntegerRange) {
        low = NumberRange.below(integers.low)
        high = NumberRange.above(integers.high)
    }

    private static func below(_ integer: Int64) -> Double {
        Double(exactly: integer) ?? Double(integer).nextDown
    }

    private static func above(_ integer: Int64) -> Double {
        Double(exactly: integer) ?? Double(integer).nextUp
    }

    var isSingle: Bool { low == high }

    func contains(_ number: Double) -> Bool { low <= number && number <= high }

    func intersection(_ other: NumberRange) -> NumberRange? {
        NumberRange(max(low, other.low), min(high, other.high))
    }

    func union(_ other: NumberRange) -> NumberRange {
        NumberRange(unchecked: min(low, other.low), max(high, other.high))
    }

    /// A little more at both ends, for results that were rounded on the way.
    func widened() -> NumberRange {
        let slack = max(abs(low), abs(high)) * 1e-9
        guard slack.isFinite else { return self }
        return NumberRange(unchecked: low - slack, high + slack)
    }

    // MARK: Forward: what the operation gives

    /// The finite part of a result, and whether it may not be finite; nil where it never is.
    private static func result(_ low: Double, _ high: Double) -> Result? {
        let whole = NumberRange(unchecked: low.isNaN ? -.infinity : low, high.isNaN ? .infinity : high)
        guard let part = whole.intersection(.finite) else { return nil }
        return Result(range: part, mayOverflow: part != whole)
    }

    struct Result {
        var range: NumberRange
        /// Or may have no result at all.
        var mayOverflow: Bool
    }

    var negated: NumberRange { NumberRange(unchecked: -high, -low) }

    static func + (left: NumberRange, right: NumberRange) -> Result? {
        result(left.low + right.low, left.high + right.high)
    }

    static func - (left: NumberRange, right: NumberRange) -> Result? {
        result(left.low - right.high, left.high - right.low)
    }

    static func * (left: NumberRange, right: NumberRange) -> Result? {
        let ends = [left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high]
        // Nothing times infinity: the numbers near it stay finite, and nothing itself gives nothing.
        let known = ends.map { $0.isNaN ? 0 : $0 }
        return result(known.min() ?? -.infinity, known.max() ?? .infinity)
    }

    /// Division by nothing has no result: the divisors on either side of it have.
    static func / (left: NumberRange, right: NumberRange) -> Result? {
        let parts = [
            NumberRange(right.low, min(right.high, -.leastNonzeroMagnitude)),
            NumberRange(max(right.low, .leastNonzeroMagnitude), right.high),
        ].compactMap { $0 }
        guard let first = parts.first else { return nil }
        var whole = first.quotients(of: left)
        for part in parts.dropFirst() { whole = whole.union(part.quotients(of: left)) }
        guard var found = result(whole.low, whole.high) else { return nil }
        if right.contains(0) { found.mayOverflow = true }
        return found
    }

    /// What dividing by this range, which does not hold 0, gives.
    private func quotients(of left: NumberRange) -> NumberRange {
        let ends = [left.low / low, left.low / high, left.high / low, left.high / high].map { $0.isNaN ? 0 : $0 }
        return NumberRange(unchecked: ends.min() ?? -.infinity, ends.max() ?? .infinity)
    }

    // MARK: Backward: what an operand can have been

    /// Every exact result that rounds into the range lies in this one.
    private var unrounded: NumberRange { NumberRange(unchecked: low.nextDown, high.nextUp) }

    /// Nil where the ends are not known.
    private static func outward(_ low: Double, _ high: Double) -> NumberRange {
        NumberRange(unchecked: low.isNaN ? -.infinity : low.nextDown, high.isNaN ? .infinity : high.nextUp)
    }

    /// What x can be where `x + other` lies here.
    func less(_ other: NumberRange) -> NumberRange {
        let wide = unrounded
        return NumberRange.outward(wide.low - other.high, wide.high - other.low)
    }

    /// What x can be where `x - other` lies here.
    func plus(_ other: NumberRange) -> NumberRange {
        let wide = unrounded
        return NumberRange.outward(wide.low + other.low, wide.high + other.high)
    }

    /// What x can be where `x * other` lies here; anything where `other` holds 0.
    func over(_ other: NumberRange) -> NumberRange {
        guard !other.contains(0) else { return .all }
        let whole = other.quotients(of: unrounded)
        return NumberRange.outward(whole.low, whole.high)
    }

    /// What x can be where `x / other` lies here.
    func times(_ other: NumberRange) -> NumberRange {
        let wide = unrounded
        let ends = [wide.low * other.low, wide.low * other.high, wide.high * other.low, wide.high * other.high]
        if ends.contains(where: \.isNaN) { return .all }
        return NumberRange.outward(ends.min() ?? -.infinity, ends.max() ?? .infinity)
    }
}
