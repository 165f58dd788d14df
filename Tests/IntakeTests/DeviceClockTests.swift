import Telemetry
import Testing

@testable import Intake

struct DeviceClockTests {
    static let gas = "city/north/gas/gas-01/lel"

    private func reading(_ secondsFromNoon: Int64, to topic: String) throws -> Reading {
        var field = Field()
        let time = 1_780_272_000 + secondsFromNoon
        return try #require(field.send(#"{"t":\#(time),"v":1}"#, to: topic).readings.first)
    }

    @Test func believesAClockThatIsAheadByTheToleranceAndNoMore() throws {
        let believed = try reading(300, to: "city/a/b/c/d")
        #expect(believed.eventTime == Field.noon + Interval(seconds: 300))
        #expect(believed.marks.isEmpty)
        let disbelieved = try reading(301, to: "city/a/b/c/d")
        #expect(disbelieved.eventTime == Field.noon)
        #expect(disbelieved.marks == [.clockDisbelieved, .unverified])
    }

    @Test func storesOldReadingsWithoutEvaluatingThem() throws {
        #expect(try reading(-86_400, to: "city/a/b/c/d").marks.isEmpty)
        let old = try reading(-86_401, to: "city/a/b/c/d")
        #expect(old.marks == .beyondHorizon)
        #expect(old.eventTime == Field.noon - Interval(seconds: 86_401))
        #expect(try reading(-30 * 86_400, to: "city/a/b/c/d").marks == .beyondHorizon)
        let decades = try reading(-30 * 86_400 - 1, to: "city/a/b/c/d")
        #expect(decades.marks == [.clockDisbelieved, .unverified])
        #expect(decades.eventTime == Field.noon)
    }

    @Test func ringsForOldLifeSafetyReadingsAtTheirReceipt() throws {
        #expect(try reading(-86_400, to: DeviceClockTests.gas).marks.isEmpty)
        let old = try reading(-86_401, to: DeviceClockTests.gas)
        #expect(old.eventTime == Field.noon)
        #expect(old.marks == [.clockDisbelieved, .unverified])
    }

    @Test func ringsForLifeSafetyEventsWhoseClockIsWrong() throws {
        var field = Field()
        let event = try #require(
            field.send(#"{"t":1,"id":"p1"}"#, to: "city/north/safety/panic-01/panic").events.first)
        #expect(event.eventTime == Field.noon)
        #expect(event.marks == [.clockDisbelieved, .unverified])
        #expect(field.intake.counts.disbelieved == 1)
    }

    @Test func survivesTimesAtTheEndsOfTheRange() throws {
        var field = Field()
        for time in ["-9223372036.854775807", "9223372036.854775807", "-1", "0"] {
            for at in [Timestamp.distantPast, Field.noon, Timestamp.distantFuture] {
                #expect(field.send(#"{"t":\#(time),"v":1}"#, to: "city/a/b/c/d", at: at).readings.count == 1)
            }
        }
    }
}
