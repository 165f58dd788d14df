import Telemetry
import TestSupport
import Testing

@testable import RuleEngine

/// A ring comes back from a snapshot bit for bit, in few bytes where sensors are ordinary.
@Suite struct RingCodingTests {
    private func bytes(_ ring: SampleRing) -> [UInt8] {
        var writer = ByteWriter()
        ring.encode(into: &writer)
        return writer.bytes
    }

    private func restored(_ bytes: [UInt8]) throws -> SampleRing {
        var ring = SampleRing()
        try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            try ring.restore(from: &reader)
            #expect(reader.isAtEnd)
        }
        return ring
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func everyReadingComesBack(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let odd: [Double] = [0, -0.0, 1e300, -1e300, .leastNonzeroMagnitude, 0.1 + 0.2, 1e9, -1e9, 123_456.789_1]
        var ring = SampleRing()
        var time = Int64(bitPattern: random.next() % 4_000_000_000_000_000_000) - 2_000_000_000_000_000_000
        let unit: Int64 = [1_000_000_000, 1_000_000, 1_000, 1][Int(seed) % 4]
        time -= time % unit
        for _ in 0..<300 {
            time += Int64(random.next() % 1_000_000) * unit
            let isOdd = random.next() % 4 == 0
            let value = isOdd ? odd[Int(random.next() % 9)] : Double(Int64(random.next() % 100_000) - 50_000) / 100
            ring.append(time, value)
        }
        ring.setSpareCount(Int(random.next() % 300))
        let copy = try restored(bytes(ring))
        #expect(copy.count == ring.count && copy.spareCount == ring.spareCount, "seed \(seed)")
        for index in 0..<ring.count {
            #expect(copy.time(index) == ring.time(index), "seed \(seed)")
            #expect(copy.value(index).bitPattern == ring.value(index).bitPattern, "seed \(seed)")
        }
        #expect(bytes(copy) == bytes(ring), "seed \(seed)")
    }

    @Test func anOrdinarySensorTakesFewBytes() {
        var ring = SampleRing()
        for index in 0..<256 { ring.append(1_780_000_000_000_000_000 + Int64(index) * 300_000_000_000, 3.12) }
        #expect(bytes(ring).count < 256 * 3)
        #expect(bytes(SampleRing()).count == 1)
    }

    @Test func damagedBytesAreRefusedOrTakenAsTheyAre() throws {
        var ring = SampleRing()
        for index in 0..<64 { ring.append(Int64(index) * 1_000_000, Double(index) / 3) }
        let whole = bytes(ring)
        var random = SeededRandom(seed: 9)
        for _ in 0..<500 {
            var damaged = whole
            if random.next() % 2 == 0 {
                damaged.removeLast(Int(random.next() % UInt64(whole.count)) + 1)
            } else {
                damaged[Int(random.next() % UInt64(whole.count))] ^= UInt8(1 << (random.next() % 8))
            }
            damaged.withUnsafeBytes { buffer in
                var reader = ByteReader(buffer)
                var copy = SampleRing()
                try? copy.restore(from: &reader)
                copy.release()
            }
        }
    }
}
