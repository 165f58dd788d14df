import Testing

@testable import Telemetry

struct ByteCodingTests {
    @Test func readsBackWhatItWrote() throws {
        var writer = ByteWriter()
        let integers: [Int64] = [0, 1, -1, 63, 64, -64, -65, 1_780_272_000_000_000_000, Int64.max, Int64.min]
        let numbers = [0, -0.0, 1.5, .infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude]
        for value in integers { writer.write(value) }
        for value in numbers { writer.write(value) }
        writer.write(unsigned: UInt64.max)
        writer.write(true)
        writer.write("水位\0")
        writer.write(data: [1, 2, 3])
        writer.write(Timestamp(seconds: 5))
        writer.write(byte: 7)
        try writer.bytes.withUnsafeBytes { (raw: UnsafeRawBufferPointer) throws in
            var reader = ByteReader(raw)
            for value in integers {
                let read = try reader.readInt64()
                #expect(read == value)
            }
            for value in numbers {
                let read = try reader.readDouble()
                #expect(read.bitPattern == value.bitPattern)
            }
            let (unsigned, boolean, text) = (try reader.readUnsigned(), try reader.readBool(), try reader.readString())
            #expect(unsigned == UInt64.max && boolean && text == "水位\0")
            let (data, time, byte) = (try reader.readData(), try reader.readTimestamp(), try reader.readByte())
            #expect(data == [1, 2, 3] && time == Timestamp(seconds: 5) && byte == 7)
            #expect(reader.isAtEnd)
            #expect(throws: CodingFault.self) { _ = try reader.readByte() }
        }
    }

    @Test func throwsWhereBytesEndOrLie() {
        let damaged: [[UInt8]] = [
            [], [0x80], [UInt8](repeating: 0xFF, count: 11), [5, 1, 2],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        ]
        for bytes in damaged {
            bytes.withUnsafeBytes { (raw: UnsafeRawBufferPointer) -> Void in
                #expect(throws: CodingFault.self) {
                    var reader = ByteReader(raw)
                    _ = try reader.readRaw()
                }
            }
        }
        ([0x7E, 1] as [UInt8]).withUnsafeBytes { (raw: UnsafeRawBufferPointer) -> Void in
            #expect(throws: CodingFault.self) {
                var reader = ByteReader(raw)
                _ = try reader.readCount()
            }
        }
    }

    @Test func neverTrapsOnRandomBytes() {
        var state: UInt64 = 20_261_121
        print("Random seed \(state)")
        for _ in 0..<5_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(state >> 60) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(state >> 56))
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.withUnsafeBytes { raw in
                var reader = ByteReader(raw)
                while !reader.isAtEnd {
                    let before = reader.position
                    _ = try? reader.readInt64()
                    _ = try? reader.readCount()
                    _ = try? reader.readString()
                    _ = try? reader.readDouble()
                    if reader.position == before { break }
                }
            }
        }
    }
}
