/// Finds a series by the bytes of the topic or SenML name that its messages carry: open addressing over one array of bytes,
/// so that a look-up makes no `String` and allocates nothing.
///
/// Several names may lead to one series. Names are never removed.
struct SeriesTable: Sendable {
    private struct Slot {
        var hash: UInt64
        /// Position in `keys`; −1 where the slot is free.
        var key: Int32
        var series: Int32
    }

    struct Key {
        var offset: Int
        var length: Int
        var series: Int32
    }

    private var slots: ContiguousArray<Slot>
    private(set) var keys: ContiguousArray<Key> = []
    private(set) var bytes: [UInt8] = []
    private var mask: Int

    init() {
        mask = 1_023
        slots = ContiguousArray(repeating: Slot(hash: 0, key: -1, series: -1), count: mask + 1)
    }

    var count: Int { keys.count }

    /// - Returns: the index of the series, or −1.
    @inline(__always)
    func find(_ name: UnsafeRawBufferPointer, hash: UInt64) -> Int32 {
        var position = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[position]
            if slot.key < 0 { return -1 }
            if slot.hash == hash, isEqual(slot.key, name) { return slot.series }
            position = (position + 1) & mask
        }
    }

    @inline(__always)
    private func isEqual(_ key: Int32, _ name: UnsafeRawBufferPointer) -> Bool {
        let known = keys[Int(key)]
        guard known.length == name.count else { return false }
        return bytes.withUnsafeBytes { stored in
            var position = 0
            while position + 8 <= known.length {
                let left = stored.loadUnaligned(fromByteOffset: known.offset + position, as: UInt64.self)
                if left != name.loadUnaligned(fromByteOffset: position, as: UInt64.self) { return false }
                position += 8
            }
            while position < known.length {
                if stored[known.offset + position] != name[position] { return false }
                position += 1
            }
            return true
        }
    }

    /// - Parameter name: must not be in the table.
    mutating func insert(_ name: UnsafeRawBufferPointer, hash: UInt64, series: Int32) {
        if (keys.count + 1) * 2 > slots.count { grow() }
        keys.append(Key(offset: bytes.count, length: name.count, series: series))
        bytes.append(contentsOf: name)
        place(Slot(hash: hash, key: Int32(keys.count - 1), series: series))
    }

    private mutating func place(_ slot: Slot) {
        var position = Int(truncatingIfNeeded: slot.hash) & mask
        while slots[position].key >= 0 { position = (position + 1) & mask }
        slots[position] = slot
    }

    private mutating func grow() {
        let old = slots
        mask = mask * 2 + 1
        slots = ContiguousArray(repeating: Slot(hash: 0, key: -1, series: -1), count: mask + 1)
        for slot in old where slot.key >= 0 { place(slot) }
    }

    func name(_ key: Key) -> ArraySlice<UInt8> {
        bytes[key.offset..<(key.offset + key.length)]
    }
}
