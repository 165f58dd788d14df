import Telemetry
import Testing

@testable import IncidentCommand

/// Orders that end by what the matrix says, without a person.
@Suite struct StandDownTests {
    private func scene(_ occasions: Set<Linkage.StandDownOccasion>) -> Scene {
        var linkage = Scene.linkage()
        linkage.hazards[0].standsDown = occasions
        var scene = Scene(linkage)
        scene.raise(colour: .yellow)
        scene.raise("Overtopping", key: "river-2", colour: .red)
        scene.handOver()
        scene.advance(to: 100)
        return scene
    }

    private func states(_ scene: Scene) -> [String] {
        scene.incident.orders.map { "\($0.department) \($0.mode.rawValue) \($0.state.rawValue)" }
    }

    private func ends(_ scene: Scene) -> [String] {
        scene.messages.filter { $0.kind == .standDown }.map(\.recipient.id)
    }

    @Test func theLastAlarmsEndIsTheOrdersEnd() {
        var scene = scene([.onClear])
        scene.step(.cleared, "Overtopping", key: "river-2")
        #expect(ends(scene).isEmpty, "milder is not over")
        scene.answer(.done, order: "O-2026-000001", version: 2, from: "water")
        scene.step(.cleared)
        #expect(
            states(scene) == [
                "water auto done", "weather auto stood_down", "police auto stood_down", "police propose rejected",
            ])
        #expect(ends(scene) == ["weather", "police"])
        for end in scene.all("stand_down_issued") {
            #expect(end.text("by") == "linkage" && end.text("reason") == "cleared")
        }
        #expect(scene.order(.close(incident: "I-2026-000001", reason: "dry")) == .accepted)
        #expect(Set(ends(scene)) == Set(scene.messages.map(\.recipient.id)))
        #expect(ends(scene).count == Set(ends(scene)).count, "nobody is told twice")
        #expect(scene.command.nextDue == .distantFuture)
    }

    @Test func whoOnlyTheGraverRowCalledIsStoodDownWhenItIsMilder() {
        var scene = scene([.onDowngrade])
        scene.order(.reassign(incident: "I-2026-000001", order: "O-2026-000002", department: "fire", reason: "near"))
        scene.step(.cleared, "Overtopping", key: "river-2")
        #expect(ends(scene) == ["police"])
        #expect(scene.all("stand_down_issued").map { $0.text("reason") } == ["downgraded"])
        #expect(scene.incident.matrixRow == "flood/yellow")
        // What a person ordered stays, as does what the milder row has.
        #expect(
            states(scene) == [
                "water auto handed_over", "weather auto reassigned", "police auto stood_down",
                "police propose rejected", "fire auto issued",
            ])
        scene.step(.cleared)
        #expect(ends(scene) == ["police"], "over is left to a person here")
        // Worse again: they are called again.
        scene.raise("Overtopping", key: "river-2", colour: .red)
        let police = scene.incident.orders.first { $0.department == "police" && $0.mode == .auto }
        #expect(police?.state == .issued)
    }

    @Test func nobodyGivesCommandsAsTheMatrix() {
        var scene = scene([])
        #expect(scene.order(.acknowledge(incident: "I-2026-000001"), by: "linkage").refusal == .personMissing)
        #expect(scene.order(.acknowledge(incident: "I-2026-000001")) == .accepted)
    }

    @Test func withoutAWordInTheMatrixAPersonStandsDown() {
        var scene = scene([])
        scene.step(.cleared, "Overtopping", key: "river-2")
        scene.step(.cleared)
        #expect(ends(scene).isEmpty)
        #expect(scene.order(.close(incident: "I-2026-000001", reason: "dry")) != .accepted)
    }
}
