import Telemetry
import TestSupport
import Testing

@testable import RuleEngine

/// An engine that goes on from a snapshot is the one that was never stopped.
@Suite struct SnapshotTests {
    static let rules = group(
        """
        - {alert: High, expr: value >= 3.0, clear_when: value < 2.7, for: 2m, keep_firing_for: 3m}
        - {alert: Rise, expr: "rise('10m') >= 1.5", clear_when: "rise('10m') < 0.5"}
        - {alert: Mean, expr: avg_last(5) >= 2.5}
        - {alert: Spread, expr: "stddev('15m') > 1.0 && covers('5m')", for: 1m}
        - {alert: Silent, expr: silence() > duration('4m')}
        - {alert: Lost, expr: silence() >= duration('12m')}
        - {alert: Panic, expr: value >= 4.8, latch: true, cooldown: 90s}
        - {alert: Slow, expr: value >= 2.0, for: 3m, evaluate: on_reading}
        - {alert: Known, expr: value >= station.warning, clear_when: value < station.warning - station.deadband, blind_after: 7m}
        - {alert: Usual, expr: "value > ewma('5m', '20m') + 2.0 || held('6m', v, v > 2.5)", blind_after: 3m}
        - {alert: After, sequence: {first: High, then: Panic, within: 20m, by: [district]}, keep_firing_for: 2m}
        - {alert: Never, sequence: {first: Rise, missing: Mean, after: 1m, within: 8m}, cooldown: 3m}
        - {alert: Call, on: event, expr: event.level >= 3, cooldown: 1m, keep_firing_for: 4m}
        - {alert: Many, over: {alert: High, by: [district]}, expr: "distinct('station', '10m') >= 2", cooldown: 5m, keep_firing_for: 2m}
        - {alert: Calls, over: {alert: Call, by: [district]}, expr: "raises('5m') >= 2"}
        """, match: "{}")

    enum Input {
        case reading(Reading)
        case event(EventObject)
        case reset(AlarmID, Timestamp)
        case unreadable(String, Timestamp)
        case gap(Interval)

        var at: Timestamp {
            switch self {
            case .reading(let reading): reading.receivedAt
            case .event(let event): event.receivedAt
            case .reset(_, let at), .unreadable(_, let at): at
            case .gap: .distantPast
            }
        }
    }

    static func series(_ index: Int) -> SeriesDescription {
        SeriesDescription(
            id: SeriesID(rawValue: Int32(index)), topic: "city/d\(index % 2)/water/r\(index)/stage",
            district: "d\(index % 2)", domain: "water", station: "r\(index)", quantity: "stage", unit: "m",
            registered: nil)
    }

    static func inputs(seed: UInt64, count: Int) -> [Input] {
        var random = SeededRandom(seed: seed)
        var at: Int64 = Watch.start * 1_000_000_000
        var levels = [Double](repeating: 2, count: 6)
        return (0..<count).map { _ in
            at += Int64(random.next() % 40_000_000_000) + 1
            let stamp = Timestamp(nanoseconds: at)
            let index = Int(random.next() % 6)
            switch random.next() % 100 {
            case 0: return .reset(AlarmID(alert: "Panic", key: "r\(index)"), stamp)
            case 1: return .unreadable("r\(index)", stamp)
            case 2: return .gap(Interval(seconds: Int64(random.next() % 300)))
            case 3...8:
                return .event(
                    EventObject(
                        topic: "city/d0/calls/c\(index % 2)/call", district: "d0", domain: "calls",
                        station: "c\(index % 2)", quantity: "call", id: "e\(at)", eventTime: stamp, receivedAt: stamp,
                        marks: [], members: [EventMember(name: "level", value: .number(Double(random.next() % 6)))],
                        registered: nil))
            default:
                levels[index] += Double(random.next() % 1000) / 500 - 1
                levels[index] = min(5, max(0, levels[index]))
                let late = random.next() % 8 == 0 ? Int64(random.next() % 400_000_000_000) : 0
                let qualities: [QualityFlag] = [.pass, .notEvaluated, .suspect, .fail, .missing]
                let quality = random.next() % 6 == 0 ? qualities[Int(random.next() % 5)] : .notEvaluated
                return .reading(
                    Reading(
                        series: SeriesID(rawValue: Int32(index)), eventTime: Timestamp(nanoseconds: at - late),
                        receivedAt: stamp, value: levels[index], quality: quality,
                        marks: random.next() % 20 == 0 ? .unverified : []))
            }
        }
    }

    static func engine(_ rules: CompiledRules) -> RuleEngine {
        let registry = Registry(
            stations: gaugeRegistry().stations.map { station in
                var station = station
                station.district = "d1"
                return station
            }, places: [], districts: [])
        let engine = RuleEngine(rules: rules, registry: registry)
        for index in 0..<6 { engine.addSeries(series(index)) }
        return engine
    }

    static func apply(_ input: Input, to engine: RuleEngine, _ changes: inout [AlarmChange]) {
        if case .gap(let gap) = input {
            engine.postponeTimers(by: gap)
            return
        }
        engine.fireTimers(before: input.at, into: &changes)
        switch input {
        case .reading(let reading): engine.apply(reading, into: &changes)
        case .event(let event): engine.apply(event, into: &changes)
        case .reset(let alarm, let at): engine.resetLatch(alarm: alarm, at: at, into: &changes)
        case .unreadable(let station, let at): engine.quarantined(station: station, at: at, into: &changes)
        case .gap: break
        }
    }

    static func snapshot(_ engine: RuleEngine) -> [UInt8] {
        var writer = ByteWriter()
        engine.encodeSnapshot(into: &writer)
        return writer.bytes
    }

    static func restore(_ bytes: [UInt8], _ engine: RuleEngine) throws {
        try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            try engine.restoreSnapshot(from: &reader)
            #expect(reader.isAtEnd)
        }
    }

    @Test(arguments: [11, 12, 13, 14, 15, 16] as [UInt64])
    func stoppingAtAnyPointChangesNothing(seed: UInt64) throws {
        let rules = try compile(Self.rules, registry: gaugeRegistry())
        let inputs = Self.inputs(seed: seed, count: 1_500)
        let undisturbed = Self.engine(rules)
        var stopped = Self.engine(rules)
        var random = SeededRandom(seed: seed &* 31)
        var expected: [AlarmChange] = []
        var actual: [AlarmChange] = []
        for input in inputs {
            Self.apply(input, to: undisturbed, &expected)
            Self.apply(input, to: stopped, &actual)
            if random.next() % 30 == 0 {
                let bytes = Self.snapshot(stopped)
                let next = Self.engine(rules)
                try Self.restore(bytes, next)
                #expect(Self.snapshot(next) == bytes, "seed \(seed)")
                stopped = next
            }
        }
        let kinds = Set(expected.map { "\($0.kind) \($0.alarm.alert)" })
        #expect(kinds.count > 25, "seed \(seed): \(kinds.sorted())")
        #expect(actual == expected, "seed \(seed)")
        #expect(Self.snapshot(stopped) == Self.snapshot(undisturbed), "seed \(seed)")
    }

    @Test func aReloadOfTheSameRulesChangesNothingThatPeopleSee() throws {
        let rules = try compile(Self.rules, registry: gaugeRegistry())
        let inputs = Self.inputs(seed: 99, count: 1_000).filter { if case .gap = $0 { false } else { true } }
        let undisturbed = Self.engine(rules)
        let reloaded = Self.engine(rules)
        var expected: [AlarmChange] = []
        var actual: [AlarmChange] = []
        for (offset, input) in inputs.enumerated() {
            Self.apply(input, to: undisturbed, &expected)
            Self.apply(input, to: reloaded, &actual)
            if offset % 97 == 0 {
                reloaded.replaceRules(rules, registry: reloaded.registry, at: input.at, into: &actual)
            }
        }
        #expect(actual.map { "\($0.kind) \($0.at) \($0.alarm)" } == expected.map { "\($0.kind) \($0.at) \($0.alarm)" })
    }

    @Test func damagedSnapshotsAreRefused() throws {
        let rules = try compile(Self.rules, registry: gaugeRegistry())
        let engine = Self.engine(rules)
        var changes: [AlarmChange] = []
        for input in Self.inputs(seed: 5, count: 300) { Self.apply(input, to: engine, &changes) }
        let bytes = Self.snapshot(engine)
        var random = SeededRandom(seed: 6)
        for _ in 0..<300 {
            var damaged = bytes
            if random.next() % 2 == 0 {
                damaged.removeLast(Int(random.next() % UInt64(bytes.count)) + 1)
            } else {
                damaged[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
            }
            // Refused, or taken as it is: never a crash.
            try? Self.restore(damaged, Self.engine(rules))
        }
        let other = RuleEngine(rules: try compile(group("- {alert: A, expr: value > 1.0}")), registry: .empty)
        #expect(throws: CodingFault.self) { try Self.restore(bytes, other) }
    }
}
