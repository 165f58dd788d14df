import Telemetry

/// The ring in a snapshot: sensors report at a steady pace, at whole milliseconds and in few decimals, so a reading takes
/// three to four bytes of its sixteen.
///
/// Count, spare count, unit of time, length; then for each reading the change of its distance to the one before in units,
/// and its value: an even number is a change in 1/10,000, zigzag and doubled; 1 is followed by the eight bytes of a double.
extension SampleRing {
    /// Values are tried as whole numbers of these.
    private static let scale = 10_000.0
    /// Units of time, the coarsest that fits all is taken, nanoseconds.
    private static let units: [Int64] = [1_000_000_000, 1_000_000, 1_000, 1]
    /// Two of the longest numbers, and a double.
    private static let longestReading = 10 + 1 + 8 + 10

    func encode(into writer: inout ByteWriter) {
        writer.write(count)
        if count == 0 { return }
        writer.write(Int(spareCount))
        let unit = SampleRing.units.first { unit in (0..<count).allSatisfy { time($0) % unit == 0 } } ?? 1
        writer.write(unit)
        withUnsafeTemporaryAllocation(byteCount: count * SampleRing.longestReading, alignment: 1) { buffer in
            let length = fill(buffer, unit)
            writer.write(raw: UnsafeRawBufferPointer(rebasing: buffer[..<length]))
        }
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer, _ unit: Int64) -> Int {
        var end = 0
        func put(_ number: UInt64) {
            var rest = number
            while rest >= 0x80 {
                buffer[end] = UInt8(truncatingIfNeeded: rest) | 0x80
                rest >>= 7
                end += 1
            }
            buffer[end] = UInt8(truncatingIfNeeded: rest)
            end += 1
        }
        var last: Int64 = 0
        var lastStep: Int64 = 0
        var lastScaled: Int64 = 0
        for index in 0..<count {
            let time = time(index) / unit
            let step = time &- last
            let change = step &- lastStep
            put(UInt64(bitPattern: (change << 1) ^ (change >> 63)))
            lastStep = step
            last = time
            let value = value(index)
            if let scaled = SampleRing.scaled(value) {
                let difference = scaled - lastScaled
                put(UInt64(bitPattern: (difference << 1) ^ (difference >> 63)) << 1)
                lastScaled = scaled
            } else {
                put(1)
                buffer.storeBytes(of: value.bitPattern.littleEndian, toByteOffset: end, as: UInt64.self)
                end += 8
            }
        }
        return end
    }

    mutating func restore(from reader: inout ByteReader) throws(CodingFault) {
        release()
        let count = try reader.readCount()
        if count == 0 { return }
        let spare = try reader.readInt()
        let unit = try reader.readInt64()
        let position = reader.position
        guard SampleRing.units.contains(unit), restore(count, unit, from: try reader.readRaw()) else {
            throw CodingFault(position: position, what: "has a history that ends too early")
        }
        setSpareCount(spare)
    }

    /// - Returns: false where the bytes are not `count` readings.
    private mutating func restore(_ count: Int, _ unit: Int64, from bytes: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        func number() -> UInt64? {
            var result: UInt64 = 0
            var shift: UInt64 = 0
            while position < bytes.count, shift < 70 {
                let byte = bytes[position]
                position += 1
                result |= UInt64(byte & 0x7F) << shift
                if byte & 0x80 == 0 { return result }
                shift += 7
            }
            return nil
        }
        var last: Int64 = 0
        var step: Int64 = 0
        var scaled: Int64 = 0
        for _ in 0..<count {
            guard let change = number(), let code = number() else { return false }
            step = step &+ (Int64(bitPattern: change >> 1) ^ -Int64(bitPattern: change & 1))
            last = last &+ step
            if code & 1 == 0 {
                let zigzag = code >> 1
                scaled = scaled &+ (Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1))
                append(last &* unit, Double(scaled) / SampleRing.scale)
            } else {
                guard position + 8 <= bytes.count else { return false }
                let bits = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                position += 8
                append(last &* unit, Double(bitPattern: UInt64(littleEndian: bits)))
            }
        }
        return position == bytes.count
    }

    /// Nil where the value does not come back bit for bit.
    @inline(__always)
    private static func scaled(_ value: Double) -> Int64? {
        guard value.magnitude < 1e9 else { return nil }
        let scaled = Int64((value * scale).rounded())
        // As it comes back: a negative zero does not.
        guard (Double(scaled) / scale).bitPattern == value.bitPattern else { return nil }
        return scaled
    }
}
