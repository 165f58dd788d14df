import Telemetry
import Testing

@testable import Intake

struct BadInputTests {
    @Test(arguments: [
        ("", QuarantineReason.payloadEmpty), (" ", .payloadEmpty), ("{", .payloadUnfinished),
        (#"{"t":1780271990,"v":1"#, .payloadUnfinished), (#"{"v":1,"u":"m"#, .payloadUnfinished),
        (#"{"v":NaN}"#, .payloadNotJSON), (#"{"v":Infinity}"#, .payloadNotJSON), (#"{"v":-Infinity}"#, .payloadNotJSON),
        (#"{"v":1e999}"#, .numberUnreadable), (#"{"v":-1e999}"#, .numberUnreadable), (#"{"v":01}"#, .numberUnreadable),
        (#"{"v":1}{"v":2}"#, .payloadNotJSON), (#"{"v":1} x"#, .payloadUnfinished),
        ("{\"v\":1}\u{0}", .payloadUnfinished),
        (#"{"v":"3.2"}"#, .valueType), (#"{"v":[3]}"#, .valueType), (#"{"t":1780271990}"#, .valueMissing),
        ("{}", .valueMissing), (#"{"v":1,"v":2}"#, .duplicateMember), (#"{"t":1,"t":2,"v":2}"#, .duplicateMember),
        (#"{"id":1,"a":1,"a":2}"#, .duplicateMember), (#"{"t":true,"v":1}"#, .timeUnreadable),
        (#"{"t":"yesterday","v":1}"#, .timeUnreadable), (#"{"t":1780271990123,"v":1}"#, .timeUnreadable),
        (#"{"t":"2026-06-01T00:00:00","v":1}"#, .timeUnreadable), (#"{"t":1e400,"v":1}"#, .numberUnreadable),
        ("3", .payloadNotAnObject), (#""text""#, .payloadNotAnObject), ("null", .payloadNotAnObject),
        (#"{"v":1,"x":tru}"#, .payloadNotJSON), (#"{"v":1,"x":"\ud800"}"#, .payloadNotJSON),
        (#"{"v":1,}"#, .payloadNotJSON), (#"{v:1}"#, .payloadNotJSON), (#"{'v':1}"#, .payloadNotJSON),
        ("{\"v\":1,\"x\":\"a\nb\"}", .payloadNotJSON), ("garbage", .payloadNotJSON),
        ("\u{FEFF}{\"v\":1}", .payloadNotJSON),
    ])
    func quarantinesWithAReason(payload: String, reason: QuarantineReason) throws {
        var field = Field()
        let output = field.send(payload)
        #expect(output.readings.isEmpty && output.events.isEmpty && field.intake.series.isEmpty)
        let record = try #require(output.quarantined.first)
        #expect(record.reason == reason)
        #expect(record.payload == Array(payload.utf8))
        #expect(record.station == "yuan-01" && !record.lifeSafety)
        #expect(field.intake.counts.quarantined(reason) == 1)
        // The parser is fit for the next message.
        #expect(field.send(#"{"v":1}"#).readings.count == 1)
    }

    @Test func quarantinesEveryTruncationOfAGoodMessage() {
        let good = Array(#"{"t":1780271990.5,"v":-1.25e1,"u":"m","q":"G","x":[{"y":"\u00e9"}]}"#.utf8)
        for length in 0..<good.count {
            var field = Field()
            let output = field.send(Array(good[..<length]), to: Array("city/a/b/c/d".utf8))
            #expect(output.quarantined.count == 1 && output.readings.isEmpty)
        }
    }

    @Test func quarantinesDeepNesting() {
        var field = Field()
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(field.send(#"{"v":1,"x":"# + deep + "}").quarantined.first?.reason == .nestedTooDeep)
        #expect(field.send(deep).quarantined.first?.reason == .payloadNotAnObject)
        let objects = String(repeating: #"{"a":"#, count: 10_000) + "1" + String(repeating: "}", count: 10_000)
        #expect(field.send(objects).quarantined.first?.reason == .nestedTooDeep)
        #expect(field.send(String(repeating: "[", count: 100_000)).quarantined.count == 1)
        let allowed = String(repeating: "[", count: 31) + String(repeating: "]", count: 31)
        #expect(field.send(#"{"v":1,"x":"# + allowed + "}").readings.count == 1)
    }

    @Test func quarantinesBytesThatAreNotUTF8() {
        var field = Field()
        let topic = Array("city/a/b/c/d".utf8)
        #expect(field.send([0xFF, 0xFE, 0x00], to: topic).quarantined.count == 1)
        #expect(
            field.send(Array(#"{"v":1,"x":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8), to: topic).quarantined
                .first?.reason == .payloadNotUTF8)
        #expect(
            field.send(Array("{\"v\":1,\"x\":\"\u{0}\"}".utf8), to: topic).quarantined.first?.reason == .payloadNotJSON)
    }

    @Test func boundsPayloadTopicMembersAndRecords() throws {
        var field = Field()
        let big = #"{"v":1,"x":""# + String(repeating: "y", count: 262_144) + #""}"#
        let record = try #require(field.send(big).quarantined.first)
        #expect(record.reason == .payloadTooLong)
        #expect(record.payload.count == QuarantineRecord.payloadLimit && record.payloadLength == big.utf8.count)
        let topic = "city/a/b/c/" + String(repeating: "d", count: 65_000)
        let long = try #require(field.send(#"{"v":1}"#, to: topic).quarantined.first)
        #expect(long.reason == .topicTooLong)
        #expect(long.topic.count == QuarantineRecord.topicLimit && long.topicLength == 65_011)
        let members = (0..<20_000).map { #""\#($0)":1"# }.joined(separator: ",")
        #expect(field.send("{\(members)}").quarantined.first?.reason == .tooManyMembers)
        let event = (0..<300).map { #""\#($0)":1"# }.joined(separator: ",")
        #expect(field.send("{\(event)}").quarantined.first?.reason == .tooManyMembers)
        let records = String(repeating: "{},", count: 4_097) + "{}"
        #expect(field.send("[\(records)]").quarantined.first?.reason == .tooManyRecords)
        #expect(field.intake.series.isEmpty)
    }

    @Test(arguments: [
        ("city/a/b/c", QuarantineReason.topicShape), ("city/a/b/c/d/e", .topicShape), ("town/a/b/c/d", .topicShape),
        ("city/a//c/d", .nameUnreadable), ("city/a/b/c/", .nameUnreadable), ("city/a/b/\u{1B}[2J/d", .nameUnreadable),
        ("city/a/b/c\u{0}/d", .nameUnreadable), ("city/a/b/c/\u{9B}31m", .nameUnreadable), ("", .topicShape),
    ])
    func quarantinesTopicsThatNameNoStation(topic: String, reason: QuarantineReason) {
        var field = Field()
        #expect(field.send(#"{"v":1}"#, to: topic).quarantined.map(\.reason) == [reason])
        #expect(field.send(#"{"id":1}"#, to: topic).quarantined.map(\.reason) == [reason])
    }

    @Test func quarantinesLongAndUnreadableNames() {
        var field = Field()
        let level = String(repeating: "s", count: 257)
        #expect(field.send(#"{"v":1}"#, to: "city/a/b/\(level)/d").quarantined.first?.reason == .nameUnreadable)
        #expect(field.send(#"{"v":1}"#, to: "city/a/b/\(level.dropLast())/d").readings.count == 1)
        let bytes = Array("city/a/b/".utf8) + [0xFF] + Array("/d".utf8)
        #expect(field.send(Array(#"{"v":1}"#.utf8), to: bytes).quarantined.first?.reason == .nameUnreadable)
        #expect(
            field.send(#"[{"n":"a\u001b:b","v":1}]"#, to: "gw").quarantined.first?.reason == .senMLName)
    }

    @Test func ringsWhenALifeSafetyMessageCannotBeRead() throws {
        var field = Field()
        let record = try #require(field.send("{", to: "city/north/gas/gas-01/lel").quarantined.first)
        #expect(record.lifeSafety && record.station == "gas-01")
        let shape = try #require(field.send("{", to: "plant/gas-01").quarantined.first)
        #expect(shape.lifeSafety && shape.station == "gas-01")
        let gateway = try #require(field.send("[{", to: "gateways/gw-gas/senml").quarantined.first)
        #expect(gateway.lifeSafety && gateway.station == "gas-01")
        let mismatch = try #require(field.send(#"{"v":1,"u":"m"}"#, to: "city/north/gas/gas-01/lel").quarantined.first)
        #expect(mismatch.lifeSafety)
        let other = try #require(field.send("{", to: "nobody").quarantined.first)
        #expect(!other.lifeSafety && other.station == nil)
    }

    @Test func boundsAMillionUnknownStations() {
        var field = Field(limits: IntakeLimits(maximumSeries: 100))
        for number in 0..<1_000 { field.send(#"{"v":1}"#, to: "city/a/b/s\(number)/d") }
        #expect(field.intake.series.count == 100)
        #expect(field.intake.counts.quarantined(.seriesLimit) == 900)
        // Those that are known go on, and a registered station always has room.
        #expect(field.send(#"{"v":1}"#, to: "city/a/b/s99/d").readings.count == 1)
        #expect(field.send(#"{"v":1}"#).readings.count == 1)
        // Endless names of one registered station don't fill the table either.
        for number in 0..<1_000 { field.send(#"{"v":1}"#, to: "city/a\(number)/b/yuan-01/stage") }
        #expect(field.intake.table.count <= 2 * (100 + 3 * 8))
        #expect(field.intake.series.count == 101)
    }

    @Test func explainsEveryReasonInBothLanguages() {
        for reason in QuarantineReason.allCases {
            for text in [reason.explanation, reason.remedy] {
                #expect(!text.chinese.isEmpty && text.english.hasSuffix("."))
            }
            #expect(reason.rawValue.allSatisfy { $0.isLowercase || $0 == "_" || $0 == "8" })
        }
    }

    @Test func letsNoEscapeIntoTheDetail() throws {
        var field = Field()
        let record = try #require(field.send(#"{"v":"\u001b[2J\u202e"}"#).quarantined.first)
        #expect(record.detail.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    }
}
