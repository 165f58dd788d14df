/// Reads what `ByteWriter` wrote, from bytes that may be damaged: every read can throw, none traps.
package struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    /// Offset of the next byte.
    package private(set) var position: Int

    /// - Parameter bytes: must outlive the reader.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        self.position = 0
    }

    package var isAtEnd: Bool { position == bytes.count }

    package mutating func readByte() throws(CodingFault) -> UInt8 {
        guard position < bytes.count else { throw CodingFault(position: position, what: "ends early") }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func readUnsigned() throws(CodingFault) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try readByte()
            guard shift < 64 else { throw CodingFault(position: position, what: "has an integer of over 64 bits") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    package mutating func readInt64() throws(CodingFault) -> Int64 {
        let value = try readUnsigned()
        return Int64(bitPattern: (value >> 1)) ^ -Int64(bitPattern: value & 1)
    }

    package mutating func readInt() throws(CodingFault) -> Int {
        Int(try readInt64())
    }

    /// A count of things that each take at least one byte, so that a damaged count cannot ask for endless memory.
    package mutating func readCount() throws(CodingFault) -> Int {
        let value = try readInt64()
        guard value >= 0, value <= Int64(bytes.count - position) else {
            throw CodingFault(position: position, what: "has a count of \(value) that its length can't hold")
        }
        return Int(value)
    }

    package mutating func readDouble() throws(CodingFault) -> Double {
        guard position + 8 <= bytes.count else { throw CodingFault(position: position, what: "ends early") }
        defer { position += 8 }
        return Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
    }

    package mutating func readBool() throws(CodingFault) -> Bool {
        try readByte() != 0
    }

    package mutating func readTimestamp() throws(CodingFault) -> Timestamp {
        Timestamp(nanoseconds: try readInt64())
    }

    /// The next length-prefixed bytes, as a view into the source.
    package mutating func readRaw() throws(CodingFault) -> UnsafeRawBufferPointer {
        let count = try readUnsigned()
        guard count <= UInt64(bytes.count - position) else { throw CodingFault(position: position, what: "ends early") }
        let start = position
        position += Int(count)
        return UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    }

    package mutating func readString() throws(CodingFault) -> String {
        String(decoding: try readRaw(), as: UTF8.self)
    }

    package mutating func readData() throws(CodingFault) -> [UInt8] {
        Array(try readRaw())
    }
}

/// Stored bytes that cannot be read back.
package struct CodingFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Byte offset at which reading stopped.
    package var position: Int
    package var what: String

    package init(position: Int, what: String) {
        self.position = position
        self.what = what
    }

    package var description: String { "The stored record \(what), at byte \(position)." }
}
