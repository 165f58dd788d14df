import CPrefetch

/// The history of one series: readings in event-time order, in one allocation that doubles as it grows. A plain value whose
/// memory its owner frees with `release`; it lives in a flat array of hundreds of thousands.
struct SampleRing: BitwiseCopyable {
    /// Event times, then as many values.
    private var times: UnsafeMutablePointer<Int64>?
    private var values: UnsafeMutablePointer<Double>?
    private var head: Int32 = 0
    private(set) var storedCount: Int32 = 0
    /// A power of two, or 0.
    private var capacity: Int32 = 0
    /// The oldest readings, which no window that ends at the newest reaches: kept to judge earlier readings again.
    private(set) var spareCount: Int32 = 0

    /// Most readings kept of one series, whatever its windows; the oldest go first.
    static let limit = 65_536

    init() {}

    var count: Int { Int(storedCount) }

    mutating func release() {
        times?.deallocate()
        values?.deallocate()
        self = SampleRing()
    }

    @inline(__always)
    private func slot(_ index: Int) -> Int { (Int(head) + index) & (Int(capacity) - 1) }

    /// Event time of the reading `index` places after the oldest.
    @inline(__always)
    func time(_ index: Int) -> Int64 { times.unsafelyUnwrapped[slot(index)] }

    @inline(__always)
    func value(_ index: Int) -> Double { values.unsafelyUnwrapped[slot(index)] }

    /// Fetches its oldest times, which are looked at before anything else, and the place of the next reading.
    @inline(__always)
    func prefetch() {
        guard let times, let values else { return }
        tocsin_prefetch(times + Int(head))
        tocsin_prefetch(values + Int(head))
        tocsin_prefetch(times + slot(count))
        tocsin_prefetch(values + slot(count))
    }

    @inline(__always)
    mutating func append(_ time: Int64, _ value: Double) {
        if storedCount == capacity { grow() }
        let place = slot(count)
        times.unsafelyUnwrapped[place] = time
        values.unsafelyUnwrapped[place] = value
        storedCount += 1
    }

    /// Puts a late reading in its place; one of the same time takes the older one's value.
    mutating func insert(_ time: Int64, _ value: Double) {
        let position = firstIndex(after: time)
        if position > 0, self.time(position - 1) == time {
            values.unsafelyUnwrapped[slot(position - 1)] = value
            return
        }
        append(time, value)
        var index = count - 1
        while index > position {
            let from = slot(index - 1)
            let to = slot(index)
            times.unsafelyUnwrapped[to] = times.unsafelyUnwrapped[from]
            values.unsafelyUnwrapped[to] = values.unsafelyUnwrapped[from]
            index -= 1
        }
        times.unsafelyUnwrapped[slot(position)] = time
        values.unsafelyUnwrapped[slot(position)] = value
        if position < Int(spareCount) { spareCount += 1 }
    }

    /// Takes a reading out.
    mutating func remove(at position: Int) {
        for index in position..<(count - 1) {
            times.unsafelyUnwrapped[slot(index)] = times.unsafelyUnwrapped[slot(index + 1)]
            values.unsafelyUnwrapped[slot(index)] = values.unsafelyUnwrapped[slot(index + 1)]
        }
        storedCount -= 1
        if position < Int(spareCount) { spareCount -= 1 }
        spareCount = max(0, min(spareCount, storedCount - 1))
    }

    /// What a snapshot held.
    mutating func setSpareCount(_ count: Int) { spareCount = Int32(max(0, min(count, self.count - 1))) }

    /// Drops what no window reaches: keeps the last `keep` readings, everything after `cutoff` and the newest reading at or
    /// before it, which tells that the history goes back that far.
    @inline(__always)
    mutating func evict(upTo cutoff: Int64, keep: Int) {
        while count > keep, count > 1, time(1) <= cutoff { dropOldest() }
        if count > SampleRing.limit { dropOldest() }
    }

    /// As `evict(upTo:keep:)`, but keeps of what no window reaches the newest `limit` readings that are after `oldest`, and
    /// one before.
    ///
    /// - Returns: whether something was dropped.
    @inline(__always)
    mutating func evict(upTo cutoff: Int64, keep: Int, spare limit: Int, since oldest: Int64) -> Bool {
        var needed = count - Int(spareCount)
        while needed > keep, needed > 1, time(Int(spareCount) + 1) <= cutoff {
            spareCount += 1
            needed -= 1
        }
        let before = storedCount
        while Int(spareCount) > limit || (spareCount > 0 && time(1) <= oldest) { dropOldest() }
        if count > SampleRing.limit { dropOldest() }
        return storedCount < before
    }

    @inline(__always)
    private mutating func dropOldest() {
        if spareCount > 0 { spareCount -= 1 }
        head = (head + 1) & (capacity - 1)
        storedCount -= 1
    }

    /// Index of the first reading after a time; `count` where there is none.
    @inline(__always)
    func firstIndex(after cutoff: Int64) -> Int {
        // Most look for the end of the longest window, which lies behind the spare readings.
        let start = Int(spareCount)
        if start > 0, start < count, time(start) > cutoff { return firstIndex(after: cutoff, before: start) }
        if count == 0 || time(start) > cutoff { return start }
        if count > start + 1, time(start + 1) > cutoff { return start + 1 }
        var low = start + 1
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if time(middle) > cutoff { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The same among the readings before `limit`, all after which are known to be after the cutoff.
    private func firstIndex(after cutoff: Int64, before limit: Int) -> Int {
        var low = 0
        var high = limit
        while low < high {
            let middle = (low + high) / 2
            if time(middle) > cutoff { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Calls with each unbroken piece of the values from `lower` to before `upper`, oldest first.
    @inline(__always)
    func forEachPiece(_ lower: Int, _ upper: Int, _ body: (UnsafeBufferPointer<Double>) -> Void) {
        guard lower < upper, let values else { return }
        let start = slot(lower)
        let length = upper - lower
        let first = min(length, Int(capacity) - start)
        body(UnsafeBufferPointer(start: values + start, count: first))
        if first < length { body(UnsafeBufferPointer(start: values, count: length - first)) }
    }

    private mutating func grow() {
        let grown = max(4, capacity * 2)
        let newTimes = UnsafeMutablePointer<Int64>.allocate(capacity: Int(grown))
        let newValues = UnsafeMutablePointer<Double>.allocate(capacity: Int(grown))
        for index in 0..<count {
            newTimes[index] = time(index)
            newValues[index] = value(index)
        }
        times?.deallocate()
        values?.deallocate()
        times = newTimes
        values = newValues
        head = 0
        capacity = grown
    }
}
