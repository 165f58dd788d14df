import CPrefetch

/// The history of one series: readings in event-time order, in one allocation that grows by a third or a half. A plain value
/// whose memory its owner frees with `release`; it lives in a flat array of hundreds of thousands.
///
/// Nearly all sensors give times in whole milliseconds: these are kept as 4 bytes after an origin. Once a ring meets another
/// time, or spans more than 49 days, it keeps whole times.
struct SampleRing: BitwiseCopyable {
    /// Values, and behind the room for them as many times.
    private var values: UnsafeMutablePointer<Double>?
    /// What short times count from, nanoseconds; `wholeTimes` where times are whole.
    private var origin: Int64 = 0
    private var head: Int32 = 0
    private(set) var storedCount: Int32 = 0
    private var capacity: Int32 = 0
    /// The oldest readings, which no window that ends at the newest reaches: kept to judge earlier readings again.
    private(set) var spareCount: Int32 = 0

    private static var wholeTimes: Int64 { .min }
    /// Nanoseconds that a short time counts by.
    private static var tick: Int64 { 1_000_000 }

    /// Most readings kept of one series, whatever its windows; the oldest go first.
    static let limit = 65_536

    init() {}

    var count: Int { Int(storedCount) }

    mutating func release() {
        values?.deallocate()
        self = SampleRing()
    }

    @inline(__always)
    private func slot(_ index: Int) -> Int {
        let place = Int(head) + index
        return place >= Int(capacity) ? place - Int(capacity) : place
    }

    @inline(__always)
    private var times: UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(values.unsafelyUnwrapped + Int(capacity))
    }

    /// Event time of the reading `index` places after the oldest.
    @inline(__always)
    func time(_ index: Int) -> Int64 { time(at: slot(index)) }

    @inline(__always)
    private func time(at slot: Int) -> Int64 {
        if origin == SampleRing.wholeTimes { return times.load(fromByteOffset: slot * 8, as: Int64.self) }
        return origin &+ Int64(times.load(fromByteOffset: slot * 4, as: UInt32.self)) &* SampleRing.tick
    }

    @inline(__always)
    func value(_ index: Int) -> Double { values.unsafelyUnwrapped[slot(index)] }

    /// Fetches its oldest times, which are looked at before anything else, the place of the next reading, and its values as
    /// far as short windows reach.
    @inline(__always)
    func prefetch() {
        guard let values else { return }
        let size = origin == SampleRing.wholeTimes ? 8 : 4
        let place = slot(count)
        tocsin_prefetch(times + Int(head) * size)
        tocsin_prefetch(times + place * size)
        tocsin_prefetch(values + place)
        // Eight values fill a cache line.
        var line = 0
        while line < min(Int(capacity), 32) {
            tocsin_prefetch(values + line)
            line += 8
        }
    }

    @inline(__always)
    mutating func append(_ time: Int64, _ value: Double) {
        if storedCount == capacity { grow() }
        if !hasPlace(for: time) { makePlace(for: time) }
        store(time, value, at: slot(count))
        storedCount += 1
    }

    /// Whether a time can be written as times are written here.
    @inline(__always)
    private func hasPlace(for time: Int64) -> Bool {
        if origin == SampleRing.wholeTimes { return true }
        let distance = time &- origin
        return distance >= 0 && distance % SampleRing.tick == 0 && distance / SampleRing.tick <= Int64(UInt32.max)
    }

    @inline(__always)
    private func store(_ time: Int64, _ value: Double, at slot: Int) {
        values.unsafelyUnwrapped[slot] = value
        if origin == SampleRing.wholeTimes {
            times.storeBytes(of: time, toByteOffset: slot * 8, as: Int64.self)
        } else {
            let ticks = UInt32(truncatingIfNeeded: (time &- origin) / SampleRing.tick)
            times.storeBytes(of: ticks, toByteOffset: slot * 4, as: UInt32.self)
        }
    }

    @inline(__always)
    private func move(from: Int, to: Int) {
        let (from, to) = (slot(from), slot(to))
        store(time(at: from), values.unsafelyUnwrapped[from], at: to)
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
            move(from: index - 1, to: index)
            index -= 1
        }
        store(time, value, at: slot(position))
        if position < Int(spareCount) { spareCount += 1 }
    }

    /// Takes a reading out.
    mutating func remove(at position: Int) {
        for index in position..<(count - 1) { move(from: index + 1, to: index) }
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
        head = head + 1 == capacity ? 0 : head + 1
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
        // 8, 12, 16, 24, 32 …: a million histories of 31 readings have no room for 64.
        let isPower = capacity & (capacity - 1) == 0
        let grown = capacity < 8 ? max(4, capacity * 2) : isPower ? capacity + capacity / 2 : capacity / 3 * 4
        rebuild(capacity: grown, origin: origin)
    }

    /// Makes room for a time that the ring cannot write: a new origin where that is enough, else whole times.
    @inline(never)
    private mutating func makePlace(for time: Int64) {
        guard count > 0 else {
            if time == SampleRing.wholeTimes {
                rebuild(capacity: capacity, origin: time)
            } else {
                origin = time
            }
            return
        }
        let oldest = min(time, self.time(0))
        let (span, overflow) = max(time, self.time(count - 1)).subtractingReportingOverflow(oldest)
        let (distance, isFar) = time.subtractingReportingOverflow(origin)
        let isShort =
            !overflow && !isFar && span / SampleRing.tick <= Int64(UInt32.max) && distance % SampleRing.tick == 0
        rebuild(capacity: capacity, origin: isShort ? oldest : SampleRing.wholeTimes)
    }

    private mutating func rebuild(capacity newCapacity: Int32, origin newOrigin: Int64) {
        var other = SampleRing()
        other.capacity = newCapacity
        other.origin = newOrigin
        other.storedCount = storedCount
        other.spareCount = spareCount
        let bytes = Int(newCapacity) * (newOrigin == SampleRing.wholeTimes ? 16 : 12)
        other.values = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 8)
            .bindMemory(to: Double.self, capacity: Int(newCapacity))
        for index in 0..<count { other.store(time(index), value(index), at: index) }
        values?.deallocate()
        self = other
    }
}
