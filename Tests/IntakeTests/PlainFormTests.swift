import CSimdjson
import Telemetry
import TestSupport
import Testing

@testable import Intake

/// The plain form is read in one pass without simdjson: it must give what simdjson gives, to the last bit.
struct PlainFormTests {
    /// One reader, either way.
    private final class Reader {
        private let reader: OpaquePointer?
        private var limits = csimdjson_limits.of(IntakeLimits(nestingDepth: 8, members: 12))

        init() { reader = csimdjson_create() }
        deinit { if let reader { csimdjson_destroy(reader) } }

        /// Status and members as text.
        func read(_ payload: [UInt8], general: Bool) -> [String] {
            guard let reader else { return ["no memory"] }
            var document = csimdjson_document()
            let status = payload.withUnsafeBytes { bytes in
                general
                    ? csimdjson_read_general(reader, bytes.baseAddress, bytes.count, &limits, &document)
                    : csimdjson_read(reader, bytes.baseAddress, bytes.count, &limits, &document)
            }
            guard status == CSIMDJSON_OK else { return ["status \(status)"] }
            let members = UnsafeBufferPointer(start: document.members, count: Int(document.member_count))
            return ["\(document.record_count) \(document.is_array)"]
                + members.map { member in
                    let isNumber = member.kind == CSIMDJSON_NUMBER_VALUE
                    let digits = isNumber ? "\(member.word) \(member.fraction_digits)" : ""
                    return "\(Array(member.nameBytes)) \(member.short_name) \(Array(member.textBytes)) \(member.kind) "
                        + "\(member.number.bitPattern) \(digits) \(member.record)"
                }
        }

        /// Status, and what the line says of itself.
        func readLine(_ line: [UInt8], general: Bool) -> [String] {
            guard let reader else { return ["no memory"] }
            var read = csimdjson_line()
            var document = csimdjson_document()
            let status = line.withUnsafeBytes { bytes in
                general
                    ? csimdjson_read_message_general(reader, bytes.baseAddress, bytes.count, &limits, &read, &document)
                    : csimdjson_read_message(reader, bytes.baseAddress, bytes.count, &limits, &read, &document)
            }
            guard status == CSIMDJSON_OK, read.present & 16 != 0 else { return ["status \(status)"] }
            return [
                "\(Array(read.stampBytes)) \(Array(read.topicBytes)) \(Array(read.payloadBytes)) \(read.present)",
                "\(read.qos) \(read.retain) \(document.member_count) \(document.record_count)",
            ]
        }
    }

    private static let payloads =
        FuzzTests.payloads + [
            #"{"t":1780271990,"v":3.42,"u":"m"}"#, #" { "t" : 1780271990.250 , "v" : -0.5 , "u" : "°C" } "#,
            #"{"v":true,"name":"安全阀","x":null,"y":false}"#, #"{"v":1234567890123456789,"w":0.1234567890123456789}"#,
            #"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12}"#, #"{"v":007,"count":007}"#,
        ]

    @Test(arguments: [21, 22, 23] as [UInt64])
    func readsObjectsAsSimdjsonDoes(seed: UInt64) throws {
        print("Fuzz seed \(seed)")
        var random = SeededRandom(seed: seed)
        let reader = Reader()
        var accepted = 0
        for round in 0..<8_000 {
            var payload = Array((Self.payloads.randomElement(using: &random) ?? "").utf8)
            if round >= 200 { payload = FuzzTests.mutate(payload, &random) }
            let general = reader.read(payload, general: true)
            try #require(reader.read(payload, general: false) == general, "\(payload)")
            if general.count > 1 { accepted += 1 }
        }
        #expect(accepted > 500)
    }

    @Test func readsLinesAsSimdjsonDoes() throws {
        print("Fuzz seed 24")
        var random = SeededRandom(seed: 24)
        let reader = Reader()
        let head = #"{"tst":"2026-06-01T00:00:00Z","topic":"city/a/b/c/d","qos":1,"retain":0,"payload":"#
        let good = RecordingLineTests.lines + Self.payloads.map { head + $0 + #" ,"mid":1}"# }
        for round in 0..<8_000 {
            var line = Array((good.randomElement(using: &random) ?? "").utf8)
            if round >= 200 { line = FuzzTests.mutate(line, &random) }
            try #require(
                reader.readLine(line, general: false) == reader.readLine(line, general: true),
                "\(String(decoding: line, as: UTF8.self))")
        }
    }

    @Test func readsNumbersToTheLastBit() throws {
        print("Seed 25")
        var random = SeededRandom(seed: 25)
        let reader = Reader()
        for _ in 0..<20_000 {
            let digits = Int.random(in: 1...21, using: &random)
            var text = String(Int.random(in: 1...9, using: &random))
            for _ in 1..<max(2, digits) { text.append(String(Int.random(in: 0...9, using: &random))) }
            if digits > 1, Bool.random(using: &random) {
                text.insert(".", at: text.index(text.startIndex, offsetBy: Int.random(in: 1..<digits, using: &random)))
            }
            if Bool.random(using: &random) { text = "-" + text }
            let payload = Array("{\"v\":\(text)}".utf8)
            let read = reader.read(payload, general: false)
            try #require(read == reader.read(payload, general: true), "\(text)")
            let bits = try #require(Double(text)).bitPattern
            try #require(read.last?.contains(" \(bits) ") == true, "\(text)")
        }
    }

    /// Lines of one minute share what was read of it; nothing of the last line may show in the next.
    @Test func readsTimesOfArrivalAlike() throws {
        print("Seed 26")
        var random = SeededRandom(seed: 26)
        var reader = ArrivalReader()
        let minutes = [
            "2026-06-01T00:00", "2026-06-01T00:01", "1969-12-31T23:59", "2026-02-30T00:00", "2262-04-11T23:47",
        ]
        let zones = ["Z", "+08:00", "Z+0800", "-0130", "", "Z+9900", "+08:00:00"]
        for _ in 0..<20_000 {
            var text = minutes.randomElement(using: &random) ?? ""
            let seconds = Int.random(in: 0...61, using: &random)
            text += ":\(seconds < 10 ? "0" : "")\(seconds)"
            if Bool.random(using: &random) {
                text += "."
                for _ in 0..<Int.random(in: 0...11, using: &random) {
                    text += "\(Int.random(in: 0...9, using: &random))"
                }
            }
            text += zones.randomElement(using: &random) ?? ""
            let read = Array(text.utf8).withUnsafeBytes { reader.read($0) }
            try #require(read == Timestamp(iso8601: text), "\(text)")
        }
    }
}
