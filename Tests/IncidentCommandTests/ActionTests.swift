import Telemetry
import Testing

@testable import IncidentCommand

/// `action: propose` of a rule: nothing is issued before a person has decided.
@Suite struct ActionTests {
    private func raised(_ alert: String, _ scene: Scene, asksFirst: Bool) -> AlarmChange {
        var change = Scene.change(.raised, alert, "river-1", scene.now, colour: .red)
        if asksFirst { change.labels = [AlarmChange.Label(name: "action", value: "propose")] }
        return change
    }

    @Test func everyOrderOfAnAlarmThatAsksFirstIsAProposal() throws {
        var scene = Scene()
        scene.alarm(raised("Stage", scene, asksFirst: true))
        #expect(scene.incident.orders.map(\.state) == [.proposed, .proposed, .proposed])
        #expect(!scene.messages.contains { $0.kind == .order })
        // What the matrix would issue and what it would propose to one department is one decision.
        let police = try #require(scene.order(of: "police"))
        #expect(police.tasks == [Bilingual("cordon"), Bilingual("evacuate")])
        #expect(scene.order(.approve(incident: scene.incident.id, order: police.id)) == .accepted)
        #expect(scene.messages.filter { $0.kind == .order }.map(\.recipient.id) == ["police"])
    }

    @Test func anAlarmThatDoesNotAskLeavesItToTheMatrix() {
        var scene = Scene()
        scene.alarm(raised("Stage", scene, asksFirst: true))
        scene.advance(to: 60)
        scene.alarm(raised("Overtopping", scene, asksFirst: false))
        let issued = scene.messages.filter { $0.kind == .order }.map(\.recipient.id)
        #expect(Set(issued) == ["water", "weather", "police"])
        #expect(scene.incident.orders.contains { $0.department == "police" && $0.state == .proposed })
    }

    @Test func aRestartForgetsNothingOfIt() throws {
        var scene = Scene()
        scene.alarm(raised("Stage", scene, asksFirst: true))
        var writer = ByteWriter()
        scene.command.encodeSnapshot(into: &writer)
        var other = IncidentCommand(linkage: Scene.linkage(), utcOffsetMinutes: 480)
        try writer.bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            try other.restoreSnapshot(from: &reader)
        }
        #expect(other.incidents == scene.command.incidents)
        #expect(other.incidents[0].alarms[0].asksFirst)
    }
}
