import Telemetry
import Testing

@testable import IncidentCommand

/// What people report joins what is open near it and speaks for it, or opens an incident.
@Suite struct ReportTests {
    private func report(
        _ places: [String], caller: String? = "a1", text: String = "smoke", hazard: String = "fire"
    ) -> OfficerCommand.Kind {
        .report(
            PublicReport(
                hazard: hazard, spots: places.map { PublicReport.Spot(place: $0, district: "north") }, text: text,
                via: "119", caller: caller))
    }

    @Test func aCallOpensAnIncidentThatRings() {
        var scene = Scene(EvidenceTests.linkage())
        #expect(scene.order(report(["hall"])) == .acceptedIn(incident: "I-2026-000001"))
        #expect(scene.incident.hazard == "fire" && scene.incident.place == "hall")
        #expect(scene.incident.orders.map(\.department) == ["fire"])
        #expect(scene.all("report_taken")[0].text("by") == "张三")
        #expect(scene.all("officer_told").count == 1)
        #expect(scene.incident.evidence == .unverified)
    }

    @Test func aSecondCallerCorroboratesAndTheSameDoesNot() {
        var scene = Scene(EvidenceTests.linkage())
        scene.order(report(["hall"]))
        scene.order(report(["hall"]))
        scene.order(report(["hall"], caller: nil))
        #expect(scene.command.incidents.count == 1)
        #expect(scene.incident.evidence == .corroborated, "a known caller and one who is not")
        var other = Scene(EvidenceTests.linkage())
        other.order(report(["hall"], caller: nil))
        other.order(report(["hall"], caller: nil))
        #expect(other.incident.evidence == .unverified, "callers who can't be told apart are one")
    }

    @Test func aCallJoinsTheDetectorNearIt() {
        var scene = Scene(EvidenceTests.linkage())
        scene.raise("Smoke", key: "d1", hazard: "fire", place: "hall", colour: nil)
        scene.order(report(["tower", "hall"]))
        #expect(scene.command.incidents.count == 1)
        #expect(scene.incident.evidence == .corroborated)
        #expect(scene.incident.witnesses.map(\.source) == ["station/d1", "caller/a1"])
        scene.order(report(["tower"], hazard: "flood"))
        #expect(scene.command.incidents.count == 2, "another hazard is another incident")
    }

    @Test func aRegionIsJoinedOnlyWhereOneIncidentCanBeMeant() {
        func call() -> OfficerCommand.Kind {
            let spots = ["north", "hall", "tower"].map { PublicReport.Spot(place: $0, district: "north") }
            return .report(
                PublicReport(hazard: "fire", spots: [spots[0]], region: spots, text: "smoke", via: "119", caller: "c"))
        }
        var scene = Scene(EvidenceTests.linkage())
        scene.raise("Smoke", key: "d1", hazard: "fire", place: "tower", colour: nil)
        #expect(scene.order(call()) == .acceptedIn(incident: "I-2026-000001"))
        scene.raise("Smoke", key: "d2", hazard: "fire", place: "hall", colour: nil)
        #expect(scene.order(call()) == .acceptedIn(incident: "I-2026-000003"), "two could be meant: it opens its own")
        #expect(scene.command.incident("I-2026-000003")?.place == "north")
    }

    @Test func onlyAPersonEndsIt() {
        var scene = Scene(EvidenceTests.linkage())
        scene.order(report(["hall"]))
        #expect(scene.order(.close(incident: "I-2026-000001", reason: "over")).refusal == .notCleared)
        #expect(scene.order(.reset(incident: "I-2026-000001", alarm: nil)) == .accepted)
        #expect(scene.incident.isCleared)
        scene.order(.standDown(incident: "I-2026-000001", order: nil, reason: "over"))
        #expect(scene.order(.close(incident: "I-2026-000001", reason: "over")) == .accepted)
    }

    @Test func aCallAfterAFalseAlarmRingsAgain() {
        var scene = Scene(EvidenceTests.linkage())
        scene.order(report(["hall"]))
        scene.order(.falseAlarm(incident: "I-2026-000001", reason: "steam"))
        scene.forget()
        scene.order(report(["hall"], caller: "b2"))
        #expect(scene.incident.falseAlarm == nil && !scene.incident.isAcknowledged)
        #expect(scene.all("order_issued").map { $0.text("department") } == ["fire"])
    }

    @Test func whatCannotBeTakenIsRefused() {
        var scene = Scene(EvidenceTests.linkage())
        #expect(scene.order(report(["hall"], hazard: "ghosts")).refusal == .unknownHazard)
        #expect(scene.order(report(["hall"], text: " ")).refusal == .textMissing)
        #expect(scene.order(report([])).refusal == .placeMissing)
        #expect(scene.all("command_refused").count == 3)
        #expect(scene.command.incidents.isEmpty)
    }
}
