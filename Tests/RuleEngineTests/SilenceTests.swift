import Telemetry
import Testing

@testable import RuleEngine

@Suite struct SilenceTests {
    @Test func silenceRaisesByTimerOneNanosecondAfterItsLimit() throws {
        let watch = try Watch(group("- {alert: Silent, expr: silence() > duration('15m')}"))
        watch.read(0, 1)
        watch.read(600, 1)
        watch.advance(to: 1500.5)
        #expect(watch.steps == ["raised@1500+1ns Silent r1"])
        watch.read(2000, 1)
        #expect(watch.steps.last == "cleared@2000 Silent r1")
        watch.advance(to: 9000)
        #expect(watch.steps.last == "raised@2900+1ns Silent r1")
        #expect(watch.steps.count == 3)
    }

    @Test func silenceOfALimitOrMoreRaisesAtIt() throws {
        let watch = try Watch(group("- {alert: Silent, expr: silence() >= duration('901s')}"))
        watch.read(0, 1)
        watch.advance(to: 2000)
        #expect(watch.steps == ["raised@901 Silent r1"])
    }

    @Test func aReadingAtTheLimitItselfIsInTime() throws {
        let watch = try Watch(group("- {alert: Silent, expr: silence() >= duration('15m')}"))
        watch.read(0, 1)
        watch.read(900, 1)
        #expect(watch.steps.isEmpty)
    }

    @Test func severalLimitsOfSilenceEachRing() throws {
        let watch = try Watch(
            group(
                """
                - {alert: Quiet, expr: silence() >= duration('5m')}
                - {alert: Lost, expr: silence() >= duration('1h')}
                """))
        watch.read(0, 1)
        watch.advance(to: 4000)
        #expect(watch.steps == ["raised@300 Quiet r1", "raised@3600 Lost r1"])
        watch.read(4000, 1)
        #expect(watch.steps.suffix(2) == ["cleared@4000 Quiet r1", "cleared@4000 Lost r1"])
        watch.advance(to: 4500)
        #expect(watch.steps.last == "raised@4300 Quiet r1")
    }

    @Test func aSilentSourceHoldsItsAlarmAfterTwiceTheHeartbeatAndNeverClearsIt() throws {
        let watch = try Watch(
            group(
                "- {alert: High, expr: value >= station.warning, clear_when: value < station.warning - station.deadband}"
            ),
            registry: gaugeRegistry())
        watch.read(0, 3.2)
        watch.advance(to: 600)
        #expect(watch.steps == ["raised@0 High r1"])
        watch.advance(to: 90_000)
        #expect(watch.steps == ["raised@0 High r1", "held@600+1ns High r1"])
        #expect(watch.last?.evidence.contains(.init(name: "reason", value: "source_silent")) == true)
        watch.read(90_000, 3.1)
        #expect(watch.steps.last == "restored@90000 High r1")
        watch.read(90_300, 2.9)
        #expect(watch.steps.last == "cleared@90300 High r1")
    }

    @Test func aPendingAlarmOfALostSourceDoesNotRaise() throws {
        let watch = try Watch(
            group("- {alert: High, expr: value >= station.warning, for: 20m}"), registry: gaugeRegistry())
        watch.read(0, 3.2)
        watch.advance(to: 10_000)
        #expect(watch.steps == ["pending@0 High r1"])
        #expect(watch.engine.unknownCounts.map(\.count) == [1])
    }

    @Test func silenceIsKnownWhereTheValueIsNot() throws {
        let watch = try Watch(
            group("- {alert: Blind, expr: silence() > duration('15m') && station.warning > 0.0}"),
            registry: gaugeRegistry())
        watch.read(0, 1)
        watch.advance(to: 5000)
        #expect(watch.steps == ["raised@900+1ns Blind r1"])
    }

    @Test func silenceNeedsAConstantToWaitFor() {
        let found = problems(group("- {alert: Silent, expr: silence() > duration(station)}"))
        #expect(found.count == 1)
        #expect(found.first?.remedy.contains("duration('15m')") == true)
    }
}
