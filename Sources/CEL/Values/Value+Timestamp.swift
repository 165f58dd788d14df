extension Value {
    /// A point in time between the years 0001 and 9999, UTC.
    public struct Timestamp: Sendable, Hashable, Comparable {
        /// Seconds since 1970-01-01T00:00:00Z.
        public let seconds: Int64
        /// Nanoseconds within the second, 0 to 999 999 999.
        public let nanoseconds: Int32

        /// 0001-01-01T00:00:00Z.
        static let minimumSeconds: Int64 = -62_135_596_800
        /// 9999-12-31T23:59:59Z.
        static let maximumSeconds: Int64 = 253_402_300_799

        /// Nil outside the years 0001 to 9999.
        public init?(seconds: Int64, nanoseconds: Int32 = 0) {
            guard seconds >= Self.minimumSeconds, seconds <= Self.maximumSeconds else { return nil }
            guard nanoseconds >= 0, nanoseconds < 1_000_000_000 else { return nil }
            self.seconds = seconds
            self.nanoseconds = nanoseconds
        }

        /// Time as nanoseconds since 1970; always in range.
        public init(nanosecondsSince1970 nanoseconds: Int64) {
            var (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            if rest < 0 {
                rest += 1_000_000_000
                seconds -= 1
            }
            self.seconds = seconds
            self.nanoseconds = Int32(truncatingIfNeeded: rest)
        }

        /// Order in time.
        public static func < (left: Timestamp, right: Timestamp) -> Bool {
            left.seconds != right.seconds ? left.seconds < right.seconds : left.nanoseconds < right.nanoseconds
        }

        /// The time moved by a duration in nanoseconds; nil when it leaves the range.
        func advanced(byNanoseconds duration: Int64) -> Timestamp? {
            let (whole, part) = duration.quotientAndRemainder(dividingBy: 1_000_000_000)
            var nanos = Int64(nanoseconds) + part
            var total = seconds + whole  // both are far from the limits of Int64
            if nanos < 0 {
                nanos += 1_000_000_000
                total -= 1
            } else if nanos >= 1_000_000_000 {
                nanos -= 1_000_000_000
                total += 1
            }
            return Timestamp(seconds: total, nanoseconds: Int32(truncatingIfNeeded: nanos))
        }

        /// The duration since another time in nanoseconds; nil when it does not fit Int64.
        func nanoseconds(since other: Timestamp) -> Int64? {
            let (product, overflow) = (seconds - other.seconds).multipliedReportingOverflow(by: 1_000_000_000)
            if overflow { return nil }
            let (sum, beyond) = product.addingReportingOverflow(Int64(nanoseconds) - Int64(other.nanoseconds))
            return beyond ? nil : sum
        }
    }
}
