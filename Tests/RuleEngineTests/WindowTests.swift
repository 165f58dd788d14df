import Telemetry
import TestSupport
import Testing

@testable import RuleEngine

@Suite struct WindowTests {
    /// Whether the expression holds after readings one minute apart; nil where it is unknown.
    private func holds(_ expression: String, after values: [Double]) throws -> Bool? {
        let watch = try Watch(group("- {alert: A, expr: \"\(expression)\", clear_when: value < -1e9}"))
        for (index, value) in values.enumerated() { watch.read(Double(index * 60), value) }
        if watch.engine.unknownCounts.isEmpty == false { return nil }
        return !watch.steps.isEmpty
    }

    @Test func riseIsMeasuredFromTheLowestReadingAfterTheWindowsBeginning() throws {
        // 1.0 was read exactly 30 minutes before: it is outside (t − 30m, t].
        let watch = try Watch(group("- {alert: Rise, expr: \"rise('30m') >= 1.0\"}"))
        watch.read(0, 1.0)
        watch.read(60, 1.5)
        watch.read(1800, 2.2)
        #expect(watch.steps.isEmpty)
        watch.read(1859, 2.5)
        #expect(watch.steps == ["raised@1859 Rise r1"])
    }

    @Test func aggregatesOfAWindow() throws {
        let values: [Double] = [1, 5, 2, 4]
        #expect(try holds("min('3m') == 2.0 && max('3m') == 5.0", after: values) == true)
        #expect(try holds("sum('2m') == 6.0 && count('2m') == 2.0 && avg('2m') == 3.0", after: values) == true)
        #expect(try holds("fall('1h') == 1.0 && rise('1h') == 3.0", after: values) == true)
        #expect(try holds("rate('10m') * 180.0 > 2.9999 && rate('10m') * 180.0 < 3.0001", after: values) == true)
        #expect(try holds("stddev('2m') > 1.4142 && stddev('2m') < 1.4143", after: values) == true)
        #expect(try holds("previous() == 2.0", after: values) == true)
        #expect(try holds("sum_last(3) == 11.0 && min_last(2) == 2.0 && max_last(3) == 5.0", after: values) == true)
        #expect(try holds("avg_last(4) == 3.0", after: values) == true)
    }

    @Test(arguments: ["avg_last(5) > 0.0", "previous() > 0.0", "rate('1h') > 0.0", "stddev('1h') > 0.0"])
    func tooLittleHistoryIsUnknown(expression: String) throws {
        #expect(try holds(expression, after: [1]) == nil)
    }

    @Test func aWindowIsCoveredOnceTheHistoryReachesBackOverIt() throws {
        let expression = "covers('5m') && avg('5m') > 0.0"
        #expect(try holds(expression, after: [1, 1, 1, 1, 1]) == false)
        #expect(try holds(expression, after: [1, 1, 1, 1, 1, 1]) == true)
    }

    @Test func ofTwoRulesWithTheSameWindowOneIsComputed() throws {
        let rules = try compile(
            group(
                """
                - {alert: A, expr: "rise('30m') >= 1.0"}
                - {alert: B, expr: "rise('1800s') >= 2.0"}
                """))
        #expect(rules.readingIntrinsics.count == 1)
    }

    @Test func failedAndMissingReadingsEnterNoWindow() throws {
        let watch = try Watch(group("- {alert: Rise, expr: \"rise('1h') >= 5.0\"}"))
        watch.read(0, 10)
        watch.read(60, -99, quality: .fail)
        watch.read(120, 0, quality: .missing)
        watch.read(180, 10)
        #expect(watch.steps.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func aggregatesEqualThoseOfAllReadingsWhateverTheOrderOfArrival(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let window = Int64(600)
        let text = """
            - {alert: A, expr: "rise('10m') + min('10m') * 3.0 + sum('10m') + avg_last(4) + count('10m') > -1e300"}
            """
        let watch = try Watch(group(text))
        var known: [(time: Int64, value: Double)] = []
        var newest = Int64.min
        var clock = 0.0
        for _ in 0..<400 {
            clock += 1
            let time = Int64(clock) * 20 - Int64(random.next() % 12) * 20
            let value = Double(random.next() % 1000) / 8
            known.removeAll { $0.time == time }
            known.append((time, value))
            newest = max(newest, time)
            watch.read(Double(time), value, receivedAt: clock * 20)
            known.sort { $0.time < $1.time }
            let inside = known.filter { $0.time > newest - window }.map(\.value)
            let state = watch.engine.states[0]
            let lower = state.ring.firstIndex(after: Watch.time(Double(newest - window)).nanoseconds)
            #expect(state.ring.count - lower == inside.count, "seed \(seed)")
            #expect(state.ring.minimum(lower, state.ring.count) == inside.min(), "seed \(seed)")
            #expect(state.ring.maximum(lower, state.ring.count) == inside.max(), "seed \(seed)")
            #expect(state.ring.sum(lower, state.ring.count) == inside.reduce(0, +), "seed \(seed)")
        }
    }

    /// Times in whole milliseconds, others, far apart, in and out of order: kept short or whole, they come back as they were.
    @Test(arguments: [UInt64](1...30)) func ringsGiveBackWhatTheyWereGiven(seed: UInt64) throws {
        print("Ring seed \(seed)")
        var random = SeededRandom(seed: seed)
        var ring = SampleRing()
        defer { ring.release() }
        var model: [(time: Int64, value: Double)] = []
        let steps: [Int64] = [1_000_000, 60_000_000_000, 1, 999_999, 5_000_000_000_000_000]
        let usual = steps[Int.random(in: 0..<steps.count, using: &random)]
        var time = Int64.random(in: -4_000_000...4_000_000, using: &random) * 1_000_000_000_000
        if seed == 30 { time = .min }
        for round in 0..<600 {
            let value = Double(Int.random(in: -100...100, using: &random)) / 8
            let isOdd = Int.random(in: 0..<50, using: &random) == 0
            let step = isOdd ? steps[Int.random(in: 0..<steps.count, using: &random)] : usual
            switch Int.random(in: 0..<10, using: &random) {
            case 0 where !model.isEmpty:
                let position = Int.random(in: 0..<model.count, using: &random)
                ring.remove(at: position)
                model.remove(at: position)
            case 1 where !model.isEmpty:
                let late = model[Int.random(in: 0..<model.count, using: &random)].time &- step
                guard late < time else { continue }
                ring.insert(late, value)
                if let known = model.firstIndex(where: { $0.time == late }) {
                    model[known].value = value
                } else {
                    model.insert((late, value), at: model.firstIndex { $0.time > late } ?? model.count)
                }
            default:
                time += step
                ring.append(time, value)
                model.append((time, value))
                if round % 7 == 0 {
                    let cutoff = saturatingSubtract(time, usual * 20)
                    ring.evict(upTo: cutoff, keep: 5)
                    while model.count > 5, model[1].time <= cutoff { model.removeFirst() }
                }
            }
            try #require(ring.count == model.count, "seed \(seed), round \(round)")
            for index in model.indices {
                try #require(
                    ring.time(index) == model[index].time && ring.value(index) == model[index].value,
                    "seed \(seed), round \(round)")
            }
        }
    }

    @Test func historyIsBounded() {
        var ring = SampleRing()
        for index in 0..<Int64(SampleRing.limit + 100) {
            ring.append(index, 1)
            ring.evict(upTo: -1, keep: 0)
        }
        #expect(ring.count == SampleRing.limit)
        #expect(ring.time(0) == 100)
        ring.release()
    }
}
