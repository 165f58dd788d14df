import Telemetry
import Testing

@testable import RuleEngine

@Suite struct EventTests {
    static let panic = group(
        """
        - alert: Pressed
          on: event
          expr: event.type == "press"
          latch: true
          labels: {life_safety: "true", colour: red}
          annotations: {summary: {zh: "{{ station }} 被按下（{{ id }}）", en: "{{ station }} pressed ({{ id }})"}}
        """, match: "{quantity: panic}")

    private func press(_ type: String = "press") -> [EventMember] {
        [EventMember(name: "type", value: .text(type)), EventMember(name: "floor", value: .number(3))]
    }

    @Test func everyEventRings() throws {
        let watch = try Watch(Self.panic)
        watch.event(0, press(), id: "e1")
        watch.event(1, press(), id: "e2")
        watch.event(2, press("test"), id: "e3")
        watch.advance(to: 90_000)
        #expect(watch.steps == ["raised@0 Pressed b1", "raised@1 Pressed b1"])
        #expect(watch.last?.summary.chinese == "b1 被按下（e2）")
        #expect(watch.last?.evidence.contains(.init(name: "event.floor", value: "3.0")) == true)
        #expect(watch.reset("Pressed", "b1", at: 90_000))
        #expect(watch.steps.last == "cleared@90000 Pressed b1")
    }

    @Test func aLifeSafetyEventThatCannotBeDecidedRingsUnverified() throws {
        let watch = try Watch(Self.panic)
        watch.event(0, [EventMember(name: "code", value: .number(7))])
        #expect(watch.steps == ["raised@0 Pressed b1"])
        #expect(watch.last?.unverified == true)
    }

    @Test func anOrdinaryEventThatCannotBeDecidedDoesNot() throws {
        let watch = try Watch(
            group("- {alert: Quake, on: event, expr: event.magnitude >= 4.5}", match: "{quantity: quake}"))
        watch.event(0, [EventMember(name: "depth", value: .number(7))], quantity: "quake")
        #expect(watch.steps.isEmpty)
        #expect(watch.engine.failedEvaluations == 1)
        watch.event(1, [EventMember(name: "magnitude", value: .number(5))], quantity: "quake")
        #expect(watch.steps == ["raised@1 Quake b1"])
        watch.advance(to: 2000)
        #expect(watch.steps.last == "cleared@901 Quake b1")
    }

    @Test func aCooldownIsCountedPerKey() throws {
        let watch = try Watch(
            group(
                "- {alert: Call, on: event, expr: id != \"\", cooldown: 1m, keep_firing_for: 5m}",
                match: "{quantity: call}"))
        for (time, station) in [(0.0, "a"), (10, "a"), (10, "b"), (60, "a"), (61, "a")] {
            watch.event(time, [], station: station, quantity: "call")
        }
        #expect(watch.steps == ["raised@0 Call a", "raised@10 Call b", "raised@61 Call a"])
        watch.advance(to: 1000)
        #expect(watch.steps.suffix(2) == ["cleared@310 Call b", "cleared@361 Call a"])
    }

    @Test func raisesOfEventsAreCountedByOver() throws {
        let watch = try Watch(
            group(
                """
                - {alert: Call, on: event, expr: id != ""}
                - {alert: Cluster, over: {alert: Call, by: [district]}, expr: "raises('10m') >= 3", cooldown: 10m}
                """, match: "{quantity: call}"))
        for time in [0.0, 10, 20, 30] { watch.event(time, [], quantity: "call", id: "e\(time)") }
        #expect(watch.steps.filter { $0.contains("Cluster") } == ["raised@20 Cluster north"])
    }

    @Test func anUnreadableLifeSafetyMessageRingsUnverifiedUntilAPersonResetsIt() throws {
        let watch = try Watch(Self.panic)
        var changes: [AlarmChange] = []
        func unreadable(_ seconds: Double) {
            watch.engine.quarantined(
                station: "b1", district: "north", domain: "security", quantity: "panic", reason: "payload_not_json",
                at: Watch.time(seconds), into: &changes)
        }
        unreadable(0)
        unreadable(10)
        unreadable(61)
        #expect(changes.map(\.kind) == [.raised, .raised])
        let change = try #require(changes.first)
        #expect(change.unverified && change.lifeSafety && change.latching)
        #expect(change.hazard == "river_flood" && change.colour == .red)
        #expect(watch.reset(RuleEngine.unreadableAlert, "b1", at: 100))
        #expect(watch.last?.kind == .cleared)
    }
}
