import Telemetry
import TestSupport
import Testing

@testable import Intake

struct RecordingLineTests {
    static let lines = [
        #"{"tst":"2026-11-21T15:32:16.337428Z+0800","topic":"city/a/b/c/d","qos":1,"retain":0,"payloadlen":7,"mid":3,"payload":{"v":1,"x":"}"}}"#,
        #"{"tst":"2026-11-21T07:32:16.337428+0000","topic":"city/a/b/c/d","qos":1,"retain":0,"payload":"{\"v\":1,\"x\":\"}\"}"}"#,
        "1795246336.337428\tcity/a/b/c/d\t1\t0\t7b2276223a312c2278223a227d227d",
    ]

    private func read(_ line: String) throws -> (topic: String, payload: String, line: RecordingLine) {
        let parser = RecordingLineParser()
        return try Array(line.utf8).withUnsafeBytes { bytes in
            let read = try parser.parse(bytes)
            return (String(decoding: read.topic, as: UTF8.self), String(decoding: read.payload, as: UTF8.self), read)
        }
    }

    @Test(arguments: lines) func readsTheThreeFormsAlike(line: String) throws {
        for ending in ["", "\n", "\r\n"] {
            let read = try read(line + ending)
            #expect(read.topic == "city/a/b/c/d")
            #expect(read.payload == #"{"v":1,"x":"}"}"#)
            #expect(read.line.qos == 1 && !read.line.retained)
            #expect(read.line.arrival == Timestamp(iso8601: "2026-11-21T07:32:16.337428Z"))
        }
    }

    @Test(arguments: [
        ("2026-11-21T15:32:16.337428+0800", true), ("2026-11-21T07:32:16.337428Z", true),
        ("2026-11-21T07:32:16.337428", false),
    ])
    func readsTheArrivalWithItsOffset(stamp: String, isRead: Bool) {
        let line = #"{"tst":"\#(stamp)","topic":"x","payload":{}}"#
        let arrival = try? read(line).line.arrival
        #expect(arrival == (isRead ? Timestamp(iso8601: "2026-11-21T07:32:16.337428Z") : nil))
    }

    @Test func readsOtherPayloads() throws {
        let head = #"{"tst":"2026-11-21T07:32:16Z","topic":"x","qos":0,"retain":1,"payload":"#
        #expect(try read(head + "12.5 }").payload == "12.5")
        #expect(try read(head + "true}").payload == "true")
        #expect(try read(head + "null}").payload.isEmpty)
        #expect(try read(head + #"[{"n":"a:b","v":1}, {"v":2}]}"#).payload == #"[{"n":"a:b","v":1}, {"v":2}]"#)
        #expect(try read(head + #"""  }"#).payload.isEmpty)
        #expect(try read(head + "1}").line.retained)
    }

    @Test(arguments: [
        "", "garbage", "{", "{}", #"{"topic":"x","payload":{}}"#, #"{"tst":"2026-11-21T07:32:16Z","payload":{}}"#,
        #"{"tst":"2026-11-21T07:32:16Z","topic":"x"}"#, #"{"tst":5,"topic":"x","payload":{}}"#,
        #"{"tst":"2026-11-21T07:32:16Z","topic":"x","qos":3,"payload":{}}"#, "1\tx\t1\t0\t7", "1\tx\t1\t0\tzz",
        "1\tx\t9\t0\t",
    ])
    func refusesOtherLinesWithASentence(line: String) {
        #expect(throws: RecordingFault.self) { _ = try read(line) }
    }

    /// Reading line and payload in one go gives what reading them one after the other gives.
    @Test func readsLineAndPayloadInOneGoAlike() throws {
        print("Fuzz seed 11")
        var random = SeededRandom(seed: 11)
        let head = #"{"tst":"2026-06-01T00:00:00Z","topic":"city/a/b/c/d","qos":1,"retain":0,"payload":"#
        let good = RecordingLineTests.lines + FuzzTests.payloads.map { head + $0 + #" ,"mid":1}"# }
        let lines = RecordingLineParser()
        var (one, other) = (Field(), Field())
        for round in 0..<8_000 {
            var line = Array((good.randomElement(using: &random) ?? "").utf8)
            if round >= 100 { line = FuzzTests.mutate(line, &random) }
            let (left, right) = line.withUnsafeBytes { bytes in
                (
                    one.replay(bytes) { (parsed, bytes) throws(RecordingFault) in
                        try parsed.parse(recordingLine: bytes, with: lines, limits: IntakeLimits())
                    },
                    other.replay(bytes) { (parsed, bytes) throws(RecordingFault) in
                        let line = try lines.parse(bytes)
                        parsed.parse(topic: line.topic, payload: line.payload, limits: IntakeLimits())
                        return line
                    }
                )
            }
            try #require(left == right, "\(String(decoding: line, as: UTF8.self))")
        }
        try #require(one.snapshot() == other.snapshot())
        try #require(one.intake.counts.readings > 500)
    }

    @Test func takesATabInsideATopicAsPartOfIt() throws {
        #expect(try read("1\ta\tb\t0\t1\t").topic == "a\tb")
    }
}
