/// An instant: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Held as an integer and made from decimal text directly, so that no reading's time ever passes through a `Double`
/// (which would lose sub-microsecond digits). Range: years 1678 to 2262.
///
/// Public, as only then the compiler inlines across modules what it does: every reading is compared, added, and copied
/// by several of them.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Nanoseconds since the Unix epoch, UTC.
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// - Parameter seconds: whole Unix seconds; values outside ±9,223,372,036 are clamped to the range's ends.
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self.nanoseconds = overflow ? (seconds < 0 ? Int64.min : Int64.max) : product
    }

    /// Before every believable time; used where nothing has happened yet.
    public static let distantPast = Timestamp(nanoseconds: Int64.min)
    /// After every believable time; used where nothing is due.
    public static let distantFuture = Timestamp(nanoseconds: Int64.max)

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Saturates at the range's ends instead of trapping: times come from the world.
    public static func + (left: Timestamp, right: Interval) -> Timestamp {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
        return Timestamp(nanoseconds: overflow ? (right.nanoseconds < 0 ? Int64.min : Int64.max) : sum)
    }

    public static func - (left: Timestamp, right: Interval) -> Timestamp {
        let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return Timestamp(nanoseconds: overflow ? (right.nanoseconds < 0 ? Int64.max : Int64.min) : difference)
    }

    public static func - (left: Timestamp, right: Timestamp) -> Interval {
        let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return Interval(nanoseconds: overflow ? (left < right ? Int64.min : Int64.max) : difference)
    }

    /// Whole seconds since the epoch, rounded towards the past.
    public var wholeSeconds: Int64 {
        let quotient = nanoseconds / 1_000_000_000
        return nanoseconds % 1_000_000_000 < 0 ? quotient - 1 : quotient
    }

    /// Nanoseconds past `wholeSeconds`, 0 ..< 1,000,000,000.
    public var nanosecondsOfSecond: Int64 {
        let remainder = nanoseconds % 1_000_000_000
        return remainder < 0 ? remainder + 1_000_000_000 : remainder
    }
}
