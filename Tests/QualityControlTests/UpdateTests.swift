import Configuration
import QualityControl
import Telemetry
import TestSupport
import Testing

/// A device tells with its first message what its registration left open. What is found afterwards is what would have been
/// found if all of quality control had been built anew.
@Suite struct UpdateTests {
    private static let by = "source: test, date: \"2026-01-01\""

    /// Two domains with other limits and another memory, a third without any; more neighbours than are kept.
    private static let limits = """
        quality:
          - name: water
            match: {quantity: stage, domain: water, unit: m}
            range: {sensor: {low: -10, high: 30, \(by)}}
            flat_line: {suspect_after: 3, tolerance: 0.001, \(by)}
            neighbour: {metres: 9000, limit: 0.5, within: 30m, \(by)}
          - name: road
            match: {quantity: stage, domain: road, unit: m}
            range: {sensor: {low: -1, high: 3, \(by)}}
            rate: {deviations: 3, readings: 6, at_least: 0.3, per: 5m, \(by)}
            neighbour: {metres: 3000, limit: 0.2, within: 30m, \(by)}

        """

    private struct World {
        let rules: QualityRules
        let registry: Registry
        var series: [SeriesDescription]
        /// Updated one by one.
        var control: QualityControl
        var findings: [String] = []
    }

    private func world(_ random: inout SeededRandom) throws -> World {
        let stations = QualityScene.stations(14).map { station in
            var moved = station
            moved.latitudeDegrees = 27 + random.double(0...0.08)
            return moved
        }
        let registry = Registry(stations: stations, places: [], districts: [])
        let rules = try QualityRules.load(
            bundle: ConfigurationBundle(files: [ConfigurationFile(path: "quality/all.yaml", text: UpdateTests.limits)]),
            registry: registry)
        let series = stations.enumerated().map { index, station in
            SeriesDescription(
                id: SeriesID(rawValue: Int32(index)), topic: "", district: "d",
                domain: ["", "water"][random.int(0...1)], station: station.id, quantity: "stage",
                unit: ["", "m"][random.int(0...1)], registered: index)
        }
        var control = QualityControl(rules: rules, registry: registry)
        for description in series { control.addSeries(description) }
        return World(rules: rules, registry: registry, series: series, control: control)
    }

    private func change(_ world: inout World, _ random: inout SeededRandom) {
        let index = random.int(0...world.series.count - 1)
        var description = world.series[index]
        description.topic = "city/d/x/\(description.station)/stage"
        switch random.int(1...4) {
        case 1: description.unit = random.one(of: ["m", "m", "cm"])
        case 2: break
        default: description.domain = random.one(of: ["water", "road", "rain"])
        }
        world.series[index] = description
        world.control.updateSeries(description)
    }

    private func read(_ control: inout QualityControl, _ reading: Reading) -> [String] {
        var reading = reading
        var revised: [RequalifiedReading] = []
        control.assess(&reading, revision: 0, into: &revised)
        return ([reading] + revised.map(\.reading)).map {
            "\($0.series.index) \($0.eventTime) \($0.value) \($0.quality) \($0.failedTests.names)"
        }
    }

    @Test func oneSeriesChangedIsAsAllBuiltAnew() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        for _ in 0..<20 {
            var world = try world(&random)
            var rebuilt = world.control
            for minute in 0..<150 {
                if random.chance(20) {
                    change(&world, &random)
                    rebuilt.replaceRules(world.rules, registry: world.registry, series: world.series)
                }
                let series = random.int(0...world.series.count - 1)
                let reading = Reading(
                    series: SeriesID(rawValue: Int32(series)), eventTime: QualityScene.time(Double(minute)),
                    receivedAt: QualityScene.time(Double(minute)), value: Double(random.int(0...8)) / 4,
                    quality: .notEvaluated, marks: [])
                #expect(read(&world.control, reading) == read(&rebuilt, reading), "seed \(seed), minute \(minute)")
            }
            #expect(world.control.counts == rebuilt.counts, "seed \(seed)")
        }
    }

    /// A snapshot is taken of the one and read into a state that was built anew.
    @Test func aSnapshotDoesNotShowHowItCameAbout() throws {
        var random = SeededRandom(seed: 7)
        var world = try world(&random)
        for minute in 0..<200 {
            if random.chance(20) { change(&world, &random) }
            let reading = Reading(
                series: SeriesID(rawValue: Int32(random.int(0...13))), eventTime: QualityScene.time(Double(minute)),
                receivedAt: QualityScene.time(Double(minute)), value: Double(minute % 9) / 4, quality: .notEvaluated,
                marks: [])
            _ = read(&world.control, reading)
        }
        var writer = ByteWriter()
        world.control.encodeSnapshot(into: &writer)
        var restored = QualityControl(rules: world.rules, registry: world.registry)
        for description in world.series { restored.addSeries(description) }
        try writer.bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            try restored.restoreSnapshot(from: &reader)
        }
        for minute in 200..<260 {
            let reading = Reading(
                series: SeriesID(rawValue: Int32(minute % 14)), eventTime: QualityScene.time(Double(minute)),
                receivedAt: QualityScene.time(Double(minute)), value: Double(minute % 7) / 4, quality: .notEvaluated,
                marks: [])
            #expect(read(&world.control, reading) == read(&restored, reading))
        }
    }
}
