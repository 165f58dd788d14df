/// How long the watch stays in memory before it tries the store. A store that takes a trial and fails at the next batch must
/// not keep the watch from its messages: each failure soon after another doubles the time.
package struct ProbeInterval {
    private var nextNanoseconds = firstNanoseconds
    private var lastBegan: Int64?

    package static let firstNanoseconds: Int64 = 1_000_000_000
    package static let longestNanoseconds: Int64 = 30_000_000_000
    /// Failures further apart than this have nothing to do with each other.
    package static let forgetNanoseconds: Int64 = 120_000_000_000

    package init() {}

    /// The watch goes on in memory.
    ///
    /// - Returns: boot time of the first trial.
    package mutating func begin(now: Int64) -> Int64 {
        if let lastBegan, now - lastBegan < ProbeInterval.forgetNanoseconds {
            nextNanoseconds = min(nextNanoseconds * 2, ProbeInterval.longestNanoseconds)
        } else {
            nextNanoseconds = ProbeInterval.firstNanoseconds
        }
        lastBegan = now
        return now + nextNanoseconds
    }
}
