import Telemetry
import Testing

@testable import IncidentCommand

/// Incidents that people put together and take apart: merge, undo, link, parent.
@Suite struct RegroupingTests {
    static let first = "I-2026-000001"
    static let second = "I-2026-000002"

    /// Two floods, yellow each: water and weather have an order for each.
    static func twoFloods() -> Scene {
        var scene = Scene()
        scene.raise()
        scene.raise(key: "river-2", place: "reach-2")
        scene.forget()
        return scene
    }

    private func merge(_ id: String, into other: String) -> OfficerCommand.Kind {
        .merge(incident: id, into: other, reason: "one flood")
    }

    private func undo(_ id: String) -> OfficerCommand.Kind { .undo(incident: id, reason: "two after all") }

    // MARK: Merging

    @Test func aMergedIncidentEndsAndEveryoneToldOfItIsToldSo() {
        var scene = Self.twoFloods()
        #expect(scene.order(merge(Self.second, into: Self.first)) == .accepted)
        let merged = scene[Self.second]
        #expect(merged.status == .merged && merged.mergedInto == Self.first && merged.isClosed)
        #expect(merged.alarms.isEmpty && scene[Self.first].alarms.map(\.id.key) == ["river-1", "river-2"])
        let told = scene.messages.filter { $0.incident == Self.second && $0.kind == .standDown }
        #expect(Set(told.map(\.recipient.id)) == ["water", "weather", "duty-officer"])
        #expect(scene.all("incident_merged")[0].text("by") == "张三")
        #expect(scene.all("incident_merged")[0].text("reason") == "one flood")
        #expect(scene.all("stand_down_issued")[0].text("reason") == "→ \(Self.first) · one flood")
    }

    @Test func anOrderThatTheOtherHasNotGoesOnThereWithItsClock() {
        var scene = Scene()
        scene.raise(colour: .red)
        scene.raise(key: "river-2", place: "reach-2")
        scene.handOver("police")
        let police = scene[Self.first].orders.first { $0.department == "police" && $0.mode == .auto }
        scene.forget()
        scene.advance(to: 10)
        scene.order(merge(Self.first, into: Self.second))
        let moved = scene[Self.second].orders.first { $0.id == police?.id }
        // The second is worse now, and so its whole row is told anew, under the same id.
        #expect(moved?.version == 2 && moved?.state == .issued)
        #expect(scene.all("incident_took_over")[0].boolean("rings") == true)
        #expect(scene[Self.second].severity.colour == .red)
        #expect(scene[Self.first].orders.filter { !$0.state.isFinished }.isEmpty)
    }

    @Test func anOrderThatGoesOverKeepsItsDeadline() {
        var scene = Scene()
        scene.raise()
        scene.raise("Smoke", key: "d1", hazard: "fire", place: "hall")
        scene.order(.standDown(incident: Self.first, order: scene.id(of: "weather"), reason: "not needed"))
        scene.raise(key: "river-2", place: "reach-2")
        scene.handOver()
        scene.advance(to: 50)
        scene.forget()
        let third = "I-2026-000003"
        let weather = scene[third].orders.first { $0.department == "weather" }
        scene.order(merge(third, into: Self.first))
        let moved = scene[Self.first].orders.first { $0.id == weather?.id }
        #expect(moved?.state == .handedOver && moved?.acknowledgeBy == weather?.acknowledgeBy && moved?.version == 1)
        #expect(scene[third].orders.map(\.department) == ["water"], "what the first has ordered is stood down")
        scene.advance(to: 601)
        let missed = scene.all("deadline_missed").filter { $0.text("order") == weather?.id }
        #expect(missed.map(\.incident) == [Self.first])
        scene.answer(.done, order: weather?.id ?? "", from: "weather")
        #expect(scene.all("order_done").map(\.incident) == [Self.first])
    }

    @Test func tasksOfItsOwnAreNotLost() {
        var scene = Scene()
        scene.raise(colour: .red)
        scene.raise(key: "river-2", place: "reach-2", colour: .yellow)
        // The first regulates; what the second asks of water is another task.
        scene.order(merge(Self.second, into: Self.first))
        let water = scene[Self.first].orders.filter { $0.department == "water" }
        #expect(water.flatMap(\.tasks).map(\.english) == ["regulate", "act"])
        #expect(water.allSatisfy { !$0.state.isFinished })
    }

    @Test func laterAlarmsOfItsPlaceJoinTheOther() {
        var scene = Self.twoFloods()
        scene.order(merge(Self.second, into: Self.first))
        scene.raise("Overtopping", key: "river-2", place: "reach-2", colour: .red)
        #expect(scene.command.incidents.count == 2)
        #expect(scene[Self.first].severity.colour == .red)
        scene.step(.cleared, key: "river-2")
        #expect(scene.all("alarm_cleared").map(\.incident) == [Self.first])
    }

    @Test func onceTheOtherIsClosedItsPlaceOpensAnew() {
        var scene = Self.twoFloods()
        scene.order(merge(Self.second, into: Self.first))
        scene.step(.cleared)
        scene.step(.cleared, key: "river-2")
        scene.order(.standDown(incident: Self.first, order: nil, reason: "over"))
        #expect(scene.order(.close(incident: Self.first, reason: "over")) == .accepted)
        scene.raise(key: "river-2", place: "reach-2")
        #expect(scene.command.incidents.map(\.id).last == "I-2026-000003")
    }

    @Test func whatWasOverIsOnAgainWithAnAlarmThatComesIn() {
        var scene = Self.twoFloods()
        scene.step(.cleared)
        #expect(scene[Self.first].status == .resolved)
        scene.order(.acknowledge(incident: Self.first))
        scene.order(merge(Self.second, into: Self.first))
        #expect(!scene[Self.first].isCleared && !scene[Self.first].isAcknowledged)
        #expect(scene[Self.first].reopenings == 1)
        #expect(scene.all("officer_told").last?.text("reason") == "merged")
    }

    @Test func witnessesOfBothCorroborate() {
        var scene = Scene(EvidenceTests.linkage())
        scene.raise("Smoke", key: "d1", hazard: "fire", place: "hall", colour: nil)
        scene.raise("Smoke", key: "d2", hazard: "fire", place: "tower", colour: nil)
        #expect(scene.command.incidents.map(\.evidence) == [.unverified, .unverified])
        scene.order(merge(Self.second, into: Self.first))
        #expect(scene[Self.first].evidence == .corroborated)
        #expect(scene[Self.second].evidence == .unverified)
    }

    @Test func figuresAreAddedAndTakenAwayAgain() {
        var scene = Self.twoFloods()
        scene.order(.addFigure(incident: Self.first, figure: .deaths, amount: 2, source: nil))
        scene.order(.addFigure(incident: Self.second, figure: .deaths, amount: 3, source: nil))
        scene.order(merge(Self.second, into: Self.first))
        #expect(scene[Self.first].figures.map(\.total) == [5])
        scene.order(.addFigure(incident: Self.first, figure: .deaths, amount: -4, source: "corrected"))
        scene.order(undo(Self.second))
        #expect(scene[Self.first].figures.map(\.total) == [0], "no more than is there")
        #expect(scene[Self.second].figures.map(\.total) == [3])
    }

    @Test func whatCannotBeMergedIsRefused() {
        var scene = Self.twoFloods()
        scene.raise("Smoke", key: "d1", hazard: "fire", place: "hall")
        let third = "I-2026-000003"
        #expect(scene.order(merge(Self.first, into: Self.first)).refusal == .sameIncident)
        #expect(scene.order(merge(Self.first, into: "I-9")).refusal == .unknownIncident)
        #expect(scene.order(.merge(incident: Self.first, into: Self.second, reason: " ")).refusal == .reasonMissing)
        scene.order(.falseAlarm(incident: third, reason: "steam"))
        #expect(scene.order(merge(Self.first, into: third)).refusal == .alreadyFalse)
        #expect(scene.order(merge(third, into: Self.first)).refusal == .alreadyFalse)
        scene.order(.parent(incident: third, parent: Self.second, reason: nil))
        #expect(scene.order(merge(Self.second, into: Self.first)).refusal == .childrenOpen)
        scene.order(.parent(incident: third, parent: nil, reason: nil))
        scene.order(merge(Self.second, into: Self.first))
        #expect(scene.order(.close(incident: Self.second, reason: "over")).refusal == .incidentMerged)
        #expect(scene.order(merge(Self.first, into: Self.second)).refusal == .incidentMerged)
        #expect(scene.command.incidents.map(\.status) == [.raised, .merged, .acknowledged])
    }

    @Test func whoWasToldOfTheMergedOneIsToldTheEndOfTheOther() {
        var scene = Self.twoFloods()
        scene.order(.acknowledge(incident: Self.first))
        scene.advance(to: 185)
        #expect(scene[Self.second].toldOfficers.map(\.officer).contains("duty-leader"))
        #expect(!scene[Self.first].toldOfficers.map(\.officer).contains("duty-leader"))
        scene.order(merge(Self.second, into: Self.first))
        scene.forget()
        scene.step(.cleared)
        scene.step(.cleared, key: "river-2")
        scene.order(.standDown(incident: Self.first, order: nil, reason: "over"))
        scene.order(.close(incident: Self.first, reason: "over"))
        let told = scene.messages.filter { $0.kind == .standDown && $0.recipient == .officer("duty-leader") }
        #expect(told.map(\.incident) == [Self.first])
    }

    // MARK: Taking back

    @Test func aMergeTakenBackIsTwoIncidentsAgain() {
        var scene = Self.twoFloods()
        scene.order(merge(Self.second, into: Self.first))
        scene.raise("Overtopping", key: "river-2", place: "reach-2", colour: .red)
        scene.forget()
        #expect(scene.order(undo(Self.second)) == .accepted)
        #expect(scene[Self.second].alarms.map(\.id.alert) == ["Stage", "Overtopping"])
        #expect(scene[Self.first].alarms.map(\.id.key) == ["river-1"])
        #expect(scene[Self.first].severity.colour == .yellow && scene[Self.second].severity.colour == .red)
        #expect(scene[Self.second].status == .raised && scene[Self.second].mergedInto == nil)
        // Who was stood down is called again, and what is worse calls whom it calls.
        let called = scene.all("order_issued").map { $0.text("department") ?? "" }
        #expect(called == ["water", "weather", "police"])
        #expect(scene.all("officer_told").map { $0.incident ?? "" } == [Self.first, Self.second])
        scene.raise("Third", key: "river-2", place: "reach-2")
        #expect(scene[Self.second].alarms.count == 3)
    }

    @Test func mergesAreTakenBackOneByOne() {
        var scene = Self.twoFloods()
        scene.raise(key: "river-3", place: "reach-3")
        let third = "I-2026-000003"
        scene.order(merge(Self.first, into: Self.second))
        scene.order(merge(Self.second, into: third))
        #expect(scene[third].alarms.map(\.way) == [[], [Self.second], [Self.first, Self.second]])
        #expect(scene.order(undo(Self.first)).refusal == .incidentMerged, "what came after stands in the way")
        #expect(scene.order(undo(Self.second)) == .accepted)
        #expect(scene[Self.second].alarms.map(\.id.key).sorted() == ["river-1", "river-2"])
        #expect(scene.order(undo(Self.first)) == .accepted)
        #expect(scene.command.incidents.map { $0.alarms.map(\.id.key) } == [["river-1"], ["river-2"], ["river-3"]])
        #expect(scene.order(undo(Self.first)).refusal == .nothingToUndo)
    }

    @Test func whatIsClosedSinceIsNotTakenApart() {
        var scene = Self.twoFloods()
        scene.order(merge(Self.second, into: Self.first))
        scene.step(.cleared)
        scene.step(.cleared, key: "river-2")
        scene.order(.standDown(incident: Self.first, order: nil, reason: "over"))
        scene.order(.close(incident: Self.first, reason: "over"))
        #expect(scene.order(undo(Self.second)).refusal == .incidentClosed)
    }

    // MARK: Links and parents

    @Test func linksAreOfBothAndCanBeTakenBack() {
        var scene = Self.twoFloods()
        scene.order(.link(incident: Self.first, other: Self.second, reason: "the same rain"))
        #expect(scene[Self.first].links == [Self.second] && scene[Self.second].links == [Self.first])
        #expect(scene.order(.link(incident: Self.second, other: Self.first, reason: nil)).refusal == .alreadyLinked)
        scene.order(.unlink(incident: Self.second, other: Self.first, reason: nil))
        #expect(scene[Self.first].links.isEmpty)
        #expect(scene.order(undo(Self.first)).refusal == .notLinked)
        scene.order(undo(Self.second))
        #expect(scene[Self.first].links == [Self.second] && scene[Self.second].links == [Self.first])
        #expect(
            scene.all("incident_linked").map { $0.text("other") } == [Self.second, Self.first, Self.first, Self.second])
    }

    @Test func aParentIsNotClosedBeforeItsChildren() {
        var scene = Self.twoFloods()
        scene.order(.parent(incident: Self.second, parent: Self.first, reason: "one river"))
        #expect(scene[Self.first].children == [Self.second] && scene[Self.second].parent == Self.first)
        scene.step(.cleared)
        scene.order(.standDown(incident: Self.first, order: nil, reason: "over"))
        let outcome = scene.order(.close(incident: Self.first, reason: "over"))
        #expect(outcome.refusal == .childrenOpen)
        guard case .refused(let refusal) = outcome else { return }
        #expect(refusal.subjects == [Self.second])
        scene.order(.parent(incident: Self.second, parent: nil, reason: nil))
        #expect(scene.order(.close(incident: Self.first, reason: "over")) == .accepted)
        #expect(scene.order(undo(Self.second)).refusal == .incidentClosed, "its parent is over")
    }

    @Test func parentsMakeNoCircle() {
        var scene = Self.twoFloods()
        scene.raise(key: "river-3", place: "reach-3")
        let third = "I-2026-000003"
        scene.order(.parent(incident: Self.second, parent: Self.first, reason: nil))
        scene.order(.parent(incident: third, parent: Self.second, reason: nil))
        #expect(scene.order(.parent(incident: Self.first, parent: third, reason: nil)).refusal == .parentCycle)
        #expect(scene.order(.parent(incident: Self.first, parent: Self.first, reason: nil)).refusal == .sameIncident)
        #expect(scene.order(.parent(incident: third, parent: Self.second, reason: nil)).refusal == .alreadyLinked)
        scene.order(.parent(incident: third, parent: Self.first, reason: nil))
        scene.order(undo(third))
        #expect(scene[third].parent == Self.second)
        #expect(scene[Self.first].children == [Self.second] && scene[Self.second].children == [third])
    }

    @Test func aSnapshotHoldsIt() throws {
        var scene = Self.twoFloods()
        scene.raise(key: "river-3", place: "reach-3")
        scene.order(.link(incident: Self.first, other: Self.second, reason: nil))
        scene.order(.parent(incident: Self.second, parent: "I-2026-000003", reason: nil))
        scene.order(merge(Self.second, into: Self.first))
        var restored = IncidentCommand(linkage: scene.command.linkage, utcOffsetMinutes: 480)
        var writer = ByteWriter()
        scene.command.encodeSnapshot(into: &writer)
        try writer.bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            try restored.restoreSnapshot(from: &reader)
        }
        #expect(restored.incidents == scene.command.incidents)
        scene.command = restored
        scene.raise("Overtopping", key: "river-2", place: "reach-2")
        #expect(scene[Self.first].alarms.count == 3, "the place is still the first's")
        #expect(scene.order(undo(Self.second)) == .accepted)
    }
}

extension Scene {
    subscript(_ id: String) -> Incident { command.incident(id) ?? incident }
}
