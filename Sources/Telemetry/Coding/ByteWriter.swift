/// Writes the compact binary form of journal records and state snapshots: LEB128 integers, little-endian doubles,
/// length-prefixed bytes. Platform independent.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    package mutating func write(byte: UInt8) {
        bytes.append(byte)
    }

    package mutating func write(unsigned value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Zigzag: small magnitudes of either sign take few bytes.
    package mutating func write(_ value: Int64) {
        write(unsigned: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    package mutating func write(_ value: Int) {
        write(Int64(value))
    }

    package mutating func write(_ value: Double) {
        var bits = value.bitPattern.littleEndian
        withUnsafeBytes(of: &bits) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(_ value: Bool) {
        bytes.append(value ? 1 : 0)
    }

    package mutating func write(_ value: Timestamp) {
        write(value.nanoseconds)
    }

    package mutating func write(_ value: String) {
        var copy = value
        copy.withUTF8 { write(raw: UnsafeRawBufferPointer($0)) }
    }

    /// Length, then the bytes.
    package mutating func write(raw: UnsafeRawBufferPointer) {
        write(unsigned: UInt64(raw.count))
        bytes.append(contentsOf: raw)
    }

    /// So many bytes, which `body` fills in: one call where single writes would each ask whether there is room.
    package mutating func write(count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        bytes.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
    }

    package mutating func write(data: [UInt8]) {
        data.withUnsafeBytes { write(raw: $0) }
    }
}
