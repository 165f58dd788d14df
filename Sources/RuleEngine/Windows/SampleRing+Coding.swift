import Telemetry

/// The ring in a snapshot: sensors report at a steady pace in few decimals, so a reading takes some four bytes of its sixteen.
extension SampleRing {
    /// Values are tried as whole numbers of these.
    private static let scale = 10_000.0

    func encode(into writer: inout ByteWriter) {
        writer.write(count)
        writer.write(Int(spareCount))
        var last: Int64 = 0
        var lastStep: Int64 = 0
        var lastScaled: Int64 = 0
        for index in 0..<count {
            let step = time(index) &- last
            writer.write(step &- lastStep)
            lastStep = step
            last = time(index)
            let value = value(index)
            if let scaled = SampleRing.scaled(value) {
                let difference = scaled - lastScaled
                writer.write(unsigned: UInt64(bitPattern: (difference << 1) ^ (difference >> 63)) << 1)
                lastScaled = scaled
            } else {
                writer.write(byte: 1)
                writer.write(value)
            }
        }
    }

    mutating func restore(from reader: inout ByteReader) throws(CodingFault) {
        release()
        let count = try reader.readCount()
        let spare = try reader.readInt()
        var last: Int64 = 0
        var step: Int64 = 0
        var scaled: Int64 = 0
        for _ in 0..<count {
            step = step &+ (try reader.readInt64())
            last = last &+ step
            let code = try reader.readUnsigned()
            if code & 1 == 0 {
                let zigzag = code >> 1
                scaled = scaled &+ (Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1))
                append(last, Double(scaled) / SampleRing.scale)
            } else {
                append(last, try reader.readDouble())
            }
        }
        setSpareCount(spare)
    }

    /// Nil where the value does not come back bit for bit.
    @inline(__always)
    private static func scaled(_ value: Double) -> Int64? {
        guard value.magnitude < 1e9 else { return nil }
        let scaled = (value * scale).rounded()
        guard (scaled / scale).bitPattern == value.bitPattern else { return nil }
        return Int64(scaled)
    }
}
