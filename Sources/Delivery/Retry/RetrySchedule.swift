import Telemetry

/// When a message that failed is tried again, and when it is given up. A pure state machine on the owner's monotone clock.
package struct RetrySchedule: Hashable, Sendable {
    package let policy: RetryPolicy
    private let beganNanoseconds: Int64
    /// Attempts that have failed.
    package private(set) var failures = 0

    package enum Decision: Hashable, Sendable {
        /// Tried again at this time of the owner's clock.
        case again(dueNanoseconds: Int64)
        /// Given up; the sentence goes after what went wrong last.
        case giveUp(why: String)
    }

    /// - Parameter nowNanoseconds: the owner's clock as the first attempt begins.
    package init(policy: RetryPolicy, nowNanoseconds: Int64) {
        self.policy = policy
        self.beganNanoseconds = nowNanoseconds
    }

    /// An attempt failed in a way that another may not.
    ///
    /// - Parameters:
    ///   - retryAfter: how long the other side asked to be left alone.
    ///   - jitter: from 0 to below 1, drawn by the owner: many messages that failed together do not come back together.
    package mutating func failed(nowNanoseconds now: Int64, retryAfter: Interval?, jitter: Double) -> Decision {
        failures += 1
        if failures >= policy.attempts { return .giveUp(why: "Given up after \(failures) attempts.") }
        var delay = policy.firstDelay.nanoseconds
        for _ in 1..<failures where delay < policy.longestDelay.nanoseconds { delay = delay.saturatingDouble }
        delay = min(delay, policy.longestDelay.nanoseconds)
        // Half of the wait is kept, half is drawn.
        delay = delay / 2 + Int64(Double(delay - delay / 2) * min(max(jitter, 0), 1))
        let last = beganNanoseconds.saturatingSum(policy.giveUpAfter.nanoseconds)
        if let retryAfter, retryAfter.nanoseconds > delay {
            delay = retryAfter.nanoseconds
            if now.saturatingSum(delay) > last {
                return .giveUp(why: "Given up: it asked to wait \(retryAfter), longer than may be waited.")
            }
        }
        let due = now.saturatingSum(delay)
        if due > last { return .giveUp(why: "Given up \(policy.giveUpAfter) after the first attempt.") }
        return .again(dueNanoseconds: due)
    }
}

extension Int64 {
    fileprivate var saturatingDouble: Int64 { saturatingSum(self) }

    fileprivate func saturatingSum(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
