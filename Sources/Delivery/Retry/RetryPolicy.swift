import Telemetry

/// How often and how long a channel tries to hand a message over. Every value can be set for each channel.
package struct RetryPolicy: Hashable, Sendable {
    /// Wait after the first failure; doubled after each further one.
    package var firstDelay: Interval
    /// The wait grows no longer than this.
    package var longestDelay: Interval
    /// Attempts in all, from 1.
    package var attempts: Int
    /// No attempt begins later than this after the first: the next channel waits for it.
    package var giveUpAfter: Interval

    package init(
        firstDelay: Interval = Interval(seconds: 2), longestDelay: Interval = Interval(seconds: 30),
        attempts: Int = 8, giveUpAfter: Interval = Interval(seconds: 120)
    ) {
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.attempts = attempts
        self.giveUpAfter = giveUpAfter
    }
}
