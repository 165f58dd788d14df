import BrokerSupport
import Glibc

/// Waiting for what can be observed, never for time to pass.
package enum Patience {
    /// Looks again each few milliseconds.
    ///
    /// - Parameter each: called between two looks.
    /// - Throws: `CrashFailure` with `what` where it does not come true within the time; what the condition throws.
    package static func wait(
        until what: String, seconds: Int, each: () throws -> Void = { poll(nil, 0, 10) },
        _ condition: () throws -> Bool
    ) throws {
        let end = MonotonicClock.nanoseconds() + Int64(seconds) * 1_000_000_000
        while !(try condition()) {
            guard MonotonicClock.nanoseconds() < end else {
                throw CrashFailure("Waited \(seconds) s in vain until \(what).")
            }
            try each()
        }
    }
}
