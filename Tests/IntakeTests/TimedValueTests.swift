import Telemetry
import Testing

@testable import Intake

/// `{"t","v","u"}` on a city topic.
struct TimedValueTests {
    @Test func readsTimeValueAndUnit() throws {
        var field = Field()
        let output = field.send(#"{"t":1780271990.25,"v":3.42,"u":"m","battery":87,"x":{"deep":[1,2,{"y":null}]}}"#)
        let reading = try #require(output.readings.first)
        #expect(reading.value == 3.42)
        #expect(reading.eventTime == Timestamp(nanoseconds: 1_780_271_990_250_000_000))
        #expect(reading.receivedAt == Field.noon)
        #expect(reading.marks.isEmpty)
        #expect(reading.quality == .notEvaluated)
        #expect(output.newSeries == [SeriesID(rawValue: 0)])
        let series = field.intake.series[0]
        #expect(series.station == "yuan-01" && series.quantity == "stage" && series.unit == "m")
        #expect(series.district == "north" && series.domain == "flood" && series.registered == 0)
        #expect(field.send(#"{"t":1780271991,"v":3.42,"u":"m"}"#).newSeries.isEmpty)
    }

    @Test func keepsEveryNanosecondOfTheDecimalText() {
        var field = Field()
        #expect(
            field.send(#"{"t":1780271990.123456789,"v":1}"#).readings.first?.eventTime.nanoseconds
                == 1_780_271_990_123_456_789)
        #expect(
            field.send(#"{"t":1.7802719901e9,"v":1}"#).readings.first?.eventTime.nanoseconds
                == 1_780_271_990_100_000_000)
    }

    @Test(arguments: [
        "2026-05-31T23:59:50Z", "2026-06-01T07:59:50+0800", "2026-06-01T07:59:50+08:00",
        "2026-06-01T07:59:50.000Z+0800",
    ])
    func readsISO8601WithItsOffset(text: String) {
        var field = Field()
        #expect(
            field.send(#"{"t":""# + text + #"","v":1}"#).readings.first?.eventTime
                == Timestamp(seconds: 1_780_271_990))
    }

    @Test func readsPastACounterWithLeadingZeros() throws {
        var field = Field()
        let reading = try #require(field.send(#"{"t":1780271990.250,"v":1.5,"u":"m","seq":000000042}"#).readings.first)
        #expect(reading.value == 1.5)
        // As a value it stays unreadable: nobody can tell what was meant.
        #expect(field.send(#"{"t":1780271991,"v":010,"u":"m"}"#).quarantined.count == 1)
        #expect(field.send(#"{"t":01780271991,"v":1,"u":"m"}"#).quarantined.count == 1)
    }

    @Test func countsAtItsReceiptWhenTheDeviceGivesNoTime() throws {
        var field = Field()
        for payload in [#"{"v":1}"#, #"{"t":null,"v":1}"#] {
            let reading = try #require(field.send(payload).readings.first)
            #expect(reading.eventTime == Field.noon)
            #expect(reading.marks.contains(.timeOfReceipt))
            #expect(!reading.marks.contains(.clockDisbelieved))
        }
    }

    @Test func marksBooleansAndUnprotectedReadings() throws {
        var field = Field()
        let pressed = try #require(
            field.send(#"{"t":1780271990,"v":true}"#, to: "city/north/safety/panic-01/panic", qos: 0).readings.first)
        #expect(pressed.value == 1)
        #expect(pressed.marks == [.boolean, .unprotected])
        #expect(field.intake.counts.unprotected == 1)
    }

    @Test func keepsAMissingValueVisible() throws {
        var field = Field()
        for payload in [
            #"{"t":1780271990,"v":null,"u":"m","q":"M"}"#, #"{"t":1780271991,"q":9}"#, #"{"t":1780271992,"v":null}"#,
            #"{"t":1780271993,"v":null,"q":"fail"}"#,
        ] {
            let reading = try #require(field.send(payload).readings.first)
            #expect(reading.quality == .missing)
            #expect(reading.value == 0)
        }
    }

    @Test(arguments: [
        (#""G""#, QualityFlag.pass), (#""G;Ed""#, .pass), (#""good""#, .pass), ("1", .pass), ("2", .notEvaluated),
        ("3", .suspect), ("4", .fail), ("9", .missing), (#""E""#, .suspect), (#""GOOD;S""#, .suspect), ("7", .suspect),
        (#""whatever""#, .suspect), (#""bad""#, .fail), (#""P""#, .notEvaluated),
    ])
    func mapsQualityFlags(text: String, flag: QualityFlag) {
        var field = Field()
        #expect(field.send(#"{"t":1780271990,"v":1,"q":\#(text)}"#).readings.first?.quality == flag)
    }

    @Test func takesObjectsWithAnIdOrOtherMembersAsEvents() throws {
        var field = Field()
        let payload =
            #"{"t":"2026-05-31T23:59:00Z","id":"us2000","mag":6.5,"blast":false,"place":"Kumamoto\n","x":[1],"y":null}"#
        let event = try #require(field.send(payload, to: "city/region/safety/seismic/event").events.first)
        #expect(event.id == "us2000" && event.station == "seismic" && event.quantity == "event")
        #expect(event.topic == "city/region/safety/seismic/event" && event.district == "region")
        #expect(
            event.members == [
                EventMember(name: "mag", value: .number(6.5)), EventMember(name: "blast", value: .boolean(false)),
                EventMember(name: "place", value: .text("Kumamoto\n")),
            ])
        #expect(event.eventTime == Timestamp(seconds: 1_780_271_940))
        let call = try #require(field.send(#"{"t":1780271990,"type":"fire"}"#, to: "city/a/b/c/d").events.first)
        #expect(call.id.isEmpty && call.members.count == 1)
        #expect(field.send(#"{"id":17,"v":"on"}"#, to: "city/a/b/c/d").events.first?.id == "17")
        #expect(field.intake.series.isEmpty)
    }

    @Test func marksWhatIsNotNewerThanTheNewestAsLate() {
        var field = Field()
        #expect(field.send(#"{"t":1780271990,"v":1}"#).readings[0].marks.isEmpty)
        #expect(field.send(#"{"t":1780271989,"v":1}"#).readings[0].marks == .late)
        #expect(field.send(#"{"t":1780271990,"v":2}"#).readings[0].marks == .late)
        #expect(field.send(#"{"t":1780271991,"v":1}"#).readings[0].marks.isEmpty)
        #expect(field.intake.newestEventTime(SeriesID(rawValue: 0)) == Timestamp(seconds: 1_780_271_991))
        #expect(field.intake.newestEventTime(SeriesID(rawValue: 9)) == nil)
        #expect(field.intake.counts.late == 2)
    }

    @Test func refusesARetainedMessageWithoutTime() {
        var field = Field()
        let output = field.send(#"{"v":1}"#, retained: true)
        #expect(output.readings.isEmpty && output.newSeries.isEmpty)
        #expect(output.quarantined.first?.reason == .retainedWithoutTime)
        #expect(field.send(#"{"t":1780271990,"v":1}"#, retained: true).readings.count == 1)
        #expect(
            field.send(#"{"id":"x","a":1}"#, retained: true).quarantined.first?.reason == .retainedWithoutTime)
        #expect(
            field.send(#"[{"n":"a:b","v":1,"t":-5}]"#, retained: true).quarantined.first?.reason
                == .retainedWithoutTime)
    }

    @Test func tellsTheLatestTimeOfAMessage() {
        var field = Field()
        field.send(#"[{"n":"a:b","v":1,"t":1780271990},{"n":"a:c","v":1,"t":1780271980}]"#)
        #expect(field.parsed.latestEventTime == Timestamp(seconds: 1_780_271_990))
        field.send(#"{"v":1}"#)
        #expect(field.parsed.latestEventTime == nil)
    }
}

struct MarkTests {
    @Test func bitsAreThoseOfTheReading() {
        #expect(Intake.Mark.timeOfReceipt == ReadingMarks.timeOfReceipt.rawValue)
        #expect(Intake.Mark.clockDisbelieved == ReadingMarks.clockDisbelieved.rawValue)
        #expect(Intake.Mark.unprotected == ReadingMarks.unprotected.rawValue)
        #expect(Intake.Mark.late == ReadingMarks.late.rawValue)
        #expect(Intake.Mark.beyondHorizon == ReadingMarks.beyondHorizon.rawValue)
        #expect(Intake.Mark.boolean == ReadingMarks.boolean.rawValue)
        #expect(Intake.Mark.unverified == ReadingMarks.unverified.rawValue)
    }
}
