import CommandLog
import Configuration
import Operations
import Store
import Telemetry
import Testing

/// Quality control in its place: between intake and rules.
@Suite struct QualityFoldTests {
    private static let limits = """
        quality:
          - name: stage
            match: {quantity: stage, unit: m}
            range:
              sensor: {low: -10, high: 20, source: test, date: "2026-01-01"}
              operator: {low: 0, high: 4.5, source: test, date: "2026-01-01"}
            spike: {suspect: 0.5, fail: 2, source: test, date: "2026-01-01"}
        """

    private func city(_ limits: String = QualityFoldTests.limits) throws -> LoadedCity {
        let file = ConfigurationFile(path: "quality/stage.yaml", text: limits)
        return try LoadedCity(bundle: ConfigurationBundle(files: SmallCity.bundle().files + [file]))
    }

    private func bench() throws -> FoldBench<GatheringSink> {
        let city = try city()
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        return bench
    }

    private func stored(_ bench: FoldBench<GatheringSink>, _ second: Double) -> [StoredRevision] {
        var values: [StoredRevision] = []
        bench.sink.storedValues(
            series: SeriesID(rawValue: 0), eventTime: SmallCity.time(second), receivedBefore: .distantFuture,
            into: &values)
        return values
    }

    private func raise(_ bench: FoldBench<GatheringSink>, _ alert: String) -> String? {
        bench.sink.entries.map(\.text).first { $0.contains("\"alarm_raised\"") && $0.contains("\"\(alert)\"") }
            ?? bench.sink.entries.map(\.text).first {
                $0.contains("\"incident_raised\"") && $0.contains("\"\(alert)\"")
            }
    }

    @Test(arguments: [(4.2, false), (4.8, true), (99.0, true)])
    func aDoubtfulReadingRingsUnverified(value: Double, isUnverified: Bool) throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, value), on: SmallCity.upper, now: SmallCity.time(10))
        let entry = try #require(raise(bench, "RiverDanger"))
        #expect(entry.contains("\"unverified\":true") == isUnverified, "\(entry)")
    }

    @Test func aFailedReadingClearsNothing() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 4.2), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.read(SmallCity.reading(70, -99), on: SmallCity.upper, now: SmallCity.time(70))
        try bench.tick(to: SmallCity.time(200))
        #expect(!bench.sink.codes.contains("alarm_cleared") && !bench.sink.codes.contains("incident_resolved"))
        try bench.read(SmallCity.reading(210, 2), on: SmallCity.upper, now: SmallCity.time(210))
        try bench.tick(to: SmallCity.time(400))
        #expect(bench.sink.entries.contains { $0.text.contains("cleared") || $0.text.contains("resolved") })
    }

    /// The spike's flag is a revision; a redelivery of the spike is still a repeat.
    @Test func aSpikeIsRevisedAndItsRepeatStaysARepeat() throws {
        var bench = try bench()
        for (second, value) in [(10.0, 2.0), (70, 3.8), (130, 2.0)] {
            try bench.read(SmallCity.reading(second, value), on: SmallCity.upper, now: SmallCity.time(second))
        }
        #expect(stored(bench, 70).map(\.quality) == [.pass, .suspect])
        #expect(stored(bench, 70).map(\.revision) == [0, 1])
        #expect(stored(bench, 70).map(\.deviceQuality) == [.notEvaluated, .notEvaluated])
        #expect(bench.fold.counters.readings == 3)
        try bench.read(SmallCity.reading(70, 3.8), on: SmallCity.upper, now: SmallCity.time(140))
        #expect(bench.fold.counters.duplicates == 1)
        #expect(bench.fold.counters.corrections == 0)
        // A correction by the device counts on from our revision.
        try bench.read(SmallCity.reading(70, 2.1), on: SmallCity.upper, now: SmallCity.time(150))
        #expect(stored(bench, 70).map(\.revision) == [0, 1, 2])
        #expect(stored(bench, 70).last?.quality == .pass)
        #expect(bench.sink.collisions == [])
        let counts = bench.fold.cursor.qualityCounts
        #expect(counts.passed == 4 && counts.revised == 1)
    }

    /// Several readings and their corrections in one message.
    @Test func aPackRevisesAndCorrectsItself() throws {
        var bench = try bench()
        let begin = SmallCity.begin.wholeSeconds
        let records = [(10, 2.0), (70, 3.8), (130, 2.0), (70, 3.8), (70, 2.2), (190, 2.1)].map { second, value in
            "{\"n\":\"city/north/water/upper/stage\",\"u\":\"m\",\"t\":\(begin + Int64(second)),\"v\":\(value)}"
        }
        try bench.read("[\(records.joined(separator: ","))]", on: SmallCity.upper, now: SmallCity.time(200))
        #expect(bench.sink.collisions == [])
        #expect(stored(bench, 70).map(\.revision) == [0, 1, 2])
        #expect(stored(bench, 70).map(\.value) == [3.8, 3.8, 2.2])
    }

    @Test func aWrongFileIsRefusedWithTheRest() throws {
        do {
            _ = try city(QualityFoldTests.limits.replacing("suspect: 0.5", with: "suspect: 5"))
            Issue.record("it was loaded")
        } catch let problems as ConfigurationProblems {
            #expect(problems.description.hasPrefix("quality/stage.yaml:7:"))
            #expect(problems.description.contains("“fail” is not above “suspect”."))
        }
    }
}
