import Telemetry

/// Puts readings into strict event-time order: holds them until the newest event time seen is a whole window further on.
/// For replays that ask for the same answer whatever the order of arrival; a live watch does not wait.
///
/// Readings of one event time keep the order in which they came. One that is older than what has been given out already is
/// given out with the next ones, as late.
package struct EventTimeReorder: Sendable {
    private struct Bin: Sendable {
        var readings: ContiguousArray<Reading> = []
        var isSorted = true
    }

    /// One bin for each second of the window and one for the second that is being filled.
    private var bins: [Bin]
    private let mask: Int64
    private let windowSeconds: Int64
    private var newestSecond = Int64.min
    /// First second that has not been given out.
    private var nextSecond = Int64.min
    private var late: ContiguousArray<Reading> = []

    /// - Parameter window: at least the longest delay expected plus a second; whole seconds, 1 … 86,400.
    package init(window: Interval) {
        windowSeconds = max(1, min(86_400, window.nanoseconds / 1_000_000_000))
        var size: Int64 = 2
        while size < windowSeconds + 2 { size *= 2 }
        mask = size - 1
        bins = Array(repeating: Bin(), count: Int(size))
    }

    /// Takes a reading.
    ///
    /// - Parameter ready: what has become due before it, in order, is appended.
    package mutating func push(_ reading: Reading, ready: inout [Reading]) {
        let nanoseconds = reading.eventTime.nanoseconds
        var second = nanoseconds / 1_000_000_000
        if nanoseconds < 0, nanoseconds % 1_000_000_000 != 0 { second -= 1 }
        if second > newestSecond {
            if newestSecond == .min { nextSecond = second - windowSeconds }
            newestSecond = second
            release(before: second - windowSeconds + 1, into: &ready)
        }
        guard second >= nextSecond else {
            late.append(reading)
            return
        }
        let position = Int(second & mask)
        if let last = bins[position].readings.last, last.eventTime.nanoseconds > nanoseconds {
            bins[position].isSorted = false
        }
        bins[position].readings.append(reading)
    }

    /// Gives out everything that is held, in order.
    package mutating func finish(ready: inout [Reading]) {
        guard newestSecond != .min else { return }
        release(before: newestSecond + 1, into: &ready)
        ready.append(contentsOf: late)
        late.removeAll()
    }

    private mutating func release(before limit: Int64, into ready: inout [Reading]) {
        if !late.isEmpty {
            ready.append(contentsOf: late)
            late.removeAll(keepingCapacity: true)
        }
        // After a jump no second further on than the ring is long can hold anything.
        let last = min(limit, nextSecond + mask + 1)
        var second = nextSecond
        while second < last {
            let position = Int(second & mask)
            if !bins[position].readings.isEmpty {
                if !bins[position].isSorted { sort(position) }
                ready.append(contentsOf: bins[position].readings)
                bins[position].readings.removeAll(keepingCapacity: true)
                bins[position].isSorted = true
            }
            second += 1
        }
        nextSecond = max(nextSecond, limit)
    }

    /// Within a second: by event time, then as they came.
    private mutating func sort(_ position: Int) {
        let order = bins[position].readings.enumerated().sorted { left, right in
            (left.element.eventTime, left.offset) < (right.element.eventTime, right.offset)
        }
        bins[position].readings = ContiguousArray(order.map(\.element))
    }
}
