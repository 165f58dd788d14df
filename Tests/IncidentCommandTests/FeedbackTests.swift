import Telemetry
import Testing

@testable import IncidentCommand

/// On the way, on the scene, progress: words between taking over and done, each awaited by a deadline.
@Suite struct FeedbackTests {
    static func linkage() -> Linkage {
        var linkage = Scene.linkage()
        for row in linkage.rows.indices {
            for entry in linkage.rows[row].entries.indices {
                linkage.rows[row].entries[entry].firstFeedbackWithin = Interval(seconds: 600)
                linkage.rows[row].entries[entry].progressEvery = Interval(seconds: 1_800)
            }
        }
        return linkage
    }

    private func told() -> Scene {
        var scene = Scene(FeedbackTests.linkage())
        scene.raise()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.handOver()
        scene.answer(.done, order: scene.id(of: "weather"), from: "weather")
        return scene
    }

    @Test func theFirstWordIsAwaitedFromTheAcknowledgement() {
        var scene = told()
        let id = scene.id(of: "water")
        scene.advance(to: 10)
        scene.answer(.acknowledged, order: id, from: "water")
        #expect(scene.all("order_acknowledged")[0].seconds("feedback_by") == 610)
        scene.advance(to: 50)
        scene.answer(.accepted, order: id, from: "water")
        #expect(scene.order(of: "water")?.deadline == Scene.time(610), "accepting is no word from the way")
        scene.advance(to: 610)
        #expect(scene.all("deadline_missed").isEmpty)
        scene.advance(to: 611)
        #expect(scene.all("deadline_missed").map { $0.text("missed") } == ["feedback_missed"])
        #expect(scene.all("escalated").map { $0.text("reason") } == ["feedback_missed"])
        scene.answer(.enRoute, order: id, from: "water")
        #expect(scene.all("order_en_route")[0].boolean("late") == true)
        #expect(scene.order(of: "water")?.climb == nil)
        #expect(scene.order(of: "water")?.deadline == Scene.time(611 + 1_800))
    }

    @Test func progressRepeats() {
        var scene = told()
        let id = scene.id(of: "water")
        scene.answer(.enRoute, order: id, from: "water")
        scene.answer(.onScene, order: id, from: "water")
        #expect(scene.order(of: "water")?.state == .onScene)
        #expect(scene.incident.status == .underWay)
        scene.advance(to: 100)
        scene.answer(.progress, order: id, from: "water")
        scene.advance(to: 200)
        scene.answer(.progress, order: id, from: "water")
        #expect(scene.times("order_progress") == [100, 200])
        #expect(scene.order(of: "water")?.state == .underWay)
        #expect(scene.order(of: "water")?.underWayAt == Scene.time(100))
        scene.answer(.onScene, order: id, from: "water")
        #expect(scene.all("answer_kept").last?.text("reason") == "already_further")
        scene.advance(to: 2_001)
        #expect(scene.all("deadline_missed").map { $0.text("missed") } == ["progress_missed"])
        scene.answer(.done, order: id, from: "water")
        scene.forget()
        scene.advance(to: 50_000)
        #expect(scene.facts.isEmpty)
    }

    @Test func withoutTheseTermsNothingIsAwaited() {
        var scene = Scene()
        scene.raise()
        scene.answer(.acknowledged, order: scene.id(of: "water"), from: "water")
        #expect(scene.order(of: "water")?.deadline == nil)
    }

    @Test func aRecallIsToldAsARecall() {
        var scene = told()
        let id = scene.id(of: "water")
        scene.forget()
        #expect(scene.order(.recall(incident: "I-2026-000001", order: id, reason: "wrong reach")) == .accepted)
        #expect(scene.messages.map(\.kind) == [.recall])
        #expect(scene.order(of: "water")?.state == .stoodDown)
        #expect(
            scene.order(.recall(incident: "I-2026-000001", order: id, reason: "again")).refusal == .alreadyFinished)
    }
}
