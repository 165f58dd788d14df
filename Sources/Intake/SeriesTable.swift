import CPrefetch

/// Finds a series by the bytes of the topic or SenML name that its messages carry: open addressing over one array of
/// bytes, so that a look-up makes no `String` and allocates nothing.
///
/// Several names may lead to one series. Names are never removed.
struct SeriesTable: Sendable {
    /// 16 bytes, four to a cache line: with 10,000 stations in random order the memory's latency is what a look-up
    /// costs.
    private struct Slot {
        /// The upper half; the lower half chose the slot.
        var hash: UInt32
        /// −1 where the slot is free.
        var series: Int32
        var offset: UInt32
        var length: UInt32
    }

    struct Key {
        var offset: UInt32
        var length: UInt32
        var series: Int32
    }

    private var slots: ContiguousArray<Slot>
    /// In the order of insertion.
    private(set) var keys: ContiguousArray<Key> = []
    private(set) var bytes: [UInt8] = []
    private var mask: Int

    init() {
        mask = 1_023
        slots = SeriesTable.free(mask + 1)
    }

    var count: Int { keys.count }

    /// - Returns: the index of the series, or −1.
    @inline(__always)
    func find(_ name: UnsafeRawBufferPointer, hash: UInt64) -> Int32 {
        let upper = UInt32(truncatingIfNeeded: hash >> 32)
        var position = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[position]
            if slot.series < 0 { return -1 }
            if slot.hash == upper, Int(slot.length) == name.count, isEqual(Int(slot.offset), name) {
                return slot.series
            }
            position = (position + 1) & mask
        }
    }

    /// Fetches what `find` will look at first.
    @inline(__always)
    func prefetch(hash: UInt64) {
        slots.withUnsafeBufferPointer { slots in
            if let first = slots.baseAddress { tocsin_prefetch(first + (Int(truncatingIfNeeded: hash) & mask)) }
        }
    }

    @inline(__always)
    private func isEqual(_ offset: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        bytes.withUnsafeBytes { stored in
            var position = 0
            while position + 8 <= name.count {
                let left = stored.loadUnaligned(fromByteOffset: offset + position, as: UInt64.self)
                if left != name.loadUnaligned(fromByteOffset: position, as: UInt64.self) { return false }
                position += 8
            }
            while position < name.count {
                if stored[offset + position] != name[position] { return false }
                position += 1
            }
            return true
        }
    }

    /// - Parameter name: must not be in the table.
    /// - Returns: false where the table's bytes have no room left (4 GiB of names).
    @discardableResult
    mutating func insert(_ name: UnsafeRawBufferPointer, hash: UInt64, series: Int32) -> Bool {
        guard let offset = UInt32(exactly: bytes.count), let length = UInt32(exactly: name.count) else { return false }
        if (keys.count + 1) * 2 > slots.count { grow() }
        keys.append(Key(offset: offset, length: length, series: series))
        bytes.append(contentsOf: name)
        place(
            Slot(hash: UInt32(truncatingIfNeeded: hash >> 32), series: series, offset: offset, length: length),
            Int(truncatingIfNeeded: hash))
        return true
    }

    private mutating func place(_ slot: Slot, _ hash: Int) {
        var position = hash & mask
        while slots[position].series >= 0 { position = (position + 1) & mask }
        slots[position] = slot
    }

    private mutating func grow() {
        let old = slots
        mask = mask * 2 + 1
        slots = SeriesTable.free(mask + 1)
        for slot in old where slot.series >= 0 {
            let start = Int(slot.offset)
            let hash = bytes.withUnsafeBytes {
                NameHash.of(UnsafeRawBufferPointer(rebasing: $0[start..<(start + Int(slot.length))]))
            }
            place(slot, Int(truncatingIfNeeded: hash))
        }
    }

    private static func free(_ count: Int) -> ContiguousArray<Slot> {
        ContiguousArray(repeating: Slot(hash: 0, series: -1, offset: 0, length: 0), count: count)
    }

    func name(_ key: Key) -> ArraySlice<UInt8> {
        bytes[Int(key.offset)..<(Int(key.offset) + Int(key.length))]
    }
}
