import Foundation
import Recordings
import Telemetry
import TestSupport
import Testing

/// Batches hold what single items are, whatever their bytes; what comes before a fault is in them.
@Suite struct RecordedBatchTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/tocsin-batches-\(UUID().uuidString)"
    private let start = Timestamp(seconds: 1_782_900_000)

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func items(_ random: inout SeededRandom, count: Int) -> [RecordedItem] {
        var at = start
        return (0..<count).map { number in
            at = at + Interval(nanoseconds: Int64.random(in: 0...3_000_000_000, using: &random))
            if number % 50 == 7 { return RecordedItem(at: at, line: .input(.command, json: Array("{}".utf8))) }
            let texts = ["{\"t\":1,\"v\":2.5,\"u\":\"m\"}", "a \\ \"quoted\"\n\r\tline", "\u{1}雨", "", "/"]
            var payload = Array((texts.randomElement(using: &random) ?? "").utf8)
            if Int.random(in: 0..<9, using: &random) == 0 { payload.append(0xFF) }
            let topic = number % 11 == 3 ? "a\"b\\c" : "city/d\(number % 40)/water/s\(number % 97)/level"
            return RecordedItem(
                at: at,
                line: .message(
                    RecordedMessage(
                        topic: Array(topic.utf8), payload: payload, qos: UInt8(number % 3), retained: number % 5 == 0)))
        }
    }

    private func write(_ items: [RecordedItem], to name: String) throws -> String {
        let path = folder + "/" + name
        let header = RecordingHeader(title: Bilingual("batches"), start: start, source: "simulator")
        let writer = try RecordingWriter(path: path, header: header)
        for item in items { try writer.append(item) }
        try writer.finish()
        return path
    }

    private func copies(_ batch: RecordedBatch) -> [RecordedItem] {
        (0..<batch.count).map { index in
            switch batch.view(index) {
            case .message(let topic, let payload, let qos, let retained):
                #expect(batch.topic(index)?.elementsEqual(topic) == true)
                return RecordedItem(
                    at: batch.time(index),
                    line: .message(
                        RecordedMessage(topic: Array(topic), payload: Array(payload), qos: qos, retained: retained)))
            case .other(let line):
                #expect(batch.topic(index) == nil)
                return RecordedItem(at: batch.time(index), line: line)
            }
        }
    }

    @Test func batchesHoldWhatIsWritten() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("batches, seed \(seed)")
        var random = SeededRandom(seed: seed)
        let written = items(&random, count: 20_000)
        for name in ["batches.jsonl", "batches.jsonl.zst"] {
            var stream = try RecordingStream(path: try write(written, to: name))
            let batch = RecordedBatch()
            var read: [RecordedItem] = []
            while try stream.fill(batch) {
                read += copies(batch)
                #expect(batch.lineNumber == read.count + 1)
                #expect(batch.topic(batch.count) == nil)
            }
            #expect(read.count == written.count + 1)
            #expect(Array(read.prefix(written.count)) == written, "\(name), seed \(seed)")
        }
    }

    @Test func whatComesBeforeAFaultIsThere() throws {
        var random = SeededRandom(seed: 3)
        let path = try write(items(&random, count: 100), to: "broken.jsonl")
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        lines[61] = "{\"at\":"
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        var stream = try RecordingStream(path: path)
        let batch = RecordedBatch()
        #expect(throws: RecordingFailure.self) { while try stream.fill(batch) {} }
        #expect(batch.count == 60)
        #expect(batch.lineNumber == 61)
    }
}
