import Telemetry
import Testing

@testable import RuleEngine

/// How long and why rules cannot decide, and the alarm that says so.
@Suite struct UnknownTests {
    @Test func sinceWhenAndWhyIsToldOfEveryRuleThatCannotDecide() throws {
        let watch = try Watch(
            group(
                """
                - {alert: Sure, expr: value > 3.0}
                - {alert: Long, expr: "avg_last(3) > 3.0 && value > 1.0"}
                - {alert: Limit, expr: value > station.warning}
                """))
        watch.read(10, 2)
        watch.read(20, 2)
        let (total, states) = watch.engine.unknowns(at: Watch.time(25))
        #expect(total == 2)
        #expect(states.map(\.alarm.alert) == ["Long", "Limit"])
        #expect(states.map(\.since) == [Watch.time(10), Watch.time(10)])
        #expect(states.map(\.reasons) == [["avg_last(3): short_history"], ["station.warning: no_threshold"]])
        watch.read(30, 2)
        #expect(watch.engine.unknowns(at: Watch.time(30)).states.map(\.alarm.alert) == ["Limit"])
        #expect(watch.engine.unknowns(at: Watch.time(30), limit: 0).total == 1)
    }

    @Test func everyReasonHasItsWord() throws {
        let watch = try Watch(
            group(
                """
                - {alert: Neighbour, expr: "upstream('stage') > 1.0"}
                - {alert: Divided, expr: value / (value - 2.0) > 1.0}
                """), registry: gaugeRegistry())
        watch.read(0, 2)
        let states = watch.engine.unknowns(at: Watch.time(0)).states
        #expect(states[0].reasons == ["upstream('stage'): no_neighbour"])
        #expect(states[1].reasons.first?.contains("division by zero") == true)
        watch.read(10, 2, quality: .missing)
        #expect(
            watch.engine.unknowns(at: Watch.time(10)).states.contains { $0.reasons == ["value: value_missing"] })
        watch.advance(to: 1000)
        #expect(
            watch.engine.unknowns(at: Watch.time(1000)).states.contains {
                $0.reasons == ["value: value_missing, source_silent"]
            })
    }

    private let blind = "- {alert: High, expr: value > station.warning, clear_when: value < 1.0, blind_after: 10m}"

    @Test func aRuleThatIsBlindForLongSaysSo() throws {
        let watch = try Watch(group(blind), registry: gaugeRegistry())
        watch.read(0, 2)
        watch.read(60, 0, quality: .missing)
        watch.read(300, 0, quality: .missing)
        watch.read(600, 0, quality: .missing)
        watch.advance(to: 660)
        #expect(watch.steps == [])
        watch.advance(to: 661)
        #expect(watch.steps == ["raised@660 HighBlind r1"])
        #expect(watch.last?.hazard == "rule_blind")
        #expect(watch.last?.colour == .blue)
        #expect(watch.last?.unverified == false)
        #expect(watch.last?.eventTime == Watch.time(60))
        #expect(watch.last?.evidence.contains { $0.name == "reasons" && $0.value == "value: value_missing" } == true)
        #expect(watch.engine.unknowns(at: Watch.time(700)).states.first?.isBlind == true)
        watch.read(900, 2)
        #expect(watch.steps == ["raised@660 HighBlind r1", "cleared@900 HighBlind r1"])
    }

    @Test func whoSeesAgainInTimeIsNotBlind() throws {
        let watch = try Watch(group(blind), registry: gaugeRegistry())
        watch.read(0, 0, quality: .missing)
        watch.read(300, 2)
        watch.read(360, 0, quality: .missing)
        watch.advance(to: 800)
        #expect(watch.steps == [])
        watch.advance(to: 1000)
        #expect(watch.steps == ["raised@960 HighBlind r1"])
    }

    @Test func anAlarmThatIsOnIsHeldWhileItsRuleIsBlind() throws {
        let watch = try Watch(group(blind), registry: gaugeRegistry())
        watch.read(0, 5)
        watch.advance(to: 5000)
        // Stale after twice five minutes; ten more, and the rule is blind; nothing has cleared.
        #expect(watch.steps == ["raised@0 High r1", "held@600+1ns High r1", "raised@1200+1ns HighBlind r1"])
        watch.read(5000, 5)
        #expect(watch.steps.suffix(2) == ["restored@5000 High r1", "cleared@5000 HighBlind r1"])
    }

    @Test func aGapInWatchingIsNoBlindness() throws {
        let watch = try Watch(group(blind), registry: gaugeRegistry())
        watch.read(0, 0, quality: .missing)
        watch.postpone(by: 3600)
        watch.advance(to: 4200)
        #expect(watch.steps == [])
        watch.advance(to: 4201)
        #expect(watch.steps == ["raised@4200 HighBlind r1"])
    }

    @Test func stationsThatShareAnAlarmShareItsBlindness() throws {
        let text = group(
            "- {alert: High, expr: \"avg_last(3) > 9.0\", blind_after: 1m}", match: "{domain: water}"
        ).replacing(
            "params:", with: "by: [district]\n    params:")
        let watch = try Watch(text)
        watch.read(0, 1, station: "r1")
        watch.read(10, 1, station: "r2")
        watch.advance(to: 100)
        #expect(watch.steps == ["raised@60 HighBlind north"])
        watch.read(110, 1, station: "r1")
        watch.read(120, 1, station: "r1")
        #expect(watch.steps.count == 1)
        watch.read(130, 1, station: "r2")
        watch.read(140, 1, station: "r2")
        #expect(watch.steps == ["raised@60 HighBlind north", "cleared@140 HighBlind north"])
    }

    @Test func blindnessGoesOnOverAReloadOrEndsWithItsRule() throws {
        let watch = try Watch(group(blind), registry: gaugeRegistry())
        watch.read(0, 0, quality: .missing)
        try watch.reload(group(blind), at: 300)
        watch.advance(to: 601)
        #expect(watch.steps == ["raised@600 HighBlind r1"])
        try watch.reload(group(blind) + "# another file", at: 700)
        #expect(watch.steps.count == 1)
        try watch.reload(group("- {alert: High, expr: value > station.warning}"), at: 800)
        #expect(watch.steps == ["raised@600 HighBlind r1", "cleared@800 HighBlind r1"])
        #expect(watch.engine.unknowns(at: Watch.time(800)).states.first?.since == Watch.time(0))
    }

    @Test func aReloadThatAddsTheFieldCountsFromWhenItBegan() throws {
        let watch = try Watch(group("- {alert: High, expr: value > station.warning}"), registry: gaugeRegistry())
        watch.read(0, 0, quality: .missing)
        try watch.reload(group(blind), at: 300)
        watch.advance(to: 601)
        #expect(watch.steps == ["raised@600 HighBlind r1"])
    }

    @Test func blindnessCanBeCounted() throws {
        let watch = try Watch(
            group(blind + "\n- {alert: Many, over: {alert: HighBlind}, expr: \"raises('1h') >= 1\"}"),
            registry: gaugeRegistry())
        watch.read(0, 0, quality: .missing)
        watch.advance(to: 700)
        #expect(watch.steps == ["raised@600 HighBlind r1", "raised@600 Many north"])
    }

    @Test func namesDoNotCollide() {
        let found = problems(group(blind + "\n- {alert: HighBlind, expr: value > 1.0}"), registry: gaugeRegistry())
        #expect(found.contains { $0.message.contains("blind_after") })
        #expect(!problems(group("- {alert: A, expr: value > 1.0, blind_after: 0s}")).isEmpty)
        #expect(!problems(group("- {alert: A, expr: value > 1.0, action: perhaps}")).isEmpty)
        #expect(!problems(group("- {alert: A, expr: value > 1.0, blind_after: 400d}")).isEmpty)
    }

    @Test func theActionIsALabel() throws {
        let watch = try Watch(group("- {alert: A, expr: value > 1.0, action: propose, labels: {team: x}}"))
        watch.read(0, 2)
        #expect(watch.last?.labels.map { "\($0.name)=\($0.value)" } == ["action=propose", "team=x"])
    }
}
