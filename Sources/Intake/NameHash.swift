/// A fast hash of a topic's or name's bytes. The same on every machine and in every process, so that nothing that a
/// restart could change hangs on it. Not proof against chosen collisions: the number of keys is bounded instead.
enum NameHash {
    @inline(__always)
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var position = 0
        while position + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            hash = mixed(hash ^ word)
            position += 8
        }
        var word: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count {
            word |= UInt64(bytes[position]) << shift
            shift += 8
            position += 1
        }
        return mixed(hash ^ word)
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
        return product.high ^ product.low
    }
}
