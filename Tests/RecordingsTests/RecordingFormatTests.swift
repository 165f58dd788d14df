import Foundation
import Recordings
import Telemetry
import TestSupport
import Testing

/// What is written is what is read, byte for byte; what is damaged is named with its place.
@Suite struct RecordingFormatTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/tocsin-recordings-\(UUID().uuidString)"
    private let start = Timestamp(seconds: 1_782_900_000)

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private var header: RecordingHeader {
        RecordingHeader(
            title: Bilingual(chinese: "暴雨夜", english: "Storm night"), start: start, city: "linjiang", exercise: true,
            bundleSHA256: String(repeating: "ab", count: 32), source: "export")
    }

    private func items(seed: UInt64, count: Int) -> [RecordedItem] {
        var random = SeededRandom(seed: seed)
        var at = start
        return (0..<count).map { _ in
            at = at + Interval(nanoseconds: Int64.random(in: 0...3_000_000_000, using: &random))
            return RecordedItem(at: at, line: line(&random))
        }
    }

    private func line(_ random: inout SeededRandom) -> RecordedLine {
        func bytes(_ limit: Int) -> [UInt8] {
            (0..<Int.random(in: 1...limit, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .message(RecordedMessage(topic: bytes(20), payload: bytes(60), qos: 0, retained: true))
        case 1:
            return .message(
                RecordedMessage(
                    topic: Array("city/雨/\"a\\b".utf8), payload: bytes(4), qos: 2,
                    properties: Array("{\"content_type\":\"text/plain\"}".utf8), recordedLength: 9))
        case 2: return .input(.command, json: Array("{\"by\":\"王\",\"kind\":{\"acknowledge\":{}}}".utf8))
        case 3: return .input(.configuration, json: Array("\"\(String(repeating: "0f", count: 32))\"".utf8))
        case 4: return .channelFailure(json: Array("{\"channel\":\"mqtt\"}".utf8))
        case 5: return .expectation(json: Array("{\"never\":\"Flood\"}".utf8))
        default:
            let text =
                "{\"t\":\"2026-07-01T18:00:00Z\",\"v\":\(Double.random(in: 0...9, using: &random)),\"u\":\"m\\n\"}"
            return .message(RecordedMessage(topic: Array("city/north/water/r1/stage".utf8), payload: Array(text.utf8)))
        }
    }

    private func write(_ items: [RecordedItem], to name: String) throws -> String {
        let path = folder + "/" + name
        let writer = try RecordingWriter(path: path, header: header)
        for item in items { try writer.append(item) }
        try writer.finish()
        return path
    }

    private func read(_ path: String, allowsNoEnd: Bool = false) throws -> [RecordedItem] {
        var stream = try RecordingStream(path: path, allowsNoEnd: allowsNoEnd)
        var result: [RecordedItem] = []
        while let item: RecordedItem = try stream.next() { result.append(item) }
        return result
    }

    @Test(arguments: ["night.tocsin.jsonl", "night.tocsin.jsonl.zst"])
    func whatIsWrittenIsReadByteForByte(name: String) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        let written = items(seed: seed, count: 3_000)
        let path = try write(written, to: name)
        let found = try read(path)
        #expect(found.dropLast() == written[...])
        #expect(found.last?.line == .end(lines: written.count))
        let stream = try RecordingStream(path: path)
        #expect(stream.header == header)
        try FileManager.default.removeItem(atPath: folder)
    }

    /// The quick way of reading gives the same bytes as the thorough one.
    @Test func viewsAreTheSameAsItems() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        let written = items(seed: seed, count: 2_000)
        var stream = try RecordingStream(path: try write(written, to: "views.jsonl"))
        var position = 0
        while true {
            let isItem = try stream.next { at, view -> Bool in
                switch view {
                case .message(let topic, let payload, let qos, let retained):
                    guard case .message(let message) = written[position].line else { return false }
                    return at == written[position].at && message.topic.elementsEqual(topic)
                        && message.payload.elementsEqual(payload) && message.qos == qos && message.retained == retained
                case .other(.end): return position == written.count
                case .other(let line): return at == written[position].at && line == written[position].line
                }
            }
            guard let isItem else { break }
            #expect(isItem, "line \(stream.lineNumber)")
            position += 1
        }
        #expect(position == written.count + 1)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func aRecordingWithoutItsEndIsCutOff() throws {
        let path = try write(items(seed: 1, count: 20), to: "cut.jsonl")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(separator: "\n").dropLast()
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let failure = #expect(throws: RecordingFailure.self) { try read(path) }
        #expect(failure?.code == .truncated)
        #expect(failure?.place == "\(path):21")
        #expect(try read(path, allowsNoEnd: true).count == 20)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func aDamagedLineIsNamed() throws {
        for (bad, words) in [
            ("{\"at\":1.5,\"topic\":\"a\"}", "no payload"), ("{\"at\":1.5,\"payload\":\"a\"", "cut off"),
            ("{\"topic\":\"a\",\"payload\":\"b\"}", "no time"),
            ("{\"at\":\"x\",\"topic\":\"a\",\"payload\":\"b\"}", "number of seconds"),
            ("{\"at\":0.5,\"qos\":3,\"topic\":\"a\",\"payload\":\"b\"}", "qos"), ("{\"at\":9.5}", "none of"),
            ("{\"at\":0.1,\"topic\":\"a\",\"qos\":1,\"retain\":0,\"payload\":\"b\"}", "before that of the line above"),
        ] {
            let path = folder + "/bad.jsonl"
            var text = String(decoding: RecordingEncoder.line(header), as: UTF8.self) + "\n"
            text += "{\"at\":0.25,\"topic\":\"a\",\"qos\":1,\"retain\":0,\"payload\":\"b\"}\n\(bad)\n"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let failure = #expect(throws: RecordingFailure.self) { try read(path) }
            #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
            #expect(failure?.place == "\(path):3")
        }
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func anotherVersionIsRefused() throws {
        let path = folder + "/later.jsonl"
        try
            "{\"recording\":2,\"city\":\"x\",\"exercise\":true,\"source\":\"y\",\"start\":\"2026-07-01T00:00:00Z\",\"title\":{\"zh\":\"\",\"en\":\"\"}}\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        let failure = #expect(throws: RecordingFailure.self) { try read(path) }
        #expect(failure?.message.contains("version 2") == true)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func damagedCompressionIsNamed() throws {
        let path = try write(items(seed: 2, count: 500), to: "broken.zst")
        var bytes = Array(FileManager.default.contents(atPath: path) ?? Data())
        let whole = bytes
        bytes[bytes.count / 2] ^= 0xFF
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(throws: RecordingFailure.self) { try read(path) }
        try Data(whole.dropLast(20)).write(to: URL(fileURLWithPath: path))
        let failure = #expect(throws: RecordingFailure.self) { try read(path) }
        #expect(failure?.code == .truncated)
        try FileManager.default.removeItem(atPath: folder)
    }
}
