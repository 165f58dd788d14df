import Foundation
import Operations
import Recordings
import Telemetry
import TestSupport
import Testing

@testable import Drills

/// What the world does to recordings: it is said where, and played up to there only when told to.
@Suite struct BadRecordingTests {
    private let folder: TemporaryFolder
    private let city: LoadedCity

    init() throws {
        folder = try TemporaryFolder()
        city = try LoadedCity(bundle: TestCity.rivers)
    }

    private static let start = Timestamp(seconds: 1_780_272_000)

    private static func header(_ more: String = "") -> String {
        "{\"recording\":1,\"title\":{\"zh\":\"夜\",\"en\":\"Night\"},\"start\":\"\(start)\",\"city\":\"\",\"exercise\":true,"
            + "\"source\":\"hand\"\(more)}"
    }

    private static func message(_ second: Int, _ payload: String? = nil) -> String {
        let text =
            payload ?? "{\\\"t\\\":\\\"\(start + Interval(seconds: Int64(second)))\\\",\\\"v\\\":2,\\\"u\\\":\\\"m\\\"}"
        return
            "{\"at\":\(second),\"topic\":\"city/upper/water/warwick/stage\",\"qos\":1,\"retain\":0,\"payload\":\"\(text)\"}"
    }

    /// A header, ten readings a minute apart, the end.
    private static var whole: [String] {
        [header()] + (1...10).map { message($0 * 60) } + ["{\"at\":600,\"end\":{\"lines\":10}}"]
    }

    private func write(_ lines: [String], name: String = "r.tocsin.jsonl") throws -> String {
        let path = folder.path + "/" + name
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// - Parameters:
    ///   - line: which line the failure names; nil where none can.
    ///   - readings: how many were played up to the damage.
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var lines: [String]
        var code: RecordingFailure.Code
        var line: Int
        var message: String
        var readings: Int64
        var testDescription: String { name }
    }

    static var cases: [Case] {
        func changed(_ index: Int, _ text: String) -> [String] {
            var lines = whole
            lines[index] = text
            return lines
        }
        func without(_ index: Int) -> [String] {
            var lines = whole
            lines.remove(at: index)
            return lines
        }
        return [
            Case(
                name: "cut off in a line", lines: Array(whole.prefix(5)) + [String(whole[5].prefix(30))], code: .format,
                line: 6, message: "cut off", readings: 4),
            Case(
                name: "cut off between lines", lines: Array(whole.prefix(6)), code: .truncated, line: 6,
                message: "cut off", readings: 5),
            Case(
                name: "a byte changed", lines: changed(4, whole[4].replacing("\"topic\"", with: "\"tppic\"")),
                code: .format, line: 5, message: "holds none of", readings: 3),
            Case(
                name: "a quote lost", lines: changed(4, whole[4].replacing("\"topic\"", with: "\"topic")),
                code: .format,
                line: 5, message: "no JSON object", readings: 3),
            Case(
                name: "lines in another order", lines: changed(4, whole[2]), code: .order, line: 5,
                message: "before that of the line above", readings: 3),
            Case(
                name: "a line lost", lines: without(4), code: .format, line: 11, message: "some are missing",
                readings: 9),
            Case(
                name: "two recordings in one file", lines: whole + whole, code: .format, line: 13,
                message: "drill merge", readings: 10),
            Case(
                name: "a time beyond all", lines: changed(4, whole[4].replacing("\"at\":240", with: "\"at\":9e18")),
                code: .format, line: 5, message: "member at", readings: 3),
            Case(
                name: "a time after the year 2262",
                lines: changed(4, whole[4].replacing("\"at\":240", with: "\"at\":9000000000")), code: .format, line: 5,
                message: "1678 to 2262", readings: 3),
            Case(
                name: "a quality that is none", lines: changed(4, whole[4].replacing("\"qos\":1", with: "\"qos\":7")),
                code: .format, line: 5, message: "qos", readings: 3),
        ]
    }

    @Test(arguments: cases)
    func damageIsNamedWithItsLineAndByte(_ test: Case) throws {
        let path = try write(test.lines)
        var run = DrillRun(recordingPath: path, city: city)
        let failure = try #require(throws: RecordingFailure.self) { try run.run { _, _ in } }
        #expect(failure.code == test.code)
        #expect(failure.place == "\(path):\(test.line)")
        #expect(failure.message.contains(test.message), "\(failure.message)")
        let before = test.lines.prefix(test.line - 1).reduce(0) { $0 + $1.utf8.count + 1 }
        #expect(failure.message.contains("byte \(before)."), "\(failure.message), not \(before)")
        run.playsUpToDamage = true
        let report = try run.run { _, _ in }
        #expect(report.damage == failure)
        #expect(report.counters.readings == test.readings)
        // `drill info` says the same.
        #expect(try RecordingSummary.read(path: path).damage == failure)
    }

    @Test func otherFormatsAreRefusedInTheirFirstLine() throws {
        for (text, message) in [
            (
                "{\"recording\":2,\"title\":{\"zh\":\"\",\"en\":\"\"},\"start\":\"2026-07-01T10:00:00Z\",\"city\":\"\",\"exercise\":true,\"source\":\"x\"}",
                "version 2"
            ),
            ("{\"recording\":1}", "lacks a title"), ("PK\u{3}\u{4}", "neither JSON nor five columns"), ("", "empty"),
        ] {
            let path = try write([text])
            let failure = #expect(throws: RecordingFailure.self) {
                try DrillRun(recordingPath: path, city: city).run { _, _ in }
            }
            #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
        }
    }

    /// A frame of zstd blocks that repeat one byte: 128 KiB out of four bytes.
    private func bomb(mebibytes: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58]
        let blocks = mebibytes * 8
        for block in 0..<blocks {
            let head = UInt32(128 << 10) << 3 | 1 << 1 | (block == blocks - 1 ? 1 : 0)
            bytes += [UInt8(head & 255), UInt8(head >> 8 & 255), UInt8(head >> 16 & 255), UInt8(ascii: "x")]
        }
        return bytes
    }

    @Test func aBombIsNotUnpacked() throws {
        let path = folder.path + "/bomb.jsonl.zst"
        try Data(bomb(mebibytes: 4_096)).write(to: URL(fileURLWithPath: path))
        let failure = #expect(throws: RecordingFailure.self) {
            try DrillRun(recordingPath: path, city: city).run { _, _ in }
        }
        #expect(failure?.code == .limit)
        #expect(failure?.place.hasSuffix("bomb.jsonl.zst:1") == true)
    }

    @Test func compressedDamageIsNamedByItsByte() throws {
        let source = try write(Self.whole)
        let path = folder.path + "/r.tocsin.jsonl.zst"
        var stream = try RecordingStream(path: source)
        let writer = try RecordingWriter(path: path, header: try #require(stream.header))
        while let item = try stream.next() as RecordedItem? { try writer.append(item) }
        try writer.finish()
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.prefix(whole.count - 9).write(to: URL(fileURLWithPath: path))
        let cut = #expect(throws: RecordingFailure.self) {
            try DrillRun(recordingPath: path, city: city).run { _, _ in }
        }
        #expect(cut?.code == .truncated && cut?.message.contains("bytes") == true)
        var broken = whole
        broken[broken.startIndex + whole.count / 2] ^= 0x40
        try broken.write(to: URL(fileURLWithPath: path))
        let changed = #expect(throws: RecordingFailure.self) {
            try DrillRun(recordingPath: path, city: city).run { _, _ in }
        }
        #expect(changed != nil, "a flipped bit must not go unseen")
    }

    /// One moment written in three zones, as `mosquitto_sub` on three machines writes it.
    @Test func mixedTimeZonesAreOneTime() throws {
        let topic = "city/upper/water/warwick/stage"
        let lines = [
            "2026-06-01T08:00:00.000000Z+0800", "2026-06-01T00:01:00.000000Z+0000", "2026-05-31T19:02:00.000000Z-0500",
        ].map {
            "{\"tst\":\"\($0)\",\"topic\":\"\(topic)\",\"qos\":1,\"retain\":0,\"payloadlen\":15,\"payload\":{\"v\":2.0,\"u\":\"m\"}}"
        }
        let summary = try RecordingSummary.read(path: try write(lines))
        #expect(summary.stepsBack == 0 && summary.damage == nil)
        #expect(summary.first == Timestamp(iso8601: "2026-06-01T00:00:00Z"))
        #expect(summary.last == Timestamp(iso8601: "2026-06-01T00:02:00Z"))
    }

    /// Times from the future and payloads that nobody knows are the devices' faults, not the recording's.
    @Test func whatDevicesDoWrongIsPlayedAndCounted() throws {
        let future = "{\\\"t\\\":\\\"2099-01-01T00:00:00Z\\\",\\\"v\\\":2,\\\"u\\\":\\\"m\\\"}"
        let lines = [
            Self.header(), Self.message(60, future), Self.message(120, "<xml/>"), Self.message(180, ""),
            Self.message(240, "{\\\"v\\\":\\\"much\\\"}"), Self.message(300), "{\"at\":600,\"end\":{\"lines\":5}}",
        ]
        let report = try DrillRun(recordingPath: try write(lines), city: city).run { _, _ in }
        #expect(report.damage == nil)
        #expect(report.counters.messages == 5)
        #expect(report.counters.readings == 2)
        #expect(report.counters.quarantined == 3)
    }

    @Test func wrongChecksumsAreSaid() throws {
        let zeros = String(repeating: "0", count: 64)
        let other = try write([Self.header(",\"rules_sha256\":\"\(zeros)\"")] + Self.whole.dropFirst())
        let refused = #expect(throws: DrillError.self) {
            try DrillRun(recordingPath: other, configuration: .city(city, allowsChanged: false)).run { _, _ in }
        }
        #expect(
            refused?.message.contains("other rules") == true && refused?.message.contains("--allow-changed") == true)
        // A configuration inside the recording that was changed afterwards.
        let bundle = "{\"bundle\":{\"sha256\":\"\(zeros)\",\"base64\":\"YQox\"}}"
        let changed = try write(
            [Self.header(",\"bundle_sha256\":\"\(zeros)\""), bundle] + Self.whole.dropFirst().dropLast()
                + ["{\"at\":600,\"end\":{\"lines\":11}}"])
        let error = #expect(throws: DrillError.self) {
            try DrillRun(recordingPath: changed, configuration: .asRecorded).run { _, _ in }
        }
        #expect(error?.message.contains("the file was changed") == true)
    }
}
