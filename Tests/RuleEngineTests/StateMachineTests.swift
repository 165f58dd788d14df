import Telemetry
import Testing

@testable import RuleEngine

@Suite struct StateMachineTests {
    static let high = """
        - alert: High
          expr: value >= 3.0
          clear_when: value < 2.7
          for: 5m
          keep_firing_for: 10m
        """

    @Test func raisesByTimerWhenTheOnDelayIsOverWithoutAFurtherReading() throws {
        let watch = try Watch(group(Self.high))
        watch.read(0, 3.2)
        #expect(watch.steps == ["pending@0 High r1"])
        watch.advance(to: 300)
        #expect(watch.steps.count == 1)
        watch.advance(to: 300.000000001)
        #expect(watch.steps == ["pending@0 High r1", "raised@300 High r1"])
        #expect(watch.last?.eventTime == Watch.time(0))
    }

    @Test func dropsWhatStopsBeforeTheOnDelayIsOver() throws {
        let watch = try Watch(group(Self.high))
        watch.read(0, 3.2)
        watch.read(60, 2.9)
        watch.advance(to: 4000)
        #expect(watch.steps == ["pending@0 High r1", "dropped@60 High r1"])
    }

    @Test func aReadingAtTheDeadlineItselfWins() throws {
        let watch = try Watch(group(Self.high))
        watch.read(0, 3.2)
        watch.read(300, 2.9)
        watch.advance(to: 4000)
        #expect(watch.steps == ["pending@0 High r1", "dropped@300 High r1"])
    }

    @Test func readingsThatArriveTogetherCountTheirOwnTimeTowardsTheOnDelay() throws {
        let watch = try Watch(group(Self.high))
        watch.read(0, 3.2, receivedAt: 900)
        watch.read(200, 3.2, receivedAt: 900.001)
        watch.read(400, 3.2, receivedAt: 900.002)
        #expect(watch.steps.map { $0.prefix(6) } == ["pendin", "raised"])
        #expect(watch.last?.at == Watch.time(900.002))
    }

    @Test func deadbandKeepsTheAlarmOnBetweenItsLimits() throws {
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0, clear_when: value < 2.7}"))
        watch.read(0, 3.1)
        watch.read(60, 2.8)
        watch.read(120, 3.1)
        watch.read(180, 2.71)
        #expect(watch.steps == ["raised@0 High r1"])
        watch.read(240, 2.69)
        #expect(watch.steps == ["raised@0 High r1", "cleared@240 High r1"])
    }

    @Test func withoutADeadbandTheAlarmChatters() throws {
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0}"))
        for (time, value) in [(0.0, 3.1), (60, 2.8), (120, 3.1), (180, 2.71)] { watch.read(time, value) }
        #expect(watch.steps.count == 4)
    }

    @Test func clearsByTimerWhenTheOffDelayIsOver() throws {
        let watch = try Watch(group(Self.high))
        watch.read(0, 3.2)
        watch.read(400, 2.5)
        watch.advance(to: 5000)
        #expect(watch.steps == ["pending@0 High r1", "raised@300 High r1", "cleared@1000 High r1"])
        #expect(watch.last?.eventTime == Watch.time(400))
    }

    @Test func comingBackWithinTheOffDelayIsStillTheSameAlarm() throws {
        let watch = try Watch(group(Self.high))
        watch.read(0, 3.2)
        watch.read(400, 2.5)
        watch.read(700, 2.8)
        watch.advance(to: 1100)
        #expect(watch.steps == ["pending@0 High r1", "raised@300 High r1"])
        watch.read(1200, 2.5)
        watch.advance(to: 1801)
        #expect(watch.steps.last == "cleared@1800 High r1")
    }

    @Test func aMissingValueNeitherRaisesNorClears() throws {
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0, clear_when: value < 2.7}"))
        watch.read(0, 0, quality: .missing)
        watch.read(60, 3.1)
        watch.read(120, 0, quality: .missing)
        watch.read(180, 0, quality: .missing)
        watch.read(240, 3.2)
        watch.read(300, 2.0)
        #expect(
            watch.steps == ["raised@60 High r1", "held@120 High r1", "restored@240 High r1", "cleared@300 High r1"])
    }

    @Test func aPendingAlarmDoesNotRaiseWhileItsConditionIsUnknown() throws {
        let watch = try Watch(group(Self.high))
        watch.read(0, 3.2)
        watch.read(60, 0, quality: .missing)
        watch.advance(to: 1000)
        #expect(watch.steps == ["pending@0 High r1"])
        watch.read(1000, 3.3)
        #expect(watch.steps.last == "raised@1000 High r1")
    }

    @Test func anOffDelayDoesNotEndWhileTheConditionIsUnknown() throws {
        let watch = try Watch(group(Self.high))
        watch.read(0, 3.2)
        watch.read(400, 2.5)
        watch.read(500, 0, quality: .missing)
        watch.advance(to: 3000)
        #expect(watch.steps.last == "held@500 High r1")
        watch.read(3000, 2.5)
        watch.advance(to: 3601)
        #expect(watch.steps.suffix(2) == ["restored@3000 High r1", "cleared@3600 High r1"])
    }

    @Test func aFailedReadingRaisesUnverifiedButClearsNothing() throws {
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0, clear_when: value < 2.7}"))
        watch.read(0, 9.9, quality: .fail)
        #expect(watch.steps == ["raised@0 High r1"])
        #expect(watch.last?.unverified == true)
        watch.read(60, 0.1, quality: .fail)
        #expect(watch.steps.last == "held@60 High r1")
        watch.read(120, 0.1)
        #expect(watch.steps.last == "cleared@120 High r1")
    }

    @Test(arguments: [ReadingMarks.unverified, .clockDisbelieved])
    func whatIsNotBelievedRaisesUnverified(marks: ReadingMarks) throws {
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0}"))
        watch.read(0, 3.1, marks: marks)
        #expect(watch.last?.kind == .raised)
        #expect(watch.last?.unverified == true)
    }

    @Test func aSuspectReadingRaisesUnverified() throws {
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0}"))
        watch.read(0, 3.1, quality: .suspect)
        #expect(watch.last?.unverified == true)
    }

    @Test func readingsBeyondTheHorizonAreNotEvaluated() throws {
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0}"))
        watch.read(0, 1.0)
        watch.read(10, 9.0, marks: .beyondHorizon)
        #expect(watch.steps.isEmpty)
    }

    @Test func latchedAlarmsAreOnUntilAPersonResetsThem() throws {
        let watch = try Watch(group("- {alert: Panic, expr: value >= 1.0, latch: true}"))
        watch.read(0, 1)
        watch.read(60, 0)
        watch.read(120, 0, quality: .missing)
        watch.advance(to: 90_000)
        #expect(watch.steps == ["raised@0 Panic r1"])
        #expect(watch.last?.latching == true)
        #expect(watch.reset("Panic", "r1", at: 90_000))
        #expect(watch.steps.last == "cleared@90000 Panic r1")
        #expect(!watch.reset("Panic", "r1", at: 90_001))
        watch.read(90_010, 1)
        #expect(watch.steps.last == "raised@90010 Panic r1")
    }

    @Test func anAlarmThatDoesNotLatchCannotBeReset() throws {
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0}"))
        watch.read(0, 3.1)
        #expect(!watch.reset("High", "r1", at: 10))
        #expect(watch.steps.count == 1)
    }

    @Test func aCooldownRingsAgainWhileTheAlarmIsOnButNotSooner() throws {
        let watch = try Watch(group("- {alert: Panic, expr: value >= 1.0, latch: true, cooldown: 1m}"))
        for time in [0.0, 30, 60, 61, 100] { watch.read(time, 1) }
        #expect(watch.steps == ["raised@0 Panic r1", "raised@61 Panic r1"])
    }

    @Test func decidingOnReadingsWaitsForOne() throws {
        let watch = try Watch(
            group("- {alert: High, expr: value >= 3.0, clear_when: value < 2.7, for: 5m, evaluate: on_reading}"))
        watch.read(0, 3.1)
        watch.read(60, 3.1)
        watch.advance(to: 900)
        #expect(watch.steps == ["pending@0 High r1"])
        watch.read(900, 3.1)
        #expect(watch.steps.last == "raised@900 High r1")
    }

    @Test func aGapInWatchingMovesWhatWaitsForTime() throws {
        let watch = try Watch(
            group("- {alert: Silent, expr: silence() >= duration('15m')}\n" + Self.high))
        watch.read(0, 3.2)
        watch.postpone(by: 3600)
        watch.advance(to: 3900)
        #expect(watch.steps == ["pending@0 High r1"])
        watch.advance(to: 4501)
        #expect(watch.steps.dropFirst() == ["raised@3900 High r1", "raised@4500 Silent r1"])
    }
}
