import QualityControl
import Telemetry
import TestSupport
import Testing

/// What came late, twice, or before a restart is judged as if it had come once and in time.
@Suite struct LateReadingTests {
    private static let by = "source: test, date: \"2026-01-01\""
    private static let limits = """
        range: {sensor: {low: -10, high: 30, \(by)}, operator: {low: -2, high: 8, \(by)}}
        spike: {suspect: 0.4, fail: 1.5, within: 1h, \(by)}
        rate: {deviations: 3, readings: 4, at_least: 0.3, per: 5m, \(by)}
        flat_line: {suspect_after: 3, fail_after: 6, tolerance: 0.001, \(by)}
        gap: {after: 12m, \(by)}
        neighbour: {metres: 1500, limit: 1.5, within: 7m, \(by)}
        """

    private struct Sent {
        var minute: Double
        var value: Double
        var series: Int
        var device: QualityFlag
    }

    /// A river at three gauges with every kind of fault.
    private func stream(_ random: inout SeededRandom, count: Int) -> [Sent] {
        var level = 1.0
        var minute = 0.0
        var sent: [Sent] = []
        for index in 0..<count {
            minute += random.chance(5) ? 20 : Double(random.int(1...4))
            level += random.double(-0.1...0.12)
            if level > 9 { level = -1 }
            for series in 0..<3 {
                var value = (level * 100).rounded() / 100
                var device = QualityFlag.notEvaluated
                switch random.int(1...40) {
                case 1: value += random.double(-3...3)
                case 2: value = -999
                case 3: device = .fail
                case 4: device = .missing
                case 5...12: value = sent.last { $0.series == series }?.value ?? value
                case 13: continue
                default: break
                }
                sent.append(
                    Sent(minute: minute + Double(series) / 10, value: value, series: series, device: device))
            }
            if index % 50 == 49 { minute += 60 }
        }
        return sent
    }

    @Test(arguments: [UInt64](1...20)) func aDelayedReadingEndsAsOneInTime(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let sent = stream(&random, count: 120)
        var timely = try QualityScene(LateReadingTests.limits, stations: QualityScene.stations(3))
        for one in sent { timely.read(one.minute, one.value, series: one.series, device: one.device) }
        var delayed = try QualityScene(LateReadingTests.limits, stations: QualityScene.stations(3))
        // At most two readings of a series overtake another: within what is kept beyond the tests' look-back even where
        // failed readings take up room.
        var held: [(due: Int, sent: Sent)] = []
        for (position, one) in sent.enumerated() {
            for late in held where late.due == position { read(late.sent, &delayed) }
            held.removeAll { $0.due <= position }
            if random.chance(8) {
                held.append((position + random.int(1...6), one))
            } else {
                read(one, &delayed)
            }
        }
        for late in held { read(late.sent, &delayed) }
        for (key, found) in timely.found where delayed.found[key] != found {
            // That a test could be made only in time is no other verdict.
            let other = delayed.found[key]
            let isSame =
                other?.tests == found.tests && other?.quality.rawValue ?? 9 <= 2 && found.quality.rawValue <= 2
            #expect(
                isSame,
                "seed \(seed): \(key.series) at \(key.time.iso8601): \(found) became \(String(describing: other))")
        }
        #expect(timely.found.count == delayed.found.count)
        #expect(timely.revisions.count > 0, "seed \(seed) finds something")
    }

    private func read(_ sent: Sent, _ scene: inout QualityScene) {
        scene.read(sent.minute, sent.value, series: sent.series, device: sent.device)
    }

    @Test(arguments: [UInt64](1...10)) func aCorrectionEndsAsTheRightValueInTime(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let sent = stream(&random, count: 80)
        var timely = try QualityScene(LateReadingTests.limits, stations: QualityScene.stations(3))
        var corrected = timely
        var wrong: [(due: Int, sent: Sent)] = []
        for (position, one) in sent.enumerated() {
            read(one, &timely)
            if random.chance(10) {
                corrected.read(one.minute, random.double(-12...12), series: one.series, device: one.device)
                wrong.append((position + random.int(1...6), one))
            } else {
                read(one, &corrected)
            }
            for late in wrong where late.due == position { read(late.sent, &corrected) }
        }
        for late in wrong where late.due >= sent.count { read(late.sent, &corrected) }
        for (key, found) in timely.found {
            #expect(corrected.found[key]?.tests == found.tests, "seed \(seed): \(key)")
        }
    }

    @Test(arguments: [UInt64](1...10)) func aRestartAnywhereChangesNothing(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let sent = stream(&random, count: 80)
        var undisturbed = try QualityScene(LateReadingTests.limits, stations: QualityScene.stations(3))
        var restarted = undisturbed
        for one in sent {
            read(one, &undisturbed)
            read(one, &restarted)
            guard random.chance(10) else { continue }
            let before = restarted.snapshot
            restarted = try restarted.restored()
            #expect(restarted.snapshot == before)
        }
        #expect(restarted.found == undisturbed.found, "seed \(seed)")
        #expect(restarted.revisions == undisturbed.revisions, "seed \(seed)")
        #expect(restarted.snapshot == undisturbed.snapshot, "seed \(seed)")
    }

    @Test func whatIsOlderThanAllThatIsKeptIsLookedAtAlone() throws {
        var scene = try QualityScene(LateReadingTests.limits)
        for minute in 0..<60 { scene.read(Double(minute) * 5, 1 + Double(minute % 3) * 0.1) }
        let before = scene.snapshot
        #expect(scene.read(2, 5, marks: .late).tests == [])
        #expect(scene.read(3, 8.5, marks: .late).tests == ["operator_span"])
        #expect(scene.read(296, 99, marks: [.late, .beyondHorizon]).tests == ["sensor_span"])
        #expect(scene.revisions.isEmpty)
        #expect(scene.snapshot.count == before.count, "nothing of them is kept")
    }

    /// Values and times of any size, in any order.
    @Test(arguments: [UInt64](1...10)) func noReadingTraps(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var scene = try QualityScene(LateReadingTests.limits, stations: QualityScene.stations(3))
        let extremes = [
            0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e-300, 5,
        ]
        let times = [Int64.min, Int64.max, 0, -1, 1, Int64.min + 1, Int64.max - 1]
        for _ in 0..<400 {
            let nanoseconds = random.chance(30) ? random.one(of: times) : Int64(random.int(-5...5)) * 1_000_000_000
            var reading = Reading(
                series: SeriesID(rawValue: Int32(random.int(0...3))), eventTime: Timestamp(nanoseconds: nanoseconds),
                receivedAt: QualityScene.start, value: random.one(of: extremes),
                quality: random.one(of: QualityFlag.allCases))
            var revised: [RequalifiedReading] = []
            let device = reading.quality
            scene.control.assess(&reading, revision: 0, into: &revised)
            #expect(reading.quality == .worse(device, reading.quality), "never better than the device says")
        }
        _ = try scene.restored()
    }

    @Test func damagedSnapshotsThrowAndNeverTrap() throws {
        var scene = try QualityScene(LateReadingTests.limits, stations: QualityScene.stations(3))
        for minute in 0..<30 { scene.read(Double(minute), 1, series: minute % 3) }
        let whole = scene.snapshot
        var random = SeededRandom(seed: 7)
        for _ in 0..<500 {
            var bytes = whole
            if random.chance(30) {
                bytes.removeLast(random.int(1...bytes.count))
            } else {
                bytes[random.int(0...bytes.count - 1)] ^= UInt8(random.int(1...255))
            }
            var control = QualityControl(rules: scene.control.rules, registry: scene.registry)
            for description in scene.series { control.addSeries(description) }
            bytes.withUnsafeBytes { raw in
                var reader = ByteReader(raw)
                do throws(CodingFault) {
                    try control.restoreSnapshot(from: &reader)
                    var reading = Reading(
                        series: SeriesID(rawValue: 0), eventTime: QualityScene.time(40),
                        receivedAt: QualityScene.time(40), value: 1)
                    var revised: [RequalifiedReading] = []
                    control.assess(&reading, revision: 0, into: &revised)
                } catch {
                    #expect(error.position <= bytes.count)
                }
            }
        }
    }
}
