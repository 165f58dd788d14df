import Testing

@testable import Telemetry

struct MeasurementUnitTests {
    @Test(
        arguments: [
            (250, "cm", "m", 2.5), (3.42, "m", "mm", 3_420), (1, "m3/s", "L/s", 1_000), (3_600, "m3/h", "m3/s", 1),
            (36, "km/h", "m/s", 10), (1, "mph", "km/h", 1.609344), (1, "kn", "km/h", 1.852), (100, "Cel", "F", 212),
            (32, "F", "Cel", 0), (0, "Cel", "K", 273.15), (273.15, "K", "Cel", 0), (212, "°F", "K", 373.15),
            (1, "bar", "kPa", 100),
            (1_013.25, "hPa", "Pa", 101_325), (5, "MPa", "bar", 50), (1, "%vol", "ppm", 10_000),
            (200, "ug/m3", "mg/m3", 0.2),
            (50, "%", "1", 0.5), (90, "min", "h", 1.5), (1, "d", "s", 86_400), (1, "ft", "m", 0.3048),
            (1, "mi", "km", 1.609344),
            (1, "mm/min", "mm/h", 60), (1, "kWh", "J", 3_600_000), (980.665, "gal", "g0", 1),
            (1, "ft3/s", "m3/s", 0.028316846592),
            (7, "µg/m³", "ug/m3", 7), (1, "mg/L", "g/m3", 1), (12, "V", "mV", 12_000),
        ] as [(Double, String, String, Double)])
    func convertsToTheLastDigit(value: Double, from: String, to: String, expected: Double) throws {
        let target = try #require(MeasurementUnit.named(to))
        let conversion = try #require(MeasurementUnit.named(from)?.conversion(to: target))
        let converted = conversion.apply(value)
        #expect(abs(converted - expected) <= expected.ulp || abs(converted) < 1e-12)
    }

    @Test(arguments: [
        ("ppm", "mg/m3"), ("ppm", "%LEL"), ("%LEL", "%vol"), ("%", "%LEL"), ("m", "s"), ("mm", "mm/h"), ("mm/h", "m/s"),
        ("V", "A"),
        ("Cel", "Pa"), ("count", "1"), ("Hz", "1/s"),
    ])
    func keepsDimensionsApart(one: String, other: String) throws {
        let left = try #require(MeasurementUnit.named(one))
        let right = try #require(MeasurementUnit.named(other))
        #expect(left.conversion(to: right) == nil && right.conversion(to: left) == nil)
    }

    @Test func leavesValuesOfTheSameUnitAsTheyAre() {
        for unit in MeasurementUnit.all { #expect(unit.conversion(to: unit)?.isIdentity == true) }
        let celsius = MeasurementUnit.named("°C").flatMap { $0.conversion(to: MeasurementUnit.named("Cel") ?? $0) }
        #expect(celsius?.isIdentity == true)
    }

    @Test func convertsThereAndBack() throws {
        for one in MeasurementUnit.all {
            for other in MeasurementUnit.all where one.dimension == other.dimension {
                let there = try #require(one.conversion(to: other))
                let back = try #require(other.conversion(to: one))
                #expect(abs(back.apply(there.apply(12.5)) - 12.5) < 1e-9, "\(one.symbol) \(other.symbol)")
            }
        }
    }

    @Test func namesEachUnitOnce() {
        let symbols = MeasurementUnit.all.map(\.symbol)
        #expect(Set(symbols).count == symbols.count)
        for entry in MeasurementUnit.entries {
            for spelling in [entry.unit.symbol] + entry.spellings {
                #expect(MeasurementUnit.named(spelling) == entry.unit, "\(spelling)")
            }
        }
        for unknown in ["", "M", "kelvin", "sheep", "PPM", " m"] { #expect(MeasurementUnit.named(unknown) == nil) }
    }
}
