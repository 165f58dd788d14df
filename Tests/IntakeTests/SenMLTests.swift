import Telemetry
import Testing

@testable import Intake

/// RFC 8428, with its own examples.
struct SenMLTests {
    private func values(_ field: Field, _ output: IntakeOutput) -> [String] {
        output.readings.map { reading in
            let series = field.intake.series[reading.series.index]
            return "\(series.station) \(series.quantity) \(reading.value) \(series.unit) \(reading.eventTime)"
        }
    }

    @Test func readsTheSingleDataPointOfSection511() {
        var field = Field()
        let output = field.send(
            #"[{"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}]"#, to: "anything")
        #expect(
            values(field, output) == ["urn:dev:ow 10e2073a01080063 23.1 Cel 2026-06-01T00:00:00Z"])
        #expect(output.readings[0].marks == .timeOfReceipt)
    }

    @Test func readsTheMultipleDataPointsOfSection512() {
        var field = Field()
        let output = field.send(
            #"""
            [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,
              "n":"voltage","u":"V","v":120.1},
             {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3},{"n":"current","t":0,"v":1.7}]
            """#, to: "anything", at: Timestamp(seconds: 1_276_020_080))
        #expect(
            values(field, output) == [
                "urn:dev:ow:10e2073a0108006 voltage 120.1 V 2010-06-08T18:01:16.001Z",
                "urn:dev:ow:10e2073a0108006 current 1.2 A 2010-06-08T18:01:11.001Z",
                "urn:dev:ow:10e2073a0108006 current 1.3 A 2010-06-08T18:01:12.001Z",
                "urn:dev:ow:10e2073a0108006 current 1.7 A 2010-06-08T18:01:16.001Z",
            ])
    }

    @Test func countsSmallTimesFromTheReceipt() throws {
        var field = Field()
        let output = field.send(#"[{"bn":"g:","bt":-10,"n":"level","v":1},{"n":"level","t":4,"v":2}]"#)
        #expect(
            output.readings.map(\.eventTime) == [Field.noon - Interval(seconds: 10), Field.noon - Interval(seconds: 6)])
        #expect(output.readings.allSatisfy { $0.marks.contains(.timeOfReceipt) })
        let edge = field.send(#"[{"n":"h:x","t":268435455,"v":1},{"n":"h:y","t":268435456,"v":1}]"#)
        // 2²⁸ − 1 s is in the future, 2²⁸ s is July 1978: neither is believed.
        #expect(edge.readings.map { $0.marks.contains(.timeOfReceipt) } == [true, false])
        #expect(edge.readings.allSatisfy { $0.eventTime == Field.noon })
    }

    @Test func addsBaseValuesAndSums() {
        var field = Field()
        let output = field.send(
            #"[{"bn":"m:","bu":"W","bv":20,"bs":1000,"n":"power","v":1.5,"s":500},{"n":"power","v":-1}]"#)
        #expect(
            output.readings.map(\.value) == [21.5, 1_500, 19, 1_000])
        #expect(field.intake.series.map(\.quantity) == ["power", "power.sum"])
        #expect(field.intake.series.map(\.unit) == ["W", "W.s"])
    }

    @Test func takesASumWithoutAValue() {
        var field = Field()
        let output = field.send(#"[{"n":"m:energy","u":"kW","s":12}]"#)
        #expect(output.readings.map(\.value) == [12])
        #expect(field.intake.series.map(\.unit) == ["kW.s"])
    }

    @Test func turnsBooleansIntoReadingsAndStringsIntoEvents() throws {
        var field = Field()
        let output = field.send(
            #"[{"bn":"urn:dev:door:","n":"open","vb":true},{"n":"label","vs":"cellar"},{"n":"nfc","vd":"AA9f"}]"#)
        #expect(output.readings.map(\.marks) == [[.boolean, .timeOfReceipt]])
        #expect(
            output.events.map(\.members) == [
                [EventMember(name: "value", value: .text("cellar"))], [EventMember(name: "data", value: .text("AA9f"))],
            ])
        #expect(output.events.map(\.quantity) == ["label", "nfc"])
    }

    @Test func carriesBaseFieldsForward() {
        var field = Field()
        let output = field.send(
            #"[{"bn":"a:","bu":"m"},{"n":"x","v":1},{"bn":"b:","n":"x","v":2},{"n":"y","u":"s","v":3}]"#)
        #expect(values(field, output).map { String($0.prefix(9)) } == ["a x 1.0 m", "b x 2.0 m", "b y 3.0 s"])
    }

    @Test func readsANameThatIsACityTopic() {
        var field = Field()
        field.send(#"{"v":1,"u":"m"}"#, to: "city/east/flood/g7/level")
        let output = field.send(#"[{"n":"city/east/flood/g7/level","u":"cm","v":250}]"#, to: "gateway/9")
        #expect(output.newSeries.isEmpty)
        #expect(output.readings.map(\.value) == [2.5])
    }

    @Test func findsARegisteredStationUnderAnyName() {
        var field = Field()
        field.send(#"{"v":1,"u":"m"}"#)
        let output = field.send(#"[{"n":"yuan-01:stage","u":"m","v":2}]"#, to: "gateway/9")
        #expect(output.readings.map(\.series) == [SeriesID(rawValue: 0)])
    }

    @Test func givesANameWithoutSeparatorToTheTopicsStation() {
        var field = Field()
        let output = field.send(#"[{"n":"stage","u":"m","v":2}]"#, to: "city/north/flood/yuan-01/senml")
        #expect(field.intake.series.map(\.quantity) == ["stage"])
        #expect(output.readings.count == 1)
        #expect(field.send(#"[{"n":"stage","v":2}]"#, to: "gw").quarantined.first?.reason == .senMLName)
        #expect(field.send(#"[{"v":2}]"#, to: "gw").quarantined.first?.reason == .senMLName)
    }

    @Test(arguments: [
        (#"[{"bver":11,"n":"a:b","v":1}]"#, QuarantineReason.senMLVersion),
        (#"[{"bver":0,"n":"a:b","v":1}]"#, .senMLVersion), (#"[{"bver":"10","n":"a:b","v":1}]"#, .senMLVersion),
        (#"[{"bver":10,"n":"a:b","v":1},{"bver":9,"n":"a:b","v":1}]"#, .senMLVersion),
        (#"[{"n":"a:b","v":1,"urgent_":true}]"#, .senMLUnknownMandatory),
        (#"[{"n":"a:b","v":1,"v":2}]"#, .duplicateMember), (#"[{"n":"a:b","v":"1"}]"#, .senMLBase),
        (#"[{"n":"a:b","vb":1}]"#, .senMLBase), (#"[{"n":7,"v":1}]"#, .senMLBase),
        (#"[{"n":"a:b","t":"now","v":1}]"#, .timeUnreadable), (#"[{"n":"a:b","t":1e300,"v":1}]"#, .timeUnreadable),
        ("[]", .valueMissing), ("[{}]", .valueMissing), ("[1]", .payloadNotAnObject),
    ])
    func refusesTheWholePack(payload: String, reason: QuarantineReason) {
        var field = Field()
        let output = field.send(payload)
        #expect(output.quarantined.map(\.reason) == [reason])
        #expect(output.readings.isEmpty && field.intake.series.isEmpty)
    }

    @Test func refusesOneRecordAndTakesTheOthers() {
        var field = Field()
        let output = field.send(
            #"[{"bn":"gas-01:","n":"lel","u":"%LEL","v":3},{"n":"lel","u":"m","v":3},{"n":"x"},{"n":"y","v":1,"vs":"a"}]"#,
            to: "gw")
        #expect(output.readings.map(\.value) == [3])
        #expect(output.quarantined.map(\.reason) == [.unitMismatch, .senMLValue, .senMLValue])
        #expect(output.quarantined.allSatisfy { $0.lifeSafety && $0.station == "gas-01" })
    }

    @Test func ignoresUnknownMembersAndUpdateTime() {
        var field = Field()
        #expect(
            field.send(#"[{"n":"a:b","v":1,"ut":60,"extra":{"x":1},"q":"suspect"}]"#).readings[0].quality == .suspect)
    }

    @Test func listsABoundedNumberOfRefusedRecords() {
        var field = Field()
        let records = (0..<1_000).map { #"{"n":"a:x\#($0)"}"# }.joined(separator: ",")
        let output = field.send("[\(records)]", to: "gw")
        #expect(output.quarantined.count == Intake.listedRefusals)
        #expect(field.intake.counts.quarantined == 1_000)
    }
}
