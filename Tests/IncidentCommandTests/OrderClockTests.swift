import Telemetry
import Testing

@testable import IncidentCommand

@Suite struct OrderClockTests {
    @Test func theAcknowledgementDeadlineRunsFromTheHandOver() {
        var scene = Scene()
        scene.raise()
        scene.advance(to: 20)
        scene.handOver()
        #expect(scene.order(of: "water")?.state == .handedOver)
        #expect(scene.order(of: "water")?.deadline == Scene.time(320))
        #expect(scene.order(of: "weather")?.deadline == Scene.time(620))
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.advance(to: 320)
        #expect(scene.all("deadline_missed").isEmpty)
        scene.advance(to: 321)
        #expect(scene.all("deadline_missed").map { $0.text("department") } == ["water"])
        #expect(scene.all("deadline_missed")[0].seconds("due") == 320)
    }

    @Test func theLadderIsClimbedStepByStepAndItsLastStepRepeats() {
        var scene = Scene()
        scene.raise()
        scene.handOver("water")
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.handOver("weather")
        scene.answer(.acknowledged, order: scene.id(of: "weather"), from: "weather")
        scene.forget()
        scene.advance(to: 700)
        let steps = scene.all("escalated")
        // Deadline at 300: the reminder at once, the deputy after 60 s, the commander 120 s later and every 100 s.
        #expect(scene.times("escalated") == [300, 360, 480, 580, 680])
        #expect(steps.map { $0.text("whom") } == ["water", "deputy", "commander", "commander", "commander"])
        #expect(steps.map { $0.integer("step") } == [1, 2, 3, 3, 3])
        #expect(steps.map { $0.integer("repeat") } == [0, 0, 0, 1, 2])
        #expect(scene.messages.map(\.kind) == [.reminder, .notice, .notice, .notice, .notice])
        #expect(Set(scene.messages.map(\.key)).count == 5)
        #expect(steps[0].seconds("next_due") == 360)
        scene.answer(.acknowledged, order: scene.id(of: "water"), from: "water")
        #expect(scene.all("order_acknowledged").last?.boolean("late") == true)
        scene.forget()
        scene.advance(to: 10_000)
        #expect(scene.facts.isEmpty, "an answer stops the ladder")
    }

    @Test func oneDepartmentsAcknowledgementStopsNobodyElsesClock() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.advance(to: 5)
        scene.answer(.accepted, order: scene.id(of: "water"), from: "water")
        scene.forget()
        scene.advance(to: 700)
        let missed = scene.all("deadline_missed")
        #expect(missed.contains { $0.text("party") == "officer" && $0.seconds("due") == 120 })
        #expect(missed.contains { $0.text("department") == "weather" && $0.seconds("due") == 600 })
        #expect(!missed.contains { $0.text("department") == "water" })
    }

    @Test func theOfficersAcknowledgementStopsNoDepartmentsClock() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.advance(to: 700)
        #expect(scene.all("deadline_missed").map { $0.text("department") } == ["water", "weather"])
    }

    @Test func theOfficerOnDutyHasADeadlineAndALadder() {
        var scene = Scene()
        scene.raise()
        scene.forget()
        scene.advance(to: 500)
        let officer = scene.facts.filter { $0.fact.text("party") == "officer" && $0.fact.code == "escalated" }
        #expect(officer.map { $0.at } == [Scene.time(120), Scene.time(180), Scene.time(480)])
        #expect(officer.map { $0.fact.text("whom") } == ["duty-officer", "duty-leader", "duty-leader"])
        #expect(scene.order(.acknowledge(incident: "I-2026-000001"), by: "duty-leader") == .accepted)
        #expect(scene.all("incident_acknowledged")[0].boolean("late") == true)
        #expect(scene.order(.acknowledge(incident: "I-2026-000001")).refusal == .alreadyAcknowledged)
    }

    @Test func anAnswerAtTheDeadlineIsInTime() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.advance(to: 300)
        scene.answer(.acknowledged, order: scene.id(of: "water"), from: "water")
        scene.advance(to: 590)
        #expect(scene.all("deadline_missed").isEmpty)
        #expect(scene.all("order_acknowledged")[0].boolean("late") == false)
    }

    @Test func aMissedHandOverClimbsToo() {
        var scene = Scene()
        scene.raise()
        scene.advance(to: 31)
        #expect(scene.all("deadline_missed").map { $0.text("missed") } == ["hand_over_missed", "hand_over_missed"])
        #expect(scene.all("escalated").map { $0.text("whom") } == ["water", "weather"])
        // Handed over at last: the ladder goes on, since the department has not answered.
        scene.handOver("water")
        scene.forget()
        scene.advance(to: 100)
        #expect(scene.all("escalated").compactMap { $0.text("department") } == ["water", "weather"])
    }

    @Test func aChannelThatGivesUpClimbsAtOnce() {
        var scene = Scene()
        scene.raise()
        let message = scene.messages[0]
        scene.forget()
        scene.report(message, .failed(reason: "refused"))
        #expect(scene.facts.map(\.fact.code) == ["order_hand_over_failed", "escalated"])
        #expect(scene.all("escalated")[0].text("reason") == "hand_over_failed")
    }

    @Test func declinedClimbsAtOnceUntilItIsReassigned() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.advance(to: 10)
        scene.forget()
        let declined = scene.id(of: "water")
        scene.answer(.declined, order: declined, from: "water")
        #expect(scene.facts.map(\.fact.code) == ["order_declined", "escalated"])
        #expect(scene.times("escalated") == [10])
        scene.advance(to: 71)
        #expect(scene.all("escalated").map { $0.text("whom") } == ["water", "deputy"])
        #expect(
            scene.order(
                .reassign(incident: "I-2026-000001", order: declined, department: "fire", reason: "no pumps"))
                == .accepted)
        #expect(scene.order(of: "fire")?.state == .issued)
        #expect(scene.order(of: "water")?.state == .reassigned)
        #expect(scene.messages.contains { $0.kind == .recall && $0.recipient.id == "water" })
        scene.forget()
        scene.advance(to: 95)
        #expect(!scene.facts.contains { $0.fact.text("order") == declined })
    }

    @Test func decliningInTheMiddleOfALadderTellsItsNextStepAtOnce() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.advance(to: 310)
        scene.forget()
        scene.answer(.declined, order: scene.id(of: "water"), from: "water")
        #expect(scene.all("escalated").map { $0.text("whom") } == ["deputy"])
        scene.advance(to: 5_000)
        scene.forget()
        scene.answer(.accepted, order: scene.id(of: "water"), from: "water")
        scene.answer(.declined, order: scene.id(of: "water"), from: "water")
        #expect(scene.all("escalated").map { $0.text("whom") } == ["water"], "a new ladder, told at once")
        #expect(scene.all("order_accepted")[0].boolean("contradictory") == true)
    }

    @Test func proposalsWaitForAPersonAndClimbWhenNobodyDecides() {
        var scene = Scene()
        scene.raise(colour: .red)
        let proposal = scene.incident.orders.first { $0.state == .proposed }
        #expect(proposal?.tasks == [Bilingual("evacuate")])
        #expect(scene.messages.filter { $0.recipient.id == "police" }.count == 1, "only the cordon goes by itself")
        #expect(scene.all("officer_told")[0].texts("proposals") == [proposal?.id ?? "none"])
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.handOver()
        scene.advance(to: 181)
        let escalated = scene.all("escalated").filter { $0.text("order") == proposal?.id }
        #expect(escalated.map { $0.text("whom") } == ["duty-officer", "duty-leader"])
        #expect(escalated.map { $0.text("reason") } == ["decision_missed", "decision_missed"])
        scene.forget()
        #expect(scene.order(.approve(incident: "I-2026-000001", order: nil)) == .accepted)
        #expect(scene.facts.map(\.fact.code) == ["order_approved", "order_issued"])
        #expect(scene.messages.map(\.recipient.id) == ["police"])
        #expect(scene.order(.approve(incident: "I-2026-000001", order: nil)).refusal == .nothingProposed)
    }

    @Test func aRejectedProposalIsNeverIssued() {
        var scene = Scene()
        scene.raise(colour: .red)
        guard let proposal = scene.incident.orders.first(where: { $0.state == .proposed }) else {
            Issue.record("no proposal")
            return
        }
        scene.forget()
        #expect(
            scene.order(.reject(incident: "I-2026-000001", order: proposal.id, reason: "dry")) == .accepted)
        scene.advance(to: 10_000)
        #expect(!scene.messages.contains { $0.order == proposal.id })
    }

    @Test func anOldVersionsHandOverMovesNoClock() {
        var scene = Scene()
        scene.raise()
        let first = scene.messages[0]
        scene.raise("Stage3", colour: .red)
        scene.forget()
        scene.report(first, .handedOver(evidence: "puback"))
        #expect(scene.facts.map(\.fact.code) == ["message_reported"])
        #expect(scene.order(of: "water")?.state == .issued)
    }

    @Test func aNewLinkageCountsForWhatIsIssuedAfterIt() {
        var scene = Scene()
        scene.raise()
        var linkage = Scene.linkage()
        linkage.rows[1].entries = [Scene.entry("fire", .lead)]
        var actions: [IncidentAction] = []
        scene.command.replaceLinkage(linkage, at: scene.now, into: &actions)
        scene.raise("Stage3", colour: .red)
        #expect(scene.incident.orders.map(\.department) == ["water", "weather", "fire"])
        #expect(scene.order(of: "water")?.version == 1)
    }
}
