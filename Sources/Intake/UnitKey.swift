/// A unit's spelling of at most 15 bytes in two words, so that "the same unit as last time" costs two comparisons.
struct UnitKey: Hashable, Sendable {
    private var low: UInt64
    private var high: UInt64

    static let none = UnitKey(low: 0, high: 0)

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Nil where the spelling is longer.
    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= 15 else { return nil }
        var low: UInt64 = 0
        var high = UInt64(bytes.count) << 56
        for position in 0..<bytes.count {
            let byte = UInt64(bytes[position])
            if position < 8 {
                low |= byte << UInt64(position * 8)
            } else {
                high |= byte << UInt64((position - 8) * 8)
            }
        }
        self.low = low
        self.high = high
    }
}
