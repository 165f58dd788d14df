import Foundation
import Telemetry
import Testing

@testable import Recordings

/// Reading from the middle of a compressed recording.
@Suite struct RecordingIndexTests {
    private let folder: String
    private let start = Timestamp(seconds: 1_780_272_000)

    init() throws {
        folder = NSTemporaryDirectory() + "tocsin-index-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// 2,000 messages a second apart; a configuration after 700, a start after 1,200.
    private func write(_ name: String = "r.tocsin.jsonl.zst", frame: Int = 16_384) throws -> String {
        let path = folder + "/" + name
        let writer = try RecordingWriter(
            path: path, header: RecordingHeader(title: Bilingual("index"), start: start, source: "test"),
            frameTextBytes: frame)
        for second in 0..<2_000 {
            let at = start + Interval(seconds: Int64(second))
            if second == 700 { try writer.append(RecordedItem(at: at, line: .bundle(sha256: "ab", bytes: [1, 2]))) }
            if second == 1_200 {
                try writer.append(RecordedItem(at: at, line: .input(.started, json: Array("{}".utf8))))
            }
            let message = RecordedMessage(topic: Array("city/a".utf8), payload: Array("{\"v\":\(second)}".utf8))
            try writer.append(RecordedItem(at: at, line: .message(message)))
        }
        try writer.finish()
        return path
    }

    private func items(_ path: String, from moment: Timestamp?) throws -> [RecordedItem] {
        var stream = try RecordingStream(path: path, from: moment)
        var items: [RecordedItem] = []
        while let item = try stream.next() as RecordedItem? { items.append(item) }
        return items
    }

    @Test(arguments: [0, 1, 65, 699, 700, 701, 1_200, 1_999, 2_500] as [Int64])
    func fromATimeOnNothingIsMissing(second: Int64) throws {
        let path = try write()
        let moment = start + Interval(seconds: second)
        let whole = try items(path, from: nil)
        #expect(whole.count == 2_003)
        let part = try items(path, from: moment)
        #expect(part.filter { $0.at >= moment } == whole.filter { $0.at >= moment })
        #expect(part.filter(\.line.isEssential).map(\.line) == whole.filter(\.line.isEssential).map(\.line))
        if second > 500 { #expect(part.count < whole.count / 2 + Int(2_000 - min(second, 2_000))) }
    }

    @Test func whatIsPassedOverIsNotRead() throws {
        let path = try write()
        let index = try #require(RecordingIndex.load(path: path))
        #expect(index.frames.count > 8)
        let skipped = try #require(index.frames.first { $0.at > start + Interval(seconds: 300) && !$0.essential })
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[skipped.compressed + 8] ^= 0xFF
        bytes[skipped.compressed + 9] ^= 0xFF
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: RecordingFailure.self) { try items(path, from: nil) }
        let late = start + Interval(seconds: 1_900)
        #expect(try items(path, from: late).filter { $0.at >= late && !$0.line.isEssential }.count >= 100)
    }

    @Test func placesAreThoseOfTheWholeText() throws {
        let path = try write()
        var whole = try RecordingStream(path: path)
        var part = try RecordingStream(path: path, from: start + Interval(seconds: 1_950))
        var lines: [RecordedItem: Int] = [:]
        while let item = try whole.next() as RecordedItem? { lines[item] = whole.lineNumber }
        var last: Timestamp?
        while let item = try part.next() as RecordedItem? {
            last = item.at
            #expect(lines[item] == part.lineNumber || item.line.isEssential)
        }
        #expect(last != nil)
    }

    @Test func everyProgramReadsItAndADamagedIndexIsNone() throws {
        let path = try write()
        let plain = try write("r.tocsin.jsonl")
        #expect(RecordingIndex.load(path: plain) == nil)
        #expect(try items(plain, from: start + Interval(seconds: 1_999)).count == 2_003)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // As any zstd program sees it: the whole text.
        let text = try LineTexts.all(path)
        #expect(text == (try LineTexts.all(plain)))
        for place in [bytes.count - 1, bytes.count - 11, bytes.count - 40] {
            var broken = bytes
            broken[place] ^= 0xFF
            try broken.write(to: URL(fileURLWithPath: path))
            #expect(RecordingIndex.load(path: path) == nil, "\(bytes.count - place)")
        }
        bytes.removeLast(20)
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(RecordingIndex.load(path: path) == nil)
    }

    private enum LineTexts {
        static func all(_ path: String) throws -> [String] {
            var lines = try LineSource(path: path)
            var result: [String] = []
            while let line = try lines.next() { result.append(String(decoding: line, as: UTF8.self)) }
            return result
        }
    }
}
