/// Finds series by a hash of who they are, in 8 bytes a place: open addressing over hashes and indices alone. Whoever asks
/// compares what was found, as he knows where the names are. Series are never removed.
struct IdentityTable: Sendable {
    private struct Slot {
        var hash: UInt32
        /// −1 where the slot is free.
        var series: Int32
    }

    private var slots = IdentityTable.free(64)
    private(set) var count = 0

    /// - Parameter isIt: whether a series of this hash is the one asked for.
    func find(hash: UInt32, _ isIt: (Int32) -> Bool) -> Int32? {
        let mask = slots.count - 1
        var position = Int(hash) & mask
        while slots[position].series >= 0 {
            if slots[position].hash == hash, isIt(slots[position].series) { return slots[position].series }
            position = (position + 1) & mask
        }
        return nil
    }

    /// - Parameter series: must not be in the table.
    mutating func insert(_ series: Int32, hash: UInt32) {
        if (count + 1) * 4 > slots.count * 3 { grow() }
        place(Slot(hash: hash, series: series))
        count += 1
    }

    private mutating func place(_ slot: Slot) {
        let mask = slots.count - 1
        var position = Int(slot.hash) & mask
        while slots[position].series >= 0 { position = (position + 1) & mask }
        slots[position] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = IdentityTable.free(old.count * 2)
        for slot in old where slot.series >= 0 { place(slot) }
    }

    private static func free(_ count: Int) -> ContiguousArray<Slot> {
        ContiguousArray(repeating: Slot(hash: 0, series: -1), count: count)
    }
}

extension SeriesIdentity {
    /// Equal identities have equal hashes in one process; nothing that is kept depends on it.
    var hash: UInt32 { UInt32(truncatingIfNeeded: hashValue) }
}
