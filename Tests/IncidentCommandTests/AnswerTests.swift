import Telemetry
import Testing

@testable import IncidentCommand

@Suite struct AnswerTests {
    private func handedOver() -> Scene {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.forget()
        return scene
    }

    private func kept(_ scene: Scene) -> [String?] { scene.all("answer_kept").map { $0.text("reason") } }

    @Test func anAnswerGoesThroughAllItsStates() {
        var scene = handedOver()
        for state in [AnswerState.acknowledged, .accepted, .underWay, .done] {
            scene.answer(state, order: "O-2026-000001", from: "water")
        }
        #expect(
            scene.facts.map(\.fact.code) == ["order_acknowledged", "order_accepted", "order_under_way", "order_done"])
        #expect(scene.facts.allSatisfy { $0.fact.boolean("accepted") == true && $0.fact.text("person") == "李某" })
        #expect(scene.incident.status == .underWay)
        #expect(scene.order(of: "water")?.state == .done)
    }

    @Test func anAnswerBeforeTheChannelsReportProvesTheHandOver() {
        var scene = Scene()
        scene.raise()
        let message = scene.messages[0]
        scene.forget()
        scene.answer(.accepted, order: "O-2026-000001", from: "water")
        #expect(scene.facts.map(\.fact.code) == ["order_handed_over", "order_accepted"])
        #expect(scene.facts[0].fact.text("evidence") == "answer")
        scene.report(message, .handedOver(evidence: "puback"))
        #expect(scene.order(of: "water")?.state == .accepted)
    }

    @Test func whatIsNotProvedIsKeptAndChangesNothing() {
        var scene = handedOver()
        scene.answer(.accepted, order: "O-2026-000001", from: "water", proof: .failed)
        scene.answer(.accepted, order: "O-2026-000001", from: "water", proof: .missing)
        #expect(kept(scene) == ["proof_failed", "proof_missing"])
        #expect(scene.order(of: "water")?.state == .handedOver)
        #expect(scene.order(of: "water")?.answers.map(\.accepted) == [false, false])
    }

    @Test func anotherDepartmentsAnswerIsKeptAndChangesNothing() {
        var scene = handedOver()
        scene.answer(.accepted, order: "O-2026-000001", from: "weather")
        #expect(kept(scene) == ["wrong_department"])
        #expect(scene.all("answer_kept")[0].text("department") == "weather")
        #expect(scene.order(of: "water")?.state == .handedOver)
    }

    @Test func anAnswerToAnOlderVersionIsKept() {
        var scene = handedOver()
        scene.raise("Stage3", colour: .red)
        scene.answer(.accepted, order: "O-2026-000001", version: 1, from: "water")
        scene.answer(.accepted, order: "O-2026-000001", version: 9, from: "water")
        #expect(kept(scene) == ["stale_version", "unknown_version"])
        #expect(scene.order(of: "water")?.state == .issued)
        scene.answer(.accepted, order: "O-2026-000001", version: 2, from: "water")
        #expect(scene.order(of: "water")?.state == .accepted)
    }

    @Test func anUnknownOrdersAnswerIsLoggedWithoutAnIncident() {
        var scene = handedOver()
        scene.answer(.accepted, order: "O-1999-000001", from: "water")
        #expect(kept(scene) == ["unknown_order"])
        #expect(scene.facts[0].fact.incident == nil)
    }

    @Test func aRepeatedAnswerChangesNothing() {
        var scene = handedOver()
        scene.answer(.accepted, order: "O-2026-000001", from: "water")
        scene.answer(.accepted, order: "O-2026-000001", from: "water")
        scene.answer(.acknowledged, order: "O-2026-000001", from: "water")
        #expect(kept(scene) == ["already_so", "already_further"])
    }

    @Test func aContradictionCountsAndIsMarked() {
        var scene = handedOver()
        scene.answer(.underWay, order: "O-2026-000001", from: "water")
        scene.answer(.declined, order: "O-2026-000001", from: "water")
        #expect(scene.all("order_declined")[0].boolean("contradictory") == true)
        #expect(scene.all("escalated").count == 1)
    }

    @Test func afterTheCloseAnAnswerIsKeptAndShown() {
        var scene = handedOver()
        scene.answer(.done, order: "O-2026-000001", from: "water")
        scene.step(.cleared)
        scene.order(.standDown(incident: "I-2026-000001", order: nil, reason: "over"))
        scene.order(.close(incident: "I-2026-000001", reason: "over"))
        scene.forget()
        scene.answer(.accepted, order: "O-2026-000002", from: "weather")
        #expect(kept(scene) == ["after_close"])
        #expect(scene.facts[0].fact.incident == "I-2026-000001")
        #expect(scene.order(of: "weather")?.answers.count == 1)
        #expect(scene.order(of: "weather")?.state == .stoodDown)
    }

    @Test func anOfficerAnswersOnBehalfOfADepartmentByTelephone() {
        var scene = handedOver()
        let outcome = scene.order(
            .answer(
                incident: "I-2026-000001", department: "water", order: nil, state: .accepted, person: "王五",
                via: "phone",
                reason: nil), by: "张三")
        #expect(outcome == .accepted)
        let fact = scene.all("order_accepted")[0]
        #expect(fact.text("by") == "张三" && fact.text("person") == "王五" && fact.text("via") == "phone")
        #expect(
            scene.order(
                .answer(
                    incident: "I-2026-000001", department: "water", order: nil, state: .acknowledged, person: nil,
                    via: "phone", reason: nil)
            ).refusal == .answerWithoutEffect)
        #expect(
            scene.order(
                .answer(
                    incident: "I-2026-000001", department: "police", order: nil, state: .accepted, person: nil,
                    via: "phone", reason: nil)
            ).refusal == .unknownDepartment)
    }

    @Test func aDepartmentMayBeNamedByAnAlias() {
        var linkage = Scene.linkage()
        linkage.departments[0].name = Bilingual(chinese: "水利局", english: "Water Bureau")
        linkage.departments[0].aliases = ["防汛办"]
        for name in ["water", "水利局", "Water Bureau", "防汛办"] {
            var scene = Scene(linkage)
            scene.raise()
            let outcome = scene.order(
                .answer(
                    incident: "I-2026-000001", department: name, order: nil, state: .accepted, person: nil,
                    via: "phone",
                    reason: nil))
            #expect(outcome == .accepted)
            #expect(scene.order(of: "water")?.state == .accepted)
        }
    }

    @Test func answersKeptWithAnOrderAreBounded() {
        var scene = handedOver()
        for _ in 0..<(Order.answerLimit + 5) { scene.answer(.accepted, order: "O-2026-000001", from: "water") }
        #expect(scene.order(of: "water")?.answers.count == Order.answerLimit)
        #expect(scene.order(of: "water")?.answerCount == Order.answerLimit + 5)
        #expect(scene.facts.count == Order.answerLimit + 5, "every one is in the log")
    }

    @Test func whatADepartmentWritesIsCut() {
        var scene = handedOver()
        var actions: [IncidentAction] = []
        scene.command.apply(
            DepartmentAnswer(
                order: "O-2026-000001", version: 1, department: "water", state: .declined,
                person: String(repeating: "李", count: 100_000), reason: String(repeating: "x", count: 100_000),
                proof: .verified), at: scene.now, into: &actions)
        #expect(scene.order(of: "water")?.person?.unicodeScalars.count == 200)
        #expect(scene.order(of: "water")?.reason?.count == 2_000)
    }
}
