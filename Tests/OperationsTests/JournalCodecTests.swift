import Operations
import Telemetry
import TestSupport
import Testing

/// A journal row is read back as it was written, and a damaged one throws.
@Suite struct JournalCodecTests {
    private static let inputs: [JournalInput] = [
        .message(topic: Array("city/a/b/c/d".utf8), payload: Array("{\"v\":1}".utf8), qos: 1, retained: false),
        .message(topic: [], payload: [], qos: 0, retained: true),
        .message(topic: [0xFF, 0], payload: [UInt8](repeating: 0x7B, count: 300_000), qos: 1, retained: true),
        .stopped, .repeated(count: 3), .command(Array("{}".utf8)),
        .alarmCommand(Array("{\"by\":1}".utf8)), .peopleCommand(Array("{}".utf8)), .delivery([1, 2, 3]),
        .configuration(sha256: String(repeating: "0f", count: 32)),
        .started([]), .intakeGap(Array("x".utf8)), .clockStep([0xFF]),
    ]

    private func decode(_ bytes: [UInt8]) throws -> [StampedInput] {
        var read: [StampedInput] = []
        try bytes.withUnsafeBytes { raw in
            try JournalDecoder.forEachInput(of: raw) { view, at, _ in
                switch view {
                case .message(let topic, let payload, let qos, let retained):
                    read.append(
                        StampedInput(
                            at: at,
                            input: .message(topic: Array(topic), payload: Array(payload), qos: qos, retained: retained))
                    )
                case .other(let input): read.append(StampedInput(at: at, input: input))
                }
            }
        }
        return read
    }

    private func row(_ inputs: [JournalInput]) -> [UInt8] {
        var encoder = JournalEncoder()
        for (position, input) in inputs.enumerated() { encoder.append(.other(input), at: time(position)) }
        #expect(encoder.count == inputs.count)
        return encoder.bytes
    }

    private func time(_ position: Int) -> Timestamp {
        [Timestamp.distantPast, Timestamp(nanoseconds: -1), Timestamp(nanoseconds: 0), .distantFuture][position % 4]
    }

    @Test func everyInputComesBackAsItWasWritten() throws {
        let read = try decode(row(Self.inputs))
        #expect(read.map(\.input) == Self.inputs)
        #expect(read.map(\.at) == Self.inputs.indices.map(time))
        #expect(try decode([]).isEmpty)
    }

    /// The hot path's view writes the same bytes as the input that replay makes of it.
    @Test func aViewAndItsInputAreTheSameRecord() {
        let topic = Array("city/a/b/c/d".utf8)
        let payload = Array("{\"v\":1}".utf8)
        var encoder = JournalEncoder()
        topic.withUnsafeBytes { topicBytes in
            payload.withUnsafeBytes { payloadBytes in
                encoder.append(.message(topic: topicBytes, payload: payloadBytes, qos: 1, retained: true), at: time(2))
            }
        }
        let viewed = encoder.bytes
        encoder.reset()
        encoder.append(.other(.message(topic: topic, payload: payload, qos: 1, retained: true)), at: time(2))
        #expect(encoder.bytes == viewed)
    }

    /// Records do not depend on the row that they stand in: a segment's hash is taken over them.
    @Test func recordsAreTheSameInAnyRow() {
        let together = row(Self.inputs)
        var alone: [UInt8] = []
        for (position, input) in Self.inputs.enumerated() {
            var encoder = JournalEncoder()
            encoder.append(.other(input), at: time(position))
            alone += encoder.bytes
        }
        #expect(alone == together)
    }

    @Test(arguments: [7, 8, 9] as [UInt64]) func damagedRowsThrowOrReadAsSomethingAndNeverTrap(seed: UInt64) {
        let bytes = row(
            Self.inputs.filter { if case .message(_, let payload, _, _) = $0 { payload.count < 99 } else { true } })
        var random = SeededRandom(seed: seed)
        for _ in 0..<2_000 {
            var damaged = bytes
            switch Int.random(in: 0..<3, using: &random) {
            case 0: damaged.removeLast(Int.random(in: 1...bytes.count, using: &random))
            case 1: damaged[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            default:
                damaged.insert(
                    UInt8.random(in: 0...255, using: &random), at: Int.random(in: bytes.indices, using: &random))
            }
            _ = try? decode(damaged)
        }
    }

    @Test func anUnknownKindIsRefused() {
        var writer = ByteWriter()
        writer.write(data: [99, 0, 0])
        #expect(throws: CodingFault.self) { try decode(writer.bytes) }
        #expect(throws: CodingFault.self) { try decode([5, 1]) }
    }
}
