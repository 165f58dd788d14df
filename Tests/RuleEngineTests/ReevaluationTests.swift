import Telemetry
import Testing

@testable import RuleEngine

/// Late and corrected readings: what happened is judged again from them, and what was told is set right.
@Suite struct ReevaluationTests {
    static let day = Lateness(horizon: Interval(seconds: 86_400), readings: 256)

    private func watch(_ rules: String, registry: Registry = .empty) throws -> Watch {
        try Watch(group(rules), registry: registry, lateness: Self.day)
    }

    private func span(_ from: Double, _ to: Double?) -> AlarmChange.Span {
        AlarmChange.Span(began: Watch.time(from), ended: to.map { Watch.time($0) })
    }

    @Test func whatIsOverIsToldAsHistoryAtTheNextWholeSecond() throws {
        let watch = try watch("- {alert: High, expr: value >= 3.0}")
        watch.read(0, 1)
        watch.read(600, 1)
        watch.read(300, 3.5, receivedAt: 700.25)
        #expect(watch.steps.isEmpty)
        watch.advance(to: 702)
        #expect(watch.steps == ["history@701 High r1"])
        let change = try #require(watch.last)
        #expect(change.eventTime == Watch.time(300))
        #expect(change.endedAt == Watch.time(600))
        #expect(change.value == 3.5)
        #expect(change.isLate)
        #expect(change.evidence.contains(.init(name: "because", value: "late_reading")))
        #expect(watch.engine.activeAlarms.isEmpty)
    }

    @Test func whatIsStillOnIsRaisedWithItsRealBeginning() throws {
        let watch = try watch("- {alert: High, expr: value >= 3.0, clear_when: value < 2.0}")
        watch.read(0, 1)
        watch.read(600, 2.5)
        watch.read(300, 3.5, receivedAt: 700)
        watch.advance(to: 702)
        #expect(watch.steps == ["raised@701 High r1"])
        #expect(watch.last?.eventTime == Watch.time(300))
        #expect(watch.last?.isLate == true)
        watch.read(900, 1)
        #expect(watch.steps.last == "cleared@900 High r1")
        #expect(watch.last?.isLate == false)
    }

    @Test func aCorrectionRetractsWhatShouldNotHaveBeen() throws {
        let watch = try watch("- {alert: High, expr: value >= 3.0}")
        watch.read(0, 1)
        watch.read(300, 9.9)
        watch.read(600, 1)
        watch.read(300, 1.1, receivedAt: 900, marks: .correction)
        watch.advance(to: 902)
        #expect(watch.steps == ["raised@300 High r1", "cleared@600 High r1", "retracted@901 High r1"])
        #expect(watch.last?.previously == span(300, 600))
        #expect(watch.last?.isOn == false)
    }

    @Test func aCorrectionOfTheNewestReadingRetractsAnAlarmThatIsOn() throws {
        let watch = try watch("- {alert: High, expr: value >= 3.0}")
        watch.read(0, 1)
        watch.read(300, 9.9)
        watch.read(300, 1.1, receivedAt: 400, marks: .correction)
        watch.advance(to: 402)
        #expect(watch.steps == ["raised@300 High r1", "retracted@401 High r1"])
        #expect(watch.last?.isOn == true)
        #expect(watch.engine.activeAlarms.isEmpty)
        watch.read(600, 3.2)
        #expect(watch.steps.last == "raised@600 High r1")
    }

    @Test func aQualityThatFailsAfterwardsTakesTheReadingOut() throws {
        let watch = try watch("- {alert: Rise, expr: \"rise('1h') >= 2.0\"}")
        watch.read(0, 1)
        watch.read(300, 9.9)
        watch.read(600, 1)
        watch.read(300, 9.9, receivedAt: 600.5, quality: .fail, marks: .correction)
        watch.advance(to: 602)
        // It still rings, unverified, as a failed reading does; what was told of it stays.
        #expect(watch.steps == ["raised@300 Rise r1", "cleared@600 Rise r1"])
        watch.read(900, 2)
        watch.read(1_200, 3.5)
        #expect(watch.steps.last == "raised@1200 Rise r1")
    }

    @Test func movedTimesAreRevised() throws {
        let watch = try watch("- {alert: High, expr: value >= 3.0}")
        watch.read(0, 1)
        watch.read(600, 4)
        watch.read(1_200, 1)
        watch.read(300, 3.5, receivedAt: 1_300)
        watch.advance(to: 1_302)
        #expect(watch.steps.last == "revised@1301 High r1")
        #expect(watch.last?.previously == span(600, 1_200))
        #expect(watch.last?.eventTime == Watch.time(300))
        #expect(watch.last?.endedAt == Watch.time(1_200))
    }

    @Test func anEndThatCameLateClears() throws {
        let watch = try watch("- {alert: High, expr: value >= 3.0, clear_when: value < 2.0}")
        watch.read(0, 4)
        watch.read(600, 2.5)
        watch.read(300, 1, receivedAt: 700)
        watch.advance(to: 702)
        #expect(watch.steps == ["raised@0 High r1", "cleared@701 High r1"])
        #expect(watch.last?.eventTime == Watch.time(300))
        #expect(watch.last?.isLate == true)
    }

    @Test func aLateGapInAnAlarmSplitsIt() throws {
        let watch = try watch("- {alert: High, expr: value >= 3.0}")
        watch.read(0, 4)
        watch.read(600, 4)
        watch.read(300, 1, receivedAt: 700)
        watch.advance(to: 702)
        #expect(watch.steps == ["raised@0 High r1", "history@701 High r1", "revised@701 High r1"])
        #expect(watch.last?.eventTime == Watch.time(600))
        #expect(watch.last?.previously == span(0, nil))
    }

    @Test func delaysRunInEventTime() throws {
        let watch = try watch("- {alert: Long, expr: value >= 3.0, for: 10m}")
        watch.read(0, 4)
        watch.read(300, 1)
        watch.read(1_200, 1)
        watch.read(300, 4, receivedAt: 1_300, marks: .correction)
        watch.advance(to: 1_302)
        #expect(watch.steps.last == "history@1301 Long r1")
        #expect(watch.last?.eventTime == Watch.time(0))
        #expect(watch.last?.endedAt == Watch.time(1_200))
    }

    @Test func whatIsPendingNowIsRaisedWhenItsDelayIsOver() throws {
        let watch = try watch("- {alert: Long, expr: value >= 3.0, for: 10m}")
        watch.read(0, 1)
        watch.read(600, 4)
        watch.read(300, 4, receivedAt: 650)
        watch.advance(to: 899)
        #expect(watch.steps == ["pending@600 Long r1"])
        watch.advance(to: 2_000)
        #expect(watch.steps.last == "raised@900 Long r1")
        #expect(watch.last?.eventTime == Watch.time(300))
    }

    @Test func lifeSafetyDoesNotWaitForTheSecond() throws {
        let watch = try Watch(
            group("- {alert: High, expr: value >= 3.0, clear_when: value < 2.0}"),
            registry: gaugeRegistry(lifeSafety: true), lateness: Self.day)
        watch.read(0, 1)
        watch.read(60, 2.5)
        watch.read(30, 3.5, receivedAt: 60.5)
        #expect(watch.steps == ["raised@60+500000000ns High r1"])
    }

    @Test func aLatchedAlarmIsMarkedAndStays() throws {
        let watch = try watch("- {alert: Panic, expr: value >= 1.0, latch: true}")
        watch.read(0, 0)
        watch.read(100, 1)
        watch.read(100, 0, receivedAt: 200, marks: .correction)
        watch.advance(to: 202)
        #expect(watch.steps == ["raised@100 Panic r1", "retracted@201 Panic r1"])
        #expect(watch.last?.latching == true)
    }

    @Test func whatAPersonHasResetIsNotJudgedAgain() throws {
        let watch = try watch("- {alert: Panic, expr: value >= 1.0, latch: true}")
        watch.read(0, 0)
        watch.read(100, 1)
        watch.read(110, 0)
        #expect(watch.reset("Panic", "r1", at: 150))
        watch.read(100, 0, receivedAt: 200, marks: .correction)
        watch.advance(to: 202)
        #expect(watch.steps == ["raised@100 Panic r1", "cleared@150 Panic r1"])
        // A press that came late rings, though the latch was reset in between.
        watch.read(105, 1, receivedAt: 210)
        #expect(watch.steps.last == "raised@210 Panic r1")
    }

    @Test func otherRulesDoNotJudgeWhatWasDecidedBefore() throws {
        let watch = try watch("- {alert: High, expr: value >= 3.0}")
        watch.read(0, 1)
        watch.read(600, 2.5)
        try watch.reload(group("- {alert: High, expr: value >= 2.0}"), at: 700)
        watch.read(900, 1)
        watch.read(300, 1.2, receivedAt: 1_000)
        watch.advance(to: 1_002)
        #expect(watch.steps.isEmpty)
        watch.read(850, 2.2, receivedAt: 1_100)
        watch.advance(to: 1_102)
        #expect(watch.steps == ["history@1101 High r1"])
    }

    @Test func whatIsOlderThanWhatIsKeptIsNotJudged() throws {
        let few = Lateness(horizon: Interval(seconds: 86_400), readings: 4)
        let watch = try Watch(group("- {alert: High, expr: value >= 3.0}"), lateness: few)
        for minute in 0..<20 { watch.read(Double(minute) * 60, 1) }
        let series = SeriesID(rawValue: 0)
        #expect(!watch.engine.isJudged(series, eventTime: Watch.time(300)))
        #expect(watch.engine.isJudged(series, eventTime: Watch.time(1_100)))
        watch.read(330, 5, receivedAt: 1_200)
        watch.read(1_110, 5, receivedAt: 1_200)
        watch.advance(to: 1_202)
        #expect(watch.steps == ["history@1201 High r1"])
        #expect(watch.last?.eventTime == Watch.time(1_110))
    }

    @Test func oneSecondJudgesTheSeriesOnce() throws {
        let watch = try watch("- {alert: High, expr: value >= 3.0}")
        for minute in 0...10 { watch.read(Double(minute) * 60, 1) }
        for minute in [1, 2, 3] { watch.read(Double(minute) * 60 + 30, 4, receivedAt: 700 + Double(minute) / 10) }
        watch.advance(to: 702)
        #expect(watch.steps == ["history@701 High r1", "history@701 High r1", "history@701 High r1"])
    }

    /// An alarm of the district is on by another gauge: one gauge's history is nothing new.
    @Test func historyOfAMemberIsSilentWhileTheSharedAlarmIsOn() throws {
        let text = """
            groups:
              - name: test
                match: {domain: water}
                by: [district]
                labels: {hazard: river_flood}
                rules:
                  - {alert: High, expr: value >= 3.0}
            """
        let watch = try Watch(text, lateness: Self.day)
        watch.read(0, 4, station: "r1")
        watch.read(0, 1, station: "r2")
        watch.read(600, 1, station: "r2")
        watch.read(300, 4, station: "r2", receivedAt: 700)
        watch.advance(to: 702)
        #expect(watch.steps == ["raised@0 High north"])
        watch.read(900, 1, station: "r1")
        #expect(watch.steps.last == "cleared@900 High north")
    }
}
