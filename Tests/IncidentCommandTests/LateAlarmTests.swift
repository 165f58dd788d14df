import Telemetry
import Testing

@testable import IncidentCommand

/// What becomes of an incident when earlier readings are judged again.
@Suite struct LateAlarmTests {
    private func change(
        _ kind: AlarmChange.Kind, _ scene: Scene, began: Int64, ended: Int64? = nil,
        previously: AlarmChange.Span? = nil,
        isOn: Bool = false, lifeSafety: Bool = false, latching: Bool = false, alert: String = "Stage",
        colour: WarningColour? = .orange
    ) -> AlarmChange {
        var change = Scene.change(
            kind, alert, "river-1", scene.now, hazard: "flood", place: "reach-1", colour: colour,
            lifeSafety: lifeSafety, latching: latching)
        change.eventTime = Scene.time(began)
        change.endedAt = ended.map(Scene.time)
        change.previously = previously
        change.isOn = isOn
        change.isLate = true
        return change
    }

    private func codes(_ scene: Scene) -> [String] { scene.facts.map(\.fact.code) }

    private func incident(_ scene: Scene, _ number: Int = 1) throws -> Incident {
        try #require(scene.command.incident("I-2026-00000\(number)"))
    }

    @Test func whatIsOverCallsNobody() throws {
        var scene = Scene()
        scene.alarm(change(.history, scene, began: -600, ended: -300))
        #expect(codes(scene) == ["incident_found_late", "officer_told"])
        let found = try incident(scene)
        #expect(found.isHistory)
        #expect(found.status == .resolved)
        #expect(found.orders.isEmpty)
        #expect(found.firstEventAt == Scene.time(-600))
        #expect(found.raisedAt == Scene.time(0))
        #expect(found.peak.colour == .orange)
        #expect(found.duty.acknowledgeBy == nil)
        #expect(scene.command.nextDue == .distantFuture)
        #expect(scene.messages.map(\.kind) == [.notice])
        // A later raise is an incident of its own, with all its orders.
        scene.raise()
        #expect(scene.command.incidents.count == 2)
        #expect(codes(scene).contains("order_issued"))
        #expect(scene.order(.close(incident: found.id, reason: "seen")) == .accepted)
        #expect(scene.command.incident("I-2026-000002")?.isClosed == false)
        scene.raise("Rain")
        #expect(scene.command.incidents.count == 2)
    }

    @Test func historyOfOnePlaceIsOneIncident() throws {
        var scene = Scene()
        scene.alarm(change(.history, scene, began: -600, ended: -300, colour: .yellow))
        scene.alarm(change(.history, scene, began: -500, ended: -400, alert: "Overtopping", colour: .red))
        #expect(scene.command.incidents.count == 1)
        #expect(try incident(scene).alarms.map(\.id.alert) == ["Stage", "Overtopping"])
        #expect(try incident(scene).peak.colour == .red)
        #expect(codes(scene).contains("alarm_raised_late"))
    }

    @Test func historyJoinsTheIncidentThatIsOn() throws {
        var scene = Scene()
        scene.raise()
        scene.advance(to: 60)
        let before = scene.messages.count
        scene.alarm(change(.history, scene, began: -600, ended: -300))
        #expect(scene.command.incidents.count == 1)
        #expect(try incident(scene).alarms.first?.state == .on)
        #expect(try incident(scene).firstEventAt == Scene.time(-600))
        #expect(scene.messages.dropFirst(before).map(\.kind) == [.notice])
    }

    @Test func aRetractedAlarmEndsAndIsMarked() throws {
        var scene = Scene()
        scene.raise()
        scene.advance(to: 60)
        let told = AlarmChange.Span(began: Scene.time(-60), ended: nil)
        scene.alarm(change(.retracted, scene, began: 0, previously: told, isOn: true))
        let retracted = try incident(scene)
        #expect(retracted.status == .resolved)
        #expect(retracted.alarms.first?.retractedAt == Scene.time(60))
        #expect(codes(scene).suffix(4) == ["alarm_retracted", "alarm_cleared", "incident_cleared", "officer_told"])
        // The orders stand until a person ends them.
        #expect(retracted.orders.allSatisfy { !$0.state.isFinished })
    }

    @Test func aRetractionNeverSilencesLifeSafety() throws {
        var scene = Scene()
        scene.raise(lifeSafety: true)
        scene.advance(to: 60)
        let told = AlarmChange.Span(began: Scene.time(-60), ended: nil)
        scene.alarm(change(.retracted, scene, began: 0, previously: told, isOn: true, lifeSafety: true))
        #expect(try incident(scene).status == .held)
        #expect(scene.order(.declareCleared(incident: "I-2026-000001", reason: "seen")) == .accepted)
        #expect(try incident(scene).isCleared)
    }

    @Test func aRetractedLatchWaitsForItsReset() throws {
        var scene = Scene()
        scene.raise(latching: true)
        scene.advance(to: 60)
        let told = AlarmChange.Span(began: Scene.time(-60), ended: nil)
        scene.alarm(change(.retracted, scene, began: 0, previously: told, isOn: true, latching: true))
        #expect(try incident(scene).isCleared == false)
        #expect(scene.order(.reset(incident: "I-2026-000001", alarm: nil)) == .accepted)
        #expect(try incident(scene).isCleared)
        #expect(scene.resets.isEmpty)
    }

    @Test func whatIsOverIsOnlyMarked() throws {
        var scene = Scene()
        scene.raise()
        scene.advance(to: 30)
        scene.step(.cleared)
        scene.advance(to: 60)
        let told = AlarmChange.Span(began: Scene.time(-60), ended: Scene.time(30))
        scene.alarm(change(.retracted, scene, began: 0, previously: told))
        #expect(try incident(scene).alarms.first?.retractedAt == Scene.time(60))
        #expect(codes(scene).suffix(2) == ["alarm_retracted", "officer_told"])
    }

    @Test func revisedTimesAreTheAlarmsTimes() throws {
        var scene = Scene()
        scene.raise()
        scene.advance(to: 60)
        let told = AlarmChange.Span(began: Scene.time(-60), ended: nil)
        scene.alarm(change(.revised, scene, began: -120, previously: told))
        #expect(try incident(scene).firstEventAt == Scene.time(-120))
        #expect(try incident(scene).alarms.first?.eventTime == Scene.time(-120))
        #expect(codes(scene).last == "alarm_revised")
        let fact = try #require(scene.facts.last?.fact)
        #expect(fact.fields.contains(.init("previously_began", .time(Scene.time(-60)))))
        #expect(fact.fields.contains(.init("event_time", .time(Scene.time(-120)))))
    }

    @Test func whatNoIncidentHoldsIsLoggedAllTheSame() {
        var scene = Scene()
        scene.alarm(change(.retracted, scene, began: 0, previously: .init(began: Scene.time(0), ended: nil)))
        #expect(codes(scene) == ["alarm_without_incident"])
    }
}
