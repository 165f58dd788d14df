import Configuration
import Telemetry
import Testing

@testable import RuleEngine

@Suite struct ReloadTests {
    static let first = group(
        """
        - {alert: High, expr: value >= 3.0, clear_when: value < 2.7, for: 5m}
        - {alert: Low, expr: value < 0.5}
        """)

    @Test func whatIsPendingOrOnGoesOnUnderTheNewRule() throws {
        let watch = try Watch(Self.first)
        watch.read(0, 3.2)
        try watch.reload(
            group("- {alert: High, expr: value >= 2.9, clear_when: value < 2.0, for: 5m}"), at: 100)
        watch.advance(to: 301)
        #expect(watch.steps == ["pending@0 High r1", "raised@300 High r1"])
        watch.read(400, 2.5)
        #expect(watch.steps.count == 2)
        watch.read(500, 1.9)
        #expect(watch.steps.last == "cleared@500 High r1")
    }

    @Test func anAlarmWhoseRuleIsGoneClearsWithThatAsItsReason() throws {
        let watch = try Watch(Self.first)
        watch.read(0, 0.1)
        try watch.reload(group("- {alert: High, expr: value >= 3.0}"), at: 10)
        #expect(watch.steps == ["raised@0 Low r1", "cleared@10 Low r1"])
        #expect(watch.last?.evidence.contains(.init(name: "reason", value: "rule removed")) == true)
    }

    @Test func aWrongFileIsRefusedAndTheOldRulesGoOn() throws {
        let watch = try Watch(Self.first)
        watch.read(0, 0.1)
        #expect(throws: ConfigurationProblems.self) {
            try watch.reload(group("- {alert: High, exprr: value >= 3.0}"), at: 10)
        }
        watch.read(60, 1.0)
        #expect(watch.steps == ["raised@0 Low r1", "cleared@60 Low r1"])
    }

    @Test func historyIsKeptOverAReload() throws {
        let watch = try Watch(group("- {alert: Rise, expr: \"rise('1h') >= 1.0\"}"))
        watch.read(0, 1.0)
        try watch.reload(group("- {alert: Rise, expr: \"rise('1h') >= 0.5\"}"), at: 10)
        watch.read(60, 1.6)
        #expect(watch.steps == ["raised@60 Rise r1"])
    }

    @Test func aSilenceThatHasLastedLongerThanANewRuleAsksForIsFoundAtOnce() throws {
        let watch = try Watch(group("- {alert: Silent, expr: silence() >= duration('1h')}"))
        watch.read(0, 1)
        try watch.reload(group("- {alert: Silent, expr: silence() >= duration('10m')}"), at: 1000)
        watch.advance(to: 1001)
        #expect(watch.steps == ["raised@1000 Silent r1"])
    }

    @Test func aPendingAlarmWhoseDelayIsTakenAwayRaisesAndLeavesNothingBehind() throws {
        let watch = try Watch(Self.first)
        watch.read(0, 3.2)
        try watch.reload(group("- {alert: High, expr: value >= 3.0}"), at: 10)
        watch.read(20, 3.2)
        watch.read(30, 1.0)
        #expect(watch.steps == ["pending@0 High r1", "raised@20 High r1", "cleared@30 High r1"])
        #expect(watch.engine.memberships.isEmpty)
    }

    @Test func latchesAndCorrelationSurvive() throws {
        let rules = group(
            """
            - {alert: Panic, expr: value >= 1.0, latch: true}
            - {alert: Many, over: {alert: Panic, by: [district]}, expr: "raises('1h') >= 2"}
            """)
        let watch = try Watch(rules)
        watch.read(0, 1, station: "a")
        try watch.reload("# comment\n" + rules, at: 10)
        watch.read(20, 1, station: "b")
        #expect(watch.steps == ["raised@0 Panic a", "raised@20 Panic b", "raised@20 Many north"])
        #expect(watch.reset("Panic", "a", at: 30))
    }

    @Test func aSeriesThatGetsItsFirstUnitMeetsTheRulesOfThatUnit() throws {
        let watch = try Watch(group("- {alert: Gas, expr: value >= 20.0}", match: "{unit: \"%LEL\"}"), unit: "")
        watch.read(0, 30)
        #expect(watch.steps.isEmpty)
        var description = watch.engine.series[0]
        description.unit = "%LEL"
        var changes: [AlarmChange] = []
        watch.engine.updateSeries(description, at: Watch.time(1), into: &changes)
        watch.read(10, 30)
        #expect(watch.steps == ["raised@10 Gas r1"])
    }
}
