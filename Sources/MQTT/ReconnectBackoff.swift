/// How long to wait before the next attempt: doubling, bounded, spread by a random share so that after a broker's
/// restart not every client knocks at once.
package struct ReconnectBackoff: Sendable {
    /// Bounds of the waits.
    package struct Limits: Sendable, Equatable {
        /// Upper bound of the first wait.
        package var firstMilliseconds: Int
        /// Upper bound of every wait.
        package var longestMilliseconds: Int
        /// A connection that held this long starts the waits anew; one that falls at once does not.
        package var stableSeconds: Int

        package init(firstMilliseconds: Int = 500, longestMilliseconds: Int = 30_000, stableSeconds: Int = 30) {
            self.firstMilliseconds = firstMilliseconds
            self.longestMilliseconds = longestMilliseconds
            self.stableSeconds = stableSeconds
        }

        func validate() throws(MQTTError) {
            guard firstMilliseconds > 0, longestMilliseconds >= firstMilliseconds, longestMilliseconds <= 86_400_000,
                stableSeconds >= 0
            else {
                throw .configuration(
                    "The waits before a reconnect are \(firstMilliseconds)…\(longestMilliseconds) ms; "
                        + "write a first one above 0 and a longest one of at least that and at most a day.")
            }
        }
    }

    private let limits: Limits
    private var failures = 0

    package init(limits: Limits) {
        self.limits = limits
    }

    /// The wait after one more failure, between half and all of its bound.
    ///
    /// - Parameter random: a uniformly random number from the caller's source.
    package mutating func nextWaitNanoseconds(random: UInt64) -> Int64 {
        // 2^20 times any first wait is above every longest one, and the shift cannot overflow.
        let doubled = limits.firstMilliseconds << min(failures, 20)
        let boundMilliseconds = Int64(min(doubled, limits.longestMilliseconds))
        failures += 1
        let half = boundMilliseconds * 500_000
        return half + Int64(random % UInt64(half + 1))
    }

    /// The connection ended after this long.
    package mutating func held(nanoseconds: Int64) {
        if nanoseconds >= Int64(limits.stableSeconds) * 1_000_000_000 { failures = 0 }
    }
}
