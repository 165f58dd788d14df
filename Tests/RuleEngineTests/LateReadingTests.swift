import Telemetry
import TestSupport
import Testing

@testable import RuleEngine

@Suite struct LateReadingTests {
    @Test func aLateReadingEntersTheWindowAndTheRulesAreDecidedAnew() throws {
        let watch = try Watch(group("- {alert: Rise, expr: \"rise('30m') >= 1.0\"}"))
        watch.read(0, 2.0)
        watch.read(600, 2.5)
        watch.read(300, 1.2, receivedAt: 700)
        #expect(watch.steps == ["raised@700 Rise r1"])
        #expect(watch.last?.eventTime == Watch.time(600))
        #expect(watch.last?.value == 2.5)
    }

    @Test func aLateReadingNeverStepsTheAlarmBack() throws {
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0}"))
        watch.read(600, 3.5)
        watch.read(300, 1.0, receivedAt: 700)
        #expect(watch.steps == ["raised@600 High r1"])
        watch.read(900, 1.0)
        watch.read(800, 9.0, receivedAt: 950)
        #expect(watch.steps.last == "cleared@900 High r1")
    }

    @Test func aLateSignalOfALatchingRuleIsNotLost() throws {
        let watch = try Watch(group("- {alert: Panic, expr: value >= 1.0, latch: true}"))
        watch.read(100, 0)
        watch.read(99, 1, receivedAt: 101)
        #expect(watch.steps == ["raised@101 Panic r1"])
        #expect(watch.last?.eventTime == Watch.time(99))
    }

    @Test func aLateReadingOlderThanEveryWindowChangesNothing() throws {
        let watch = try Watch(group("- {alert: Rise, expr: \"rise('30m') >= 1.0\"}"))
        watch.read(10_000, 2.0)
        watch.read(1_000, 0.1, receivedAt: 10_001)
        watch.read(10_060, 2.1)
        #expect(watch.steps.isEmpty)
    }

    @Test func aLateReadingShowsThatTheSourceIsAlive() throws {
        let watch = try Watch(group("- {alert: Silent, expr: silence() > duration('15m')}"))
        watch.read(0, 1)
        watch.read(800, 1)
        watch.advance(to: 2000)
        #expect(watch.steps == ["raised@1700+1ns Silent r1"])
        watch.read(700, 1, receivedAt: 2000)
        #expect(watch.steps.last == "cleared@2000 Silent r1")
    }

    @Test func reorderingGivesEventTimeOrderWithinItsWindow() {
        var random = SeededRandom(seed: 7)
        var reorder = EventTimeReorder(window: Interval(seconds: 61))
        var ready: [Reading] = []
        var arrivals: [(arrival: Int64, time: Int64)] = []
        for index in 0..<2_000 {
            let time = Int64(index) * 250
            arrivals.append((time + (random.next() % 10 == 0 ? Int64(random.next() % 60_000) : 0), time))
        }
        arrivals.sort { ($0.arrival, $0.time) < ($1.arrival, $1.time) }
        for (_, milliseconds) in arrivals {
            let time = Timestamp(nanoseconds: milliseconds * 1_000_000)
            reorder.push(
                Reading(series: SeriesID(rawValue: 0), eventTime: time, receivedAt: time, value: 0), ready: &ready)
        }
        #expect(ready.count < arrivals.count)
        reorder.finish(ready: &ready)
        #expect(ready.map(\.eventTime.nanoseconds) == (0..<2_000).map { Int64($0) * 250_000_000 })
    }

    @Test func whatIsLaterThanTheReorderWindowIsGivenOutAsLate() {
        var reorder = EventTimeReorder(window: Interval(seconds: 61))
        var ready: [Reading] = []
        for seconds in [0, 1_000_000, 5, 1_000_100] as [Int64] {
            let time = Timestamp(seconds: seconds)
            reorder.push(
                Reading(series: SeriesID(rawValue: 0), eventTime: time, receivedAt: time, value: 0), ready: &ready)
        }
        reorder.finish(ready: &ready)
        #expect(ready.map(\.eventTime.wholeSeconds) == [0, 5, 1_000_000, 1_000_100])
    }
}
