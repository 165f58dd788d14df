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
    init?(_ bytes: UnsafeRawBufferPointer) {
        var first: UInt64 = 0
        for position in 0..<min(8, bytes.count) { first |= UInt64(bytes[position]) << UInt64(position * 8) }
        self.init(bytes, first: first)
    }

    /// - Parameter first: the spelling's first 8 bytes as one word, its first byte the lowest.
    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer, first: UInt64) {
        guard bytes.count <= 15 else { return nil }
        low = first
        high = UInt64(bytes.count) << 56
        var position = 8
        while position < bytes.count {
            high |= UInt64(bytes[position]) << UInt64((position - 8) * 8)
            position += 1
        }
    }
}
