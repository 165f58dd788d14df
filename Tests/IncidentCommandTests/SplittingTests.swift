import Telemetry
import Testing

@testable import IncidentCommand

/// Alarms that are about something else become an incident of their own.
@Suite struct SplittingTests {
    private static let first = "I-2026-000001"
    private static let second = "I-2026-000002"

    private func one(_ scene: inout Scene) {
        scene.raise()
        scene.raise("Overtopping", key: "river-9", colour: .red)
        scene.handOver()
        scene.forget()
    }

    private func split(_ names: (String, String)...) -> OfficerCommand.Kind {
        .split(incident: Self.first, alarms: names.map { AlarmID(alert: $0.0, key: $0.1) }, reason: "another dike")
    }

    @Test func theNewIncidentHasOrdersAndClocksOfItsOwn() {
        var scene = Scene()
        one(&scene)
        let before = scene[Self.first].orders
        #expect(scene.order(split(("Overtopping", "river-9"))) == .acceptedIn(incident: Self.second))
        #expect(scene[Self.second].alarms.map(\.id.key) == ["river-9"] && scene[Self.second].splitFrom == Self.first)
        #expect(scene[Self.second].severity.colour == .red && scene[Self.first].severity.colour == .yellow)
        #expect(scene[Self.first].orders == before, "nobody's clock moved")
        #expect(scene.all("order_issued").map(\.incident) == [Self.second, Self.second, Self.second])
        #expect(scene[Self.second].orders.map(\.department) == ["water", "weather", "police", "police"])
        #expect(scene.all("officer_told").map { $0.text("reason") } == ["separated"])
    }

    @Test func itsAlarmsStayWithItHoweverTheyChange() {
        var scene = Scene()
        one(&scene)
        scene.order(split(("Overtopping", "river-9")))
        scene.step(.cleared, "Overtopping", key: "river-9")
        #expect(scene[Self.second].status == .resolved && !scene[Self.first].isCleared)
        scene.raise("Overtopping", key: "river-9", colour: .red)
        #expect(scene[Self.second].reopenings == 1)
        scene.raise("Stage", key: "river-8")
        #expect(scene[Self.first].alarms.map(\.id.key) == ["river-1", "river-8"], "what is new is the place's")
    }

    @Test func onceItIsClosedItsAlarmsAreThePlacesAgain() {
        var scene = Scene()
        one(&scene)
        scene.order(split(("Overtopping", "river-9")))
        scene.step(.cleared, "Overtopping", key: "river-9")
        scene.order(.standDown(incident: Self.second, order: nil, reason: "over"))
        #expect(scene.order(.close(incident: Self.second, reason: "over")) == .accepted)
        scene.raise("Overtopping", key: "river-9", colour: .red)
        #expect(scene[Self.first].alarms.map(\.id.key) == ["river-1", "river-9"])
    }

    @Test func whatCannotBeSplitIsRefused() {
        var scene = Scene()
        one(&scene)
        #expect(scene.order(split()).refusal == .unknownAlarm)
        #expect(scene.order(split(("Stage", "nowhere"))).refusal == .unknownAlarm)
        #expect(scene.order(split(("Stage", "river-1"), ("Overtopping", "river-9"))).refusal == .splitTakesAll)
        scene.step(.cleared)
        #expect(scene.order(split(("Stage", "river-1"))).refusal == .unknownAlarm, "it is off")
        #expect(scene.order(split(("Overtopping", "river-9"))).refusal == .splitTakesAll)
        scene.step(.cleared, "Overtopping", key: "river-9")
        #expect(scene.order(split(("Stage", "river-1"))).refusal == .alreadyCleared)
        #expect(scene.command.incidents.count == 1)
    }

    @Test func takenBackItIsOneAgain() {
        var scene = Scene()
        one(&scene)
        scene.order(split(("Overtopping", "river-9")))
        scene.forget()
        #expect(scene.order(.undo(incident: Self.first, reason: "the same dike")) == .accepted)
        #expect(scene[Self.second].status == .merged && scene[Self.second].mergedInto == Self.first)
        #expect(scene[Self.first].alarms.map(\.id.key) == ["river-1", "river-9"])
        #expect(scene[Self.first].alarms.allSatisfy { $0.way.isEmpty && !$0.isPinned })
        #expect(scene[Self.first].severity.colour == .red)
        #expect(scene.order(.undo(incident: Self.second, reason: "no")).refusal == .nothingToUndo)
        #expect(scene.order(.undo(incident: Self.first, reason: "no")).refusal == .nothingToUndo)
        scene.step(.cleared, "Overtopping", key: "river-9")
        #expect(scene.all("alarm_cleared").map(\.incident) == [Self.first])
    }

    @Test func itIsNotTakenBackOnceTheNewOneIsClosed() {
        var scene = Scene()
        one(&scene)
        scene.order(split(("Overtopping", "river-9")))
        scene.step(.cleared, "Overtopping", key: "river-9")
        scene.order(.standDown(incident: Self.second, order: nil, reason: "over"))
        scene.order(.close(incident: Self.second, reason: "over"))
        #expect(scene.order(.undo(incident: Self.first, reason: "no")).refusal == .incidentClosed)
    }

    @Test func sourcesSpeakForTheIncidentThatHasTheirAlarms() {
        var scene = Scene(EvidenceTests.linkage())
        scene.raise("Smoke", key: "d1", hazard: "fire", place: "hall", colour: nil)
        scene.raise("Smoke", key: "d2", hazard: "fire", place: "hall", colour: nil)
        #expect(scene.incident.evidence == .corroborated)
        scene.order(split(("Smoke", "d2")))
        #expect(scene[Self.first].witnesses.map(\.source) == ["station/d1"])
        #expect(scene[Self.second].witnesses.map(\.source) == ["station/d2"])
        #expect(scene[Self.second].evidence == .corroborated, "what was known of both is known of each")
    }
}
