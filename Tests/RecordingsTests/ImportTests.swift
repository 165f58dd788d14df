import Foundation
import Recordings
import Telemetry
import Testing

/// What other programs record is read as they write it.
@Suite struct ImportTests {
    private func message(_ line: String) throws -> (at: Timestamp, message: RecordedMessage)? {
        try message(Array(line.utf8))
    }

    private func message(_ line: [UInt8]) throws -> (at: Timestamp, message: RecordedMessage)? {
        let item = try line.withUnsafeBytes { try MosquittoLine.parse($0) }
        guard case .message(let message) = item.line else { return nil }
        return (item.at, message)
    }

    /// Times of mosquitto 2.0 have both a Z and an offset; the offset counts.
    @Test func mosquittosTimesHaveAnOffsetAfterTheirZ() throws {
        let read = try #require(
            try message(
                "{\"tst\":\"2026-11-21T15:32:16.337428Z+0800\",\"topic\":\"a/b\",\"qos\":1,\"retain\":1,\"payloadlen\":7,\"payload\":{\"v\":1}}"
            ))
        #expect(read.at == Timestamp(iso8601: "2026-11-21T07:32:16.337428Z"))
        #expect(read.message.payload == Array("{\"v\":1}".utf8))
        #expect(read.message.retained)
        #expect(!read.message.isDamaged)
    }

    /// A payload as text that was cut at a NUL, and one whose bytes are not UTF-8.
    @Test func aLengthThatDoesNotFitIsFlagged() throws {
        let cut = try #require(
            try message(
                "{\"tst\":\"2026-11-21T15:32:16.3Z+0800\",\"topic\":\"a\",\"qos\":0,\"retain\":0,\"payloadlen\":9,\"payload\":\"abc\"}"
            ))
        #expect(cut.message.isDamaged)
        #expect(cut.message.recordedLength == 9)
        let raw =
            Array(
                "{\"tst\":\"2026-11-21T15:32:16.3Z+0800\",\"topic\":\"a\",\"qos\":0,\"retain\":0,\"payloadlen\":4,\"payload\":\"a"
                    .utf8)
            + [0xFF, 0xFE] + Array("b\"}".utf8)
        let bytes = try #require(try message(raw))
        #expect(bytes.message.payload == [0x61, 0xFF, 0xFE, 0x62])
        #expect(!bytes.message.isDamaged)
    }

    @Test func theLosslessColumnsKeepEveryByte() throws {
        let read = try #require(try message("1780272000.123456\tcity/a\tb\t2\t1\t00ff0a7b"))
        #expect(read.at == Timestamp(nanoseconds: 1_780_272_000_123_456_000))
        #expect(read.message.topic == Array("city/a\tb".utf8))
        #expect(read.message.payload == [0, 0xFF, 0x0A, 0x7B])
        #expect(read.message.qos == 2)
    }

    @Test(arguments: [
        "not a line", "{\"topic\":\"a\",\"payload\":\"b\"}",
        "{\"tst\":\"2026-11-21T15:32:16\",\"topic\":\"a\",\"payload\":\"b\"}",
        "1780272000\ta\t3\t0\t00", "1780272000\ta\t1\t0\t0", "{\"tst\":\"2026-11-21T15:32:16Z\",\"topic\":\"a\"}",
    ])
    func whatIsNoRecordingIsRefused(line: String) {
        #expect(throws: RecordingDecoder.Fault.self) { try message(line) }
    }

    private func file(_ text: String, _ name: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/tocsin-\(UUID().uuidString)-\(name)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func tablesOfReadingsBecomeMessages() throws {
        let table = try file(
            "\u{FEFF}t,w.stage,w.stage.q,s.stage\r\n2012-11-01T00:00:00+00:00,1.25,,\r\n2012-11-01T00:15:00+00:00,,S,0.5\r\n2012-11-01T00:30:00+00:00,2,G,x\n",
            "table.csv")
        let mapping = try file(
            "{\"kind\":\"series\",\"columns\":{\"w.stage\":{\"topic\":\"city/u/flood/w/stage\",\"unit\":\"m\"},\"s.stage\":{\"topic\":\"city/l/flood/s/stage\",\"unit\":\"m\"}}}",
            "map.json")
        var rows = try CSVImport(path: table, mapping: try CSVMapping.load(path: mapping, name: "table"))
        var payloads: [String] = []
        while let item = try rows.next() {
            guard case .message(let message) = item.line else { continue }
            payloads.append(String(decoding: message.topic + [0x20] + message.payload, as: UTF8.self))
        }
        #expect(
            payloads == [
                "city/u/flood/w/stage {\"t\":\"2012-11-01T00:00:00Z\",\"v\":1.25,\"u\":\"m\"}",
                "city/l/flood/s/stage {\"t\":\"2012-11-01T00:15:00Z\",\"v\":0.5,\"u\":\"m\"}",
                "city/u/flood/w/stage {\"t\":\"2012-11-01T00:15:00Z\",\"v\":null,\"u\":\"m\",\"q\":\"S\"}",
                "city/l/flood/s/stage {\"t\":\"2012-11-01T00:30:00Z\",\"v\":\"x\",\"u\":\"m\"}",
                "city/u/flood/w/stage {\"t\":\"2012-11-01T00:30:00Z\",\"v\":2,\"u\":\"m\"}",
            ])
        let failure = #expect(throws: RecordingFailure.self) {
            try CSVImport(path: mapping, mapping: try CSVMapping.load(path: mapping, name: "x"))
        }
        #expect(failure?.code == .mapping)
        try FileManager.default.removeItem(atPath: table)
        try FileManager.default.removeItem(atPath: mapping)
    }

    @Test func tablesOfEventsBecomeMessages() throws {
        let table = try file(
            "t,call,town,where,lat\n2016-01-15T12:01:00-05:00,M1,UPPER MERION,\"A \"\"B\"\", C\nD\",40.08\n",
            "calls.csv")
        let mapping = CSVMapping(
            kind: .events, topic: "city/{town}/safety/dispatch/call",
            fields: ["lat": "lat", "where": "where", "call": "id"], numeric: ["lat"])
        var rows = try CSVImport(path: table, mapping: mapping)
        let item = try #require(try rows.next())
        guard case .message(let message) = item.line else { return }
        #expect(String(decoding: message.topic, as: UTF8.self) == "city/upper-merion/safety/dispatch/call")
        #expect(
            String(decoding: message.payload, as: UTF8.self)
                == "{\"t\":\"2016-01-15T17:01:00Z\",\"id\":\"M1\",\"where\":\"A \\\"B\\\", C\\nD\",\"lat\":40.08}")
        #expect(try rows.next() == nil)
        try FileManager.default.removeItem(atPath: table)
    }

    @Test func aRecordersTableIsRead() throws {
        let table = try file("topic,payload,qos,retain,timestamp\na/b,eyJ2IjoxfQ==,1,True,1780272000.5\n", "rec.csv")
        var rows = try RecorderCSVImport(path: table, isBase64: true)
        let item = try #require(try rows.next())
        #expect(item.at == Timestamp(nanoseconds: 1_780_272_000_500_000_000))
        #expect(
            item.line
                == .message(RecordedMessage(topic: Array("a/b".utf8), payload: Array("{\"v\":1}".utf8), retained: true))
        )
        let plain = try file("a/b,hello,0,0,1780272000500\n", "plain.csv")
        var others = try RecorderCSVImport(path: plain, isBase64: false)
        #expect(try others.next()?.at == Timestamp(nanoseconds: 1_780_272_000_500_000_000))
        try FileManager.default.removeItem(atPath: table)
        try FileManager.default.removeItem(atPath: plain)
    }

    /// Line ends of either kind, empty lines, and a last line without its end.
    @Test func linesAreReadWhateverEndsThem() throws {
        let long = String(repeating: "x", count: 3 << 20)
        let path = try file("one\r\n\n\ntwo\n\(long)\nlast", "lines")
        var source = try LineSource(path: path)
        var lines: [String] = []
        while let line: [UInt8] = try source.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        #expect(lines == ["one", "two", long, "last"])
        #expect(source.number == 6)
        try FileManager.default.removeItem(atPath: path)
    }
}
