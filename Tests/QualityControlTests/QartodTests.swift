import QualityControl
import Telemetry
import Testing

/// Each test by its own numbers.
@Suite struct QartodTests {
    private let by = "source: test, date: \"2026-01-01\""

    @Test(arguments: [
        (-12.0, QualityFlag.fail, ["sensor_span"]), (-10.0, .suspect, ["operator_span"]),
        (-2.01, .suspect, ["operator_span"]), (-2.0, .pass, []), (0.0, .pass, []), (8.0, .pass, []),
        (8.01, .suspect, ["operator_span"]), (30.0, .suspect, ["operator_span"]), (30.1, .fail, ["sensor_span"]),
    ])
    func rangeTellsWhatTheSensorCannotMeasureFromWhatIsUnlikelyHere(
        value: Double, flag: QualityFlag, tests: [String]
    ) throws {
        var scene = try QualityScene(
            "range: {sensor: {low: -10, high: 30, \(by)}, operator: {low: -2, high: 8, \(by)}}")
        let found = scene.read(0, value)
        #expect(found.quality == flag)
        #expect(found.tests == tests)
    }

    /// QARTOD's formula by hand: |x[n−1] − (x[n] + x[n−2]) / 2|.
    @Test(arguments: [
        (1.0, 1.2, 1.0, QualityFlag.pass), (1.0, 1.4, 1.0, .suspect), (1.0, 2.2, 1.0, .fail),
        // Below the gauge's zero, up and down.
        (-1.0, -1.4, -1.0, .suspect), (-1.0, -0.6, -1.0, .suspect), (-1.0, -2.2, -1.0, .fail),
        (-0.1, 0.1, -0.1, .pass), (-0.2, 0.2, -0.2, .suspect),
        // A steady rise is no spike, nor is the foot of a flood or a level that has shifted.
        (-1.0, 0.0, 1.0, .pass), (1.0, 1.1, 3.0, .pass), (1.0, 2.0, 1.9, .pass), (1.0, -1.0, -0.9, .pass),
    ])
    func aSpikeIsFoundWhenTheNextReadingComes(before: Double, value: Double, after: Double, flag: QualityFlag) throws {
        var scene = try QualityScene("spike: {suspect: 0.3, fail: 1.0, \(by)}")
        scene.read(0, before)
        #expect(scene.read(5, value).quality == .notEvaluated, "nothing can be said of the newest reading")
        scene.read(10, after)
        let isSpike = flag != .pass
        #expect(scene.at(5)?.quality == (isSpike ? flag : .notEvaluated))
        #expect(scene.at(5)?.tests == (isSpike ? ["spike"] : []))
        #expect(scene.revisions.count == (isSpike ? 1 : 0))
        guard isSpike else { return }
        let revision = try #require(scene.revisions.first)
        #expect(revision.revision == 1)
        #expect(revision.reading.marks.contains(.correction))
        #expect(revision.reading.receivedAt == QualityScene.time(10))
        #expect(revision.reading.value == value)
        #expect(revision.reading.deviceQuality == .notEvaluated)
    }

    /// What stays on a new level is no row of spikes.
    @Test func aStepIsNoRowOfSpikes() throws {
        var scene = try QualityScene("spike: {suspect: 0.3, fail: 1.0, within: 2h, \(by)}")
        let values = [1.0, 1, 1, 6, 6.1, 6, 6.1, 2, 2.1, 2]
        for (minute, value) in values.enumerated() { scene.read(Double(minute), value) }
        #expect(scene.revisions.isEmpty)
        // One that overshoots is a spike, and those after it are none.
        for (minute, value) in [(20.0, 2.0), (21, 9), (22, 5), (23, 5.1), (24, 5), (25, 5.1)] {
            scene.read(minute, value)
        }
        #expect(scene.revisions.map(\.reading.value) == [9])
    }

    @Test func readingsFarApartSayNothingOfASpike() throws {
        var scene = try QualityScene("spike: {suspect: 0.3, within: 30m, \(by)}")
        for (minute, value) in [(0.0, 1.0), (5, 2), (36, 1)] { scene.read(minute, value) }
        #expect(scene.revisions.isEmpty)
    }

    /// A reading after a gap lies near the next one, not in the middle.
    @Test func unequalStepsAreWeighed() throws {
        var scene = try QualityScene("spike: {suspect: 0.5, within: 2h, \(by)}")
        for (minute, value) in [(0.0, 48.2), (5, 48.4), (55, 49.7), (60, 49.4), (65, 49.0), (70, 48.6)] {
            scene.read(minute, value)
        }
        #expect(scene.revisions.isEmpty)
    }

    /// The reading after a spike is held against the one before it, not against the spike.
    @Test func aSpikeOrAFailedReadingMakesNoOtherSuspect() throws {
        var scene = try QualityScene(
            """
            range: {sensor: {low: -10, high: 30, \(by)}}
            spike: {suspect: 0.3, fail: 1.0, \(by)}
            rate: {deviations: 3, readings: 3, at_least: 0.2, per: 5m, \(by)}
            """)
        for minute in 0..<4 { scene.read(Double(minute), 1 + Double(minute % 2) * 0.01) }
        #expect(scene.read(4, 5).tests == ["rate"])
        #expect(scene.read(5, 1).tests == [])
        #expect(scene.at(4)?.tests == ["spike", "rate"])
        #expect(scene.at(4)?.quality == .fail)
        #expect(scene.read(6, -999).tests == ["sensor_span"])
        #expect(scene.read(7, 1.01).tests == [])
        #expect(scene.at(5)?.tests == [])
        #expect(scene.at(6)?.tests == ["sensor_span"])
    }

    /// 4 readings 1.0 1.2 1.0 1.2 have the sample deviation 0.11547.
    @Test(arguments: [(1.2 + 0.34, false), (1.2 + 0.36, true), (1.2 - 0.36, true), (1.2 + 0.10, false)])
    func rateIsHeldAgainstTheDeviationOfTheReadingsBefore(value: Double, isSuspect: Bool) throws {
        var scene = try QualityScene("rate: {deviations: 3, readings: 4, at_least: 0.05, per: 5m, \(by)}")
        for (minute, value) in [1.0, 1.2, 1.0, 1.2].enumerated() { scene.read(Double(minute), value) }
        #expect(scene.read(4, value).quality == (isSuspect ? .suspect : .pass))
    }

    @Test func whatIsAnOrdinaryChangeIsNoRateHoweverQuietItWas() throws {
        var scene = try QualityScene("rate: {deviations: 3, readings: 4, at_least: 0.5, per: 5m, \(by)}")
        for minute in 0..<6 { scene.read(Double(minute), 1) }
        #expect(scene.read(6, 1.5).tests == [])
        #expect(scene.read(7, 2.4).tests == ["rate"])
        // Twice the time, twice the change.
        #expect(scene.read(17, 3.35).tests == [])
    }

    @Test func tooFewReadingsForADeviationSayNothing() throws {
        var scene = try QualityScene("rate: {deviations: 3, readings: 4, at_least: 0.5, per: 5m, \(by)}")
        for minute in 0..<3 { scene.read(Double(minute), 1) }
        let found = scene.read(3, 9)
        #expect(found.tests == [])
        #expect(found.quality == .notEvaluated)
    }

    @Test func aFlatLineIsSuspectAndThenFails() throws {
        var scene = try QualityScene(
            "flat_line: {suspect_after: 3, fail_after: 5, tolerance: 0.01, idle: [0, 0.02], \(by)}")
        let values = [1.0, 1.005, 0.995, 1.009, 1.0, 1.0, 1.02, 1.02]
        var flags: [QualityFlag] = []
        for (minute, value) in values.enumerated() { flags.append(scene.read(Double(minute), value).quality) }
        #expect(flags == [.pass, .pass, .pass, .suspect, .suspect, .fail, .pass, .pass])
        for minute in 10..<20 { #expect(scene.read(Double(minute), 0).quality == .pass, "a dry underpass is no fault") }
        #expect(scene.read(21, 0.021).quality == .pass)
    }

    @Test func theFirstReadingAfterAGapIsSuspect() throws {
        var scene = try QualityScene("gap: {after: 30m, \(by)}")
        scene.read(0, 1)
        #expect(scene.read(30, 1).quality == .pass)
        #expect(scene.read(61, 1).tests == ["gap"])
        #expect(scene.read(62, 1).quality == .pass)
        // What was missing comes: there was no gap.
        scene.read(45, 1, marks: .late, at: QualityScene.time(70))
        #expect(scene.at(61)?.quality == .pass)
        #expect(scene.revisions.map(\.revision) == [1])
    }

    @Test func aReadingIsSuspectThatDiffersFromEveryNeighbour() throws {
        var scene = try QualityScene(
            "neighbour: {metres: 2500, limit: 0.5, within: 10m, \(by)}", stations: QualityScene.stations(4))
        // b has a and c and d within 2.5 km, a has b and c.
        scene.read(0, 3, series: 1)
        #expect(scene.at(0, series: 1)?.quality == .notEvaluated, "no neighbour was heard")
        scene.read(1, 1, series: 0)
        #expect(scene.at(1, series: 0)?.tests == ["neighbour"])
        scene.read(2, 1.1, series: 2)
        #expect(scene.at(2, series: 2)?.quality == .pass, "it agrees with a, 2 km away")
        scene.read(3, 3.1, series: 3)
        #expect(scene.at(3, series: 3)?.quality == .pass)
        #expect(scene.read(4, 1.2, series: 0).quality == .pass)
        #expect(scene.read(5, 9, series: 1).tests == ["neighbour"])
        #expect(scene.read(60, 9, series: 1).quality == .notEvaluated, "what they said is too old")
    }

    /// A neighbour's reading of the moment before may arrive after it.
    @Test func theOrderOfArrivalOfNeighboursDoesNotShow() throws {
        let limits = "neighbour: {of: [a, b], limit: 0.5, within: 10m, \(by)}"
        var first = try QualityScene(limits, stations: QualityScene.stations(2))
        first.read(0, 1, series: 0)
        first.read(1, 5, series: 1)
        var second = try QualityScene(limits, stations: QualityScene.stations(2))
        second.read(1, 5, series: 1)
        second.read(0, 1, series: 0)
        #expect(first.found == second.found)
        #expect(second.at(1, series: 1)?.tests == ["neighbour"])
    }

    @Test(arguments: QualityFlag.allCases)
    func theWorseOfTheDevicesFlagAndOursCounts(device: QualityFlag) throws {
        let limits = "range: {sensor: {low: 0, high: 9, \(by)}, operator: {low: 1, high: 8, \(by)}}"
        for (value, own) in [(5.0, QualityFlag.pass), (0.5, .suspect), (10, .fail)] {
            var scene = try QualityScene(limits)
            let found = scene.read(0, value, device: device)
            let expected: QualityFlag =
                switch (device, own) {
                case (.missing, _): .missing
                case (.fail, _), (_, .fail): .fail
                case (.suspect, _), (_, .suspect): .suspect
                default: .pass
                }
            #expect(found.quality == expected, "\(device) \(own)")
            #expect(found.tests.isEmpty == (device == .missing || own == .pass))
        }
    }

    @Test func aSeriesWithoutLimitsKeepsTheDevicesFlag() throws {
        var scene = try QualityScene("range: {sensor: {low: 0, high: 9, \(by)}}\nstations: {a: {range: {sensor: off}}}")
        #expect(!scene.control.isAssessed(SeriesID(rawValue: 0)))
        #expect(scene.read(0, 99, device: .suspect).quality == .suspect)
        #expect(scene.read(1, 99).quality == .notEvaluated)
        #expect(scene.control.counts == QualityCounts())
    }

    @Test func everyVerdictIsCounted() throws {
        var scene = try QualityScene(
            "range: {sensor: {low: 0, high: 9, \(by)}, operator: {low: 1, high: 8, \(by)}}\nspike: {suspect: 1, \(by)}")
        for (minute, value) in [5.0, 0.5, 99, 7.5, 5].enumerated() { scene.read(Double(minute), value) }
        scene.read(6, 5, device: .missing)
        let counts = scene.control.counts
        #expect(counts.passed == 3)
        #expect(counts.suspect == 1)
        #expect(counts.failed == 1)
        #expect(counts.missing == 1)
        // 0.5 between 5 and 7.5 stands out; 7.5 between 5 (0.5 was a spike) and 5 as well.
        #expect(counts.revised == 2)
        #expect(counts.byTest == [1, 1, 2, 0, 0, 0, 0])
    }
}
