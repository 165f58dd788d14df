import Telemetry
import TestSupport
import Testing

@testable import RuleEngine

/// Readings that come late or wrong first, within the horizon, end in the state, and in the story, of readings in time.
@Suite struct DelayTests {
    static let rules = group(
        """
        - {alert: High, expr: value >= 3.0, clear_when: value < 2.7, for: 2m, keep_firing_for: 3m}
        - {alert: Plain, expr: value >= 3.5}
        - {alert: Rise, expr: "rise('10m') >= 1.5", clear_when: "rise('10m') < 0.5"}
        - {alert: Mean, expr: avg_last(5) >= 2.5, keep_firing_for: 90s}
        - {alert: Spread, expr: "stddev('15m') > 1.0 && covers('5m')", for: 1m}
        - {alert: Step, expr: "value - previous() > 1.2"}
        - {alert: Slow, expr: value >= 2.0, for: 3m, evaluate: on_reading}
        - {alert: Known, expr: value >= station.warning, clear_when: value < station.warning - station.deadband}
        """, match: "{}")

    struct Arrival {
        var reading: Reading
        var at: Int64
    }

    struct Streams {
        var inTime: [Arrival] = []
        var disturbed: [Arrival] = []
    }

    /// Times are whole seconds and stamps one nanosecond later each, so that no two inputs share one.
    static func streams(seed: UInt64, count: Int) -> Streams {
        var random = SeededRandom(seed: seed)
        var streams = Streams()
        var second: Int64 = Watch.start
        var levels = [Double](repeating: 2, count: 4)
        for _ in 0..<count {
            second += Int64(random.next() % 60) + 1
            let index = Int(random.next() % 4)
            levels[index] = min(5, max(0, levels[index] + Double(random.next() % 1_000) / 400 - 1.25))
            let qualities: [QualityFlag] = [.pass, .notEvaluated, .suspect, .fail, .missing]
            let quality = random.next() % 5 == 0 ? qualities[Int(random.next() % 5)] : .notEvaluated
            let time = Timestamp(seconds: second)
            let right = Reading(
                series: SeriesID(rawValue: Int32(index)), eventTime: time, receivedAt: time, value: levels[index],
                quality: quality, marks: random.next() % 30 == 0 ? .unverified : [])
            streams.inTime.append(Arrival(reading: right, at: time.nanoseconds))
            switch random.next() % 10 {
            case 0, 1:
                let delay = Int64(random.next() % 3_000) * 1_000_000_000 + Int64(random.next() % 1_000_000_000)
                streams.disturbed.append(Arrival(reading: right, at: time.nanoseconds + delay))
            case 2:
                var wrong = right
                wrong.value = Double(random.next() % 500) / 100
                wrong.quality = qualities[Int(random.next() % 5)]
                streams.disturbed.append(Arrival(reading: wrong, at: time.nanoseconds))
                var correction = right
                correction.marks.insert(.correction)
                let delay = Int64(random.next() % 2_000) * 1_000_000_000 + 1
                streams.disturbed.append(Arrival(reading: correction, at: time.nanoseconds + delay))
            default: streams.disturbed.append(Arrival(reading: right, at: time.nanoseconds))
            }
        }
        // At the end every source is heard once more, in time, so that both have heard of it alike.
        let last = second + 4_000
        for index in 0..<4 {
            let time = Timestamp(seconds: last + Int64(index))
            let reading = Reading(
                series: SeriesID(rawValue: Int32(index)), eventTime: time, receivedAt: time, value: levels[index])
            streams.inTime.append(Arrival(reading: reading, at: time.nanoseconds))
            streams.disturbed.append(Arrival(reading: reading, at: time.nanoseconds))
        }
        streams.disturbed = streams.disturbed.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
        return streams
    }

    static func engine(_ rules: CompiledRules) -> RuleEngine {
        let engine = RuleEngine(rules: rules, registry: registry, lateness: ReevaluationTests.day)
        for index in 0..<4 { engine.addSeries(SnapshotTests.series(index)) }
        return engine
    }

    static let registry = Registry(
        stations: gaugeRegistry().stations.map { station in
            var station = station
            station.district = "d1"
            return station
        }, places: [], districts: [])

    static func run(_ arrivals: [Arrival], _ engine: RuleEngine) -> [AlarmChange] {
        var changes: [AlarmChange] = []
        for arrival in arrivals { apply(arrival, engine, &changes) }
        finish(arrivals, engine, &changes)
        return changes
    }

    static func apply(_ arrival: Arrival, _ engine: RuleEngine, _ changes: inout [AlarmChange]) {
        var reading = arrival.reading
        reading.receivedAt = Timestamp(nanoseconds: arrival.at)
        engine.fireTimers(before: reading.receivedAt, into: &changes)
        engine.apply(reading, into: &changes)
    }

    static func finish(_ arrivals: [Arrival], _ engine: RuleEngine, _ changes: inout [AlarmChange]) {
        let end = Timestamp(nanoseconds: arrivals[arrivals.count - 1].at) + Interval(seconds: 2)
        engine.fireTimers(before: end, into: &changes)
    }

    /// What is told of an alarm, with its corrections taken in: spans in event time.
    static func story(_ changes: [AlarmChange]) -> [AlarmID: [AlarmChange.Span]] {
        var story: [AlarmID: [AlarmChange.Span]] = [:]
        for change in changes {
            var spans = story[change.alarm] ?? []
            if let previously = change.previously, change.kind != .cleared {
                let known = spans.firstIndex(of: previously)
                #expect(known != nil, "\(change.kind) of what was never told: \(change.alarm) \(previously)")
                if let known { spans.remove(at: known) }
            }
            switch change.kind {
            case .pending, .dropped, .held, .restored, .retracted: break
            case .raised:
                // One that is on already is told again, because what it rests on is believed now.
                if spans.contains(where: { $0.ended == nil }) { break }
                spans.append(.init(began: change.eventTime, ended: nil))
            case .history, .revised: spans.append(.init(began: change.eventTime, ended: change.endedAt))
            case .cleared:
                let open = spans.firstIndex { $0.ended == nil }
                #expect(open != nil, "cleared without a raise: \(change.alarm)")
                if let open { spans[open].ended = change.eventTime }
            }
            story[change.alarm] = spans.isEmpty ? nil : spans.sorted { $0.began < $1.began }
        }
        return story
    }

    static func cells(_ engine: RuleEngine) -> [String] {
        (0..<engine.cells.count).map { index in
            let cell = engine.cells[index]
            let times = cell.phase == .inactive ? "" : "\(cell.since) \(cell.onset) \(cell.due)"
            return "\(engine.rule(ofCell: index).alert) r\(cell.series) \(cell.phase) \(cell.flags.rawValue) \(times)"
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as [UInt64])
    func aDelayWithinTheHorizonEndsInTheSameState(seed: UInt64) throws {
        let rules = try compile(Self.rules, registry: Self.registry)
        let streams = Self.streams(seed: seed, count: 500)
        let inTime = Self.engine(rules)
        let disturbed = Self.engine(rules)
        let expected = Self.run(streams.inTime, inTime)
        let actual = Self.run(streams.disturbed, disturbed)
        #expect(Self.cells(disturbed) == Self.cells(inTime), "seed \(seed)")
        let expectedStory = Self.story(expected)
        let actualStory = Self.story(actual)
        #expect(expectedStory.count > 10, "seed \(seed)")
        for alarm in Set(expectedStory.keys).union(actualStory.keys).sorted() {
            #expect(actualStory[alarm] == expectedStory[alarm], "seed \(seed) \(alarm)")
        }
        let kinds = Set(actual.map(\.kind))
        #expect(kinds.isSuperset(of: [.raised, .cleared, .history, .retracted, .revised]), "seed \(seed)")
    }

    /// r0 → r1 → r2 → r3; rules that look at others.
    static let riverRules = group(
        """
        - {alert: Drop, expr: "upstream('stage') - value > 1.5", clear_when: "upstream('stage') - value < 0.5"}
        - {alert: Wave, expr: "downstream('stage', 'rise', '10m') > 1.5", for: 1m}
        - {alert: Most, expr: "district_max('stage') > 4.5 && district_count('stage') > 1.0"}
        - {alert: Aside, expr: "value > district_avg('stage', 'avg', '20m') + 1.5", keep_firing_for: 2m}
        - {alert: Near, expr: "nearest('stage', 20000) > value + 2.0"}
        - {alert: Pair, expr: "occdf() > 2.0 || docctd(2) > 0.6 || california_7(0.5, 0.2, 4.0) >= 2"}
        - {alert: Held, expr: "held('4m', v, v > 2.5) || cusum_high(2.0, 0.2, '12m') > 4.0"}
        - {alert: Usual, expr: "value > ewma('4m', '30m') + 1.5 && sta_lta('2m', '10m') > 1.0"}
        """, match: "{}")

    static let river = Registry(
        stations: (0..<4).map { index in
            NeighbourTests.station(
                "r\(index)", "stage", upstream: index > 0 ? ["r\(index - 1)"] : [],
                downstream: index < 3 ? ["r\(index + 1)"] : [], latitude: 27.5 + Double(index) / 10,
                district: "d\(index % 2)", heartbeat: nil)
        }, places: [], districts: [])

    @Test(arguments: [31, 32, 33, 34, 35, 36, 37, 38] as [UInt64])
    func delaysOfNeighboursEndInTheSameState(seed: UInt64) throws {
        let rules = try compile(Self.riverRules, registry: Self.river)
        func engine() -> RuleEngine {
            let engine = RuleEngine(rules: rules, registry: Self.river, lateness: ReevaluationTests.day)
            for index in 0..<4 { engine.addSeries(SnapshotTests.series(index)) }
            return engine
        }
        let streams = Self.streams(seed: seed, count: 400)
        let (inTime, disturbed) = (engine(), engine())
        let expectedStory = Self.story(Self.run(streams.inTime, inTime))
        let actualStory = Self.story(Self.run(streams.disturbed, disturbed))
        #expect(Self.cells(disturbed) == Self.cells(inTime), "seed \(seed)")
        #expect(expectedStory.count > 8, "seed \(seed)")
        for alarm in Set(expectedStory.keys).union(actualStory.keys).sorted() {
            #expect(actualStory[alarm] == expectedStory[alarm], "seed \(seed) \(alarm)")
        }
    }

    /// One source lags behind the others, in its own order.
    @Test(arguments: [41, 42, 43, 44] as [UInt64])
    func aSourceThatLagsEndsInTheSameState(seed: UInt64) throws {
        let rules = try compile(Self.riverRules, registry: Self.river)
        let inOrder = Self.streams(seed: seed, count: 400).inTime
        let lagging = inOrder.map { arrival in
            var arrival = arrival
            if arrival.reading.series.index == 2 { arrival.at += 95_000_000_000 }
            return arrival
        }.sorted { $0.at < $1.at }
        var stories: [[AlarmID: [AlarmChange.Span]]] = []
        for arrivals in [inOrder, lagging] {
            let engine = RuleEngine(rules: rules, registry: Self.river, lateness: ReevaluationTests.day)
            for index in 0..<4 { engine.addSeries(SnapshotTests.series(index)) }
            stories.append(Self.story(Self.run(arrivals, engine)))
        }
        for alarm in Set(stories[0].keys).union(stories[1].keys).sorted() where alarm.key != "r2" {
            #expect(stories[0][alarm] == stories[1][alarm], "seed \(seed) \(alarm)")
        }
    }

    @Test(arguments: [21, 22, 23, 24] as [UInt64])
    func stoppingAtAnyPointChangesNothing(seed: UInt64) throws {
        let rules = try compile(Self.rules, registry: Self.registry)
        let arrivals = Self.streams(seed: seed, count: 500).disturbed
        let undisturbed = Self.engine(rules)
        var stopped = Self.engine(rules)
        var random = SeededRandom(seed: seed)
        var expected: [AlarmChange] = []
        var actual: [AlarmChange] = []
        for arrival in arrivals {
            Self.apply(arrival, undisturbed, &expected)
            Self.apply(arrival, stopped, &actual)
            if random.next() % 10 == 0 {
                let bytes = SnapshotTests.snapshot(stopped)
                let next = Self.engine(rules)
                try SnapshotTests.restore(bytes, next)
                #expect(SnapshotTests.snapshot(next) == bytes, "seed \(seed)")
                stopped = next
            }
        }
        Self.finish(arrivals, undisturbed, &expected)
        Self.finish(arrivals, stopped, &actual)
        #expect(actual == expected, "seed \(seed)")
        #expect(SnapshotTests.snapshot(stopped) == SnapshotTests.snapshot(undisturbed), "seed \(seed)")
    }
}
