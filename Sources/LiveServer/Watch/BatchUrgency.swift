/// How long an urgent batch gathers what comes right behind it.
///
/// An alarm waits for its commit and for nothing else: what the socket holds besides it may be a thousand readings. Yet in a
/// crowd of alarms a commit for each would hold the last ones up for longer than one for all. So a batch with something
/// urgent in it grows for as long as the last commit took and no longer: at worst twice of what it could have been at best.
struct BatchUrgency {
    private var began: Int64?
    private var commitNanoseconds: Int64 = 0

    /// To be asked after each input that leaves the batch urgent.
    ///
    /// - Parameter now: boot time, nanoseconds.
    /// - Returns: whether it should be committed before anything else is taken.
    mutating func isRipe(now: Int64) -> Bool {
        guard let began else {
            self.began = now
            return commitNanoseconds == 0
        }
        return now - began >= commitNanoseconds
    }

    /// - Parameter nanoseconds: how long a commit took.
    mutating func committed(nanoseconds: Int64) {
        commitNanoseconds = nanoseconds
    }

    /// The batch is on the disk or given up; the next one begins anew.
    mutating func batchEnded() {
        began = nil
    }
}
