import Foundation

/// Waits for something that can be observed, never for time to pass.
package enum Waiting {
    /// Looks every few milliseconds.
    ///
    /// - Returns: false if it did not come true in time.
    package static func until(seconds: Int = 30, _ condition: () throws -> Bool) rethrows -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        while try !condition() {
            guard clock.now < end else { return false }
            poll(nil, 0, 10)
        }
        return true
    }

    /// The same on a thread of its own, for a test whose condition needs the threads that tasks run on.
    package static func until(seconds: Int = 30, _ condition: @escaping @Sendable () -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: until(seconds: seconds, condition)) }
        }
    }

    /// Looks until there is something.
    package static func find<Found>(seconds: Int = 30, _ look: () throws -> Found?) rethrows -> Found? {
        var found: Found?
        _ = try until(seconds: seconds) {
            found = try look()
            return found != nil
        }
        return found
    }
}
