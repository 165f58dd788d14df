import CommandLog
import Telemetry
import TestSupport
import Testing

@Suite struct LogEntryTests {
    @Test func writesFieldsInOrderAndNumbersDeterministically() throws {
        var chain = LogChain(exercise: true)
        let at = try #require(Timestamp(iso8601: "2012-11-21T19:45:00.25Z"))
        let fact = LogFact(
            "alarm_raised", incident: "I-2026-000001", incidentVersion: 2,
            fields: [
                .init("value", .number(1.2)), .init("whole", .number(3)),
                .init("tiny", .number(.leastNonzeroMagnitude)),
                .init("nan", .number(.nan)), .init("count", .integer(-7)),
                .init("for_seconds", .interval(Interval(nanoseconds: -1_500_000_000))),
                .init("text", .text("水位 \"高\"\u{1B}[31m\u{202E}\u{85}\n")),
                .init("list", .list([.boolean(true), .null])),
                .init("object", .object([.init("b", .integer(1)), .init("a", .time(at))])),
            ])
        let entry = chain.append(fact, at: at)
        #expect(
            entry.text == #"{"n":1,"at":"2012-11-21T19:45:00.25Z","v":1,"alg":"sha-256","code":"alarm_raised","#
                + #""exercise":true,"incident":"I-2026-000001","incident_version":2,"value":1.2,"whole":3,"#
                + #""tiny":5e-324,"nan":null,"count":-7,"for_seconds":-1.5,"#
                + #""text":"水位 \"高\"\u001b[31m\u202e\u0085\n","list":[true,null],"#
                + #""object":{"b":1,"a":"2012-11-21T19:45:00.25Z"}}"#)
        #expect(entry.hash == LogHash.of(LogHash.zero.bytes + entry.line))
        #expect(entry.incidentVersion == 2)
    }

    /// Each character by itself and in random company, against the rule written out per character.
    @Test func escapesWhatATerminalWouldObey() {
        func expected(_ text: String) -> String {
            let escaped: [ClosedRange<UInt32>] = [
                0x00...0x1F, 0x7F...0x9F, 0x061C...0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
                0xFEFF...0xFEFF,
            ]
            let named: [UInt32: String] = [0x22: #"\""#, 0x5C: #"\\"#, 0x0A: #"\n"#, 0x0D: #"\r"#, 0x09: #"\t"#]
            return text.unicodeScalars.reduce(into: "\"") { line, scalar in
                if let name = named[scalar.value] {
                    line += name
                } else if escaped.contains(where: { $0.contains(scalar.value) }) {
                    let digits = String(scalar.value, radix: 16)
                    line += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    line.unicodeScalars.append(scalar)
                }
            } + "\""
        }
        let scalars = (0...0xFFFF).compactMap(Unicode.Scalar.init) + ["😀", "\u{10FFFF}"]
        for scalar in scalars { #expect(LogJSON.text(.text(String(scalar))) == expected(String(scalar))) }
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<2_000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<random.next() % 40 {
                let isPlain = random.next() % 2 == 0
                view.append(isPlain ? "a" : scalars[Int(random.next() % UInt64(scalars.count))])
            }
            let text = String(view)
            #expect(LogJSON.text(.text(text)) == expected(text), "seed \(seed)")
        }
    }

    @Test func hashIsSHA256() {
        #expect(
            LogHash.of(Array("abc".utf8)).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(LogHash(hex: LogHash.of([1]).hex) == LogHash.of([1]))
        #expect(LogHash(bytes: LogHash.of([1]).bytes) == LogHash.of([1]))
        #expect(LogHash(hex: "12") == nil)
        #expect(LogHash(bytes: [1]) == nil)
    }

    @Test func everyEntryHashesTheOneBefore() {
        var chain = LogChain(exercise: false)
        let first = chain.append(LogFact("started"), at: Timestamp(seconds: 0))
        let second = chain.append(LogFact("started"), at: Timestamp(seconds: 0))
        #expect(second.hash == LogHash.of(first.hash.bytes + second.line))
        #expect(chain.head == second.hash)
        #expect(chain.entries == 2)
    }

    @Test func chainGoesOnFromItsSnapshot() throws {
        var chain = LogChain(exercise: false)
        _ = chain.append(LogFact("started"), at: Timestamp(seconds: 0))
        var writer = ByteWriter()
        chain.encodeSnapshot(into: &writer)
        var restored = LogChain(exercise: false)
        try writer.bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            try restored.restoreSnapshot(from: &reader)
            #expect(reader.isAtEnd)
        }
        let fact = LogFact("stopped")
        #expect(restored.append(fact, at: Timestamp(seconds: 9)) == chain.append(fact, at: Timestamp(seconds: 9)))
    }

    @Test func headIsReadBackAndNonsenseRefused() throws {
        let head = LogHead(
            entries: 12, hash: .of([1]), at: Timestamp(nanoseconds: 1_353_527_100_250_000_001), identity: "a\"b",
            epoch: 2)
        #expect(try LogHead(json: head.json) == head)
        #expect(head.json.last == UInt8(ascii: "\n"))
        for text in ["", "{}", #"{"entries":1,"hash":"00","at":"2012-11-21T19:45:00Z","identity":"x","epoch":1}"#] {
            #expect(throws: LogHeadError.self) { try LogHead(json: Array(text.utf8)) }
        }
    }
}

@Suite struct JournalSegmentTests {
    private func record(_ index: Int) -> [UInt8] { Array("input \(index)".utf8) }

    private func segments(_ count: Int, restoringAt: Int? = nil, changing: Int? = nil) throws -> [JournalSegment] {
        var hasher = JournalSegmentHasher()
        var result: [JournalSegment] = []
        for index in 1...count {
            let bytes = index == changing ? [0] : record(index)
            if let segment = bytes.withUnsafeBytes({ hasher.append(record: $0) }) { result.append(segment) }
            guard index == restoringAt else { continue }
            var writer = ByteWriter()
            hasher.encodeSnapshot(into: &writer)
            hasher = JournalSegmentHasher()
            try writer.bytes.withUnsafeBytes { raw in
                var reader = ByteReader(raw)
                try hasher.restoreSnapshot(from: &reader)
            }
        }
        return result
    }

    @Test func oneSegmentForEvery65536Inputs() throws {
        let whole = try segments(2 * 65_536 + 5)
        #expect(whole.map(\.first) == [1, 65_537])
        #expect(whole.map(\.count) == [65_536, 65_536])
        #expect(try segments(2 * 65_536, restoringAt: 70_001) == whole)
        #expect(try segments(65_535).isEmpty)
        #expect(try segments(65_536, changing: 65_536) != [whole[0]])
        #expect(whole[0].fact.code == "journal_segment")
    }
}
