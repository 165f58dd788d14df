import Telemetry
import Testing

@testable import IncidentCommand

@Suite struct RestartTests {
    @Test func deadlinesOfTheGapFireOnceAndAreMarkedLate() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.answer(.acknowledged, order: "O-2026-000002", from: "weather")
        scene.advance(to: 100)
        scene.forget()
        // Water's deadline (300), reminder (300), deputy (360), commander (480) and 5 repeats fell into the gap.
        scene.restart(gapFrom: 100, at: 1_000)
        #expect(scene.facts.map(\.fact.code) == ["deadline_missed", "escalated", "escalated", "escalated"])
        #expect(scene.facts.allSatisfy { $0.fact.boolean("late") == true && $0.at == Scene.time(1_000) })
        #expect(scene.all("escalated").map { $0.text("whom") } == ["water", "deputy", "commander"])
        #expect(scene.all("escalated").map { $0.seconds("due") } == [300, 360, 480])
        #expect(!scene.messages.contains { $0.kind == .order }, "no order twice")
        scene.forget()
        scene.advance(to: 1_101)
        #expect(scene.times("escalated") == [1_100], "repeats go on from the restart")
        #expect(scene.all("escalated")[0].boolean("late") == false)
    }

    @Test func aRepeatThatFellIntoTheGapIsToldOnce() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.answer(.acknowledged, order: "O-2026-000002", from: "weather")
        scene.advance(to: 500)
        scene.forget()
        scene.restart(gapFrom: 500, at: 5_000)
        #expect(scene.facts.map(\.fact.code) == ["escalated"])
        #expect(scene.facts[0].fact.integer("repeat") == 1)
    }

    @Test func whatIsDueAfterTheGapIsNotLate() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.forget()
        scene.restart(gapFrom: 10, at: 100)
        #expect(scene.facts.isEmpty)
        scene.advance(to: 121)
        #expect(scene.all("deadline_missed")[0].boolean("late") == false)
    }

    @Test func aDeadlineAtTheRestartItselfIsInTime() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.forget()
        scene.restart(gapFrom: 10, at: 120)
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.advance(to: 290)
        #expect(scene.all("deadline_missed").isEmpty)
    }
}
