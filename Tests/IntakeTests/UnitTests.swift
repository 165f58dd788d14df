import Telemetry
import Testing

@testable import Intake

struct UnitTests {
    @Test func convertsToTheRegisteredUnit() {
        var field = Field()
        #expect(field.send(#"{"v":250,"u":"cm"}"#).readings.first?.value == 2.5)
        #expect(field.send(#"{"v":2.5,"u":"m"}"#).readings.first?.value == 2.5)
        #expect(field.send(#"{"v":2500,"u":"mm"}"#).readings.first?.value == 2.5)
        #expect(field.intake.series[0].unit == "m")
    }

    @Test func takesAMissingUnitForTheRegisteredOne() {
        var field = Field()
        #expect(field.send(#"{"v":250,"u":"cm"}"#).readings.first?.value == 2.5)
        #expect(field.send(#"{"v":3}"#).readings.first?.value == 3)
        #expect(field.send(#"{"v":3,"u":null}"#).readings.first?.value == 3)
    }

    @Test func quarantinesAnotherDimensionNamingBothUnits() throws {
        var field = Field()
        let record = try #require(field.send(#"{"v":3,"u":"Cel"}"#).quarantined.first)
        #expect(record.reason == .unitMismatch)
        #expect(record.detail.contains("“Cel”") && record.detail.contains("“m”"))
        #expect(record.detail.contains("Correct the unit"))
        #expect(!record.lifeSafety && record.station == "yuan-01")
        #expect(field.send(#"{"v":3,"u":"m"}"#).readings.count == 1)
    }

    @Test func keepsPartsAndMassOfAGasApart() {
        var field = Field()
        #expect(field.send(#"{"v":3,"u":"ppm"}"#, to: "city/a/gas/c/co").readings.count == 1)
        #expect(field.send(#"{"v":3,"u":"mg/m3"}"#, to: "city/a/gas/c/co").quarantined.first?.reason == .unitMismatch)
        #expect(field.send(#"{"v":3,"u":"%LEL"}"#, to: "city/a/gas/c/co").quarantined.first?.reason == .unitMismatch)
        #expect(field.send(#"{"v":3000,"u":"ppb"}"#, to: "city/a/gas/c/co").readings.first?.value == 3)
    }

    @Test func letsAnUnregisteredStationTakeItsFirstUnit() {
        var field = Field()
        #expect(field.send(#"{"v":3}"#, to: "city/a/b/c/d").changedSeries.isEmpty)
        #expect(field.intake.series[0].unit.isEmpty)
        #expect(field.send(#"{"v":3,"u":"sheep"}"#, to: "city/a/b/c/d").changedSeries == [SeriesID(rawValue: 0)])
        #expect(field.intake.series[0].unit == "sheep")
        #expect(field.send(#"{"v":3,"u":"sheep"}"#, to: "city/a/b/c/d").readings.count == 1)
        #expect(field.send(#"{"v":3,"u":"goats"}"#, to: "city/a/b/c/d").quarantined.first?.reason == .unitMismatch)
    }

    @Test func refusesUnitsThatAreNoReadableText() {
        var field = Field()
        #expect(field.send(#"{"v":3,"u":7}"#).quarantined.first?.reason == .unitType)
        #expect(field.send(#"{"v":3,"u":"\u001b[2J"}"#, to: "city/a/b/c/d").quarantined.first?.reason == .unitType)
        let long = String(repeating: "m", count: 65)
        #expect(field.send(#"{"v":3,"u":"\#(long)"}"#, to: "city/a/b/c/d").quarantined.first?.reason == .unitType)
        #expect(field.intake.series.isEmpty)
    }

    @Test func refusesAValueThatOverflowsInTheSeriesUnit() {
        var field = Field()
        #expect(field.send(#"{"v":1e308,"u":"km"}"#).quarantined.first?.reason == .numberUnreadable)
    }

    @Test func readsLongSpellingsTheSlowWay() {
        var field = Field()
        for _ in 0..<2 {
            #expect(
                field.send(#"{"v":3,"u":"milligrams per cubic metre"}"#, to: "city/a/b/c/d").readings.count == 1)
        }
    }
}
