import Telemetry
import Testing

@testable import IncidentCommand

/// How well an incident is founded, what it asks of the matrix, and what people find.
@Suite struct EvidenceTests {
    static let id = "I-2026-000001"

    /// One detector calls fire-rescue; two, or a person, call water too, and a proposal to evacuate.
    static func linkage() -> Linkage {
        var linkage = Scene.linkage()
        linkage.corroboration = Corroboration(
            sources: 2, window: Interval(seconds: 600), source: "GB 50116", date: "2013")
        linkage.gradeScales = [
            GradeScale(
                id: "work",
                rows: [
                    GradeScale.Row(figure: .deaths, atLeast: [30, 10, 3]),
                    GradeScale.Row(figure: .lossYuan, atLeast: [100_000_000, 50_000_000, 10_000_000]),
                ], source: "Plan", date: "2006-01-08")
        ]
        linkage.gateways = ["d3": "gw", "d4": "gw"]
        linkage.hazards.append(Linkage.Hazard(id: "fire", name: Bilingual("fire"), gradeScale: "work"))
        linkage.rows += [
            MatrixRow(hazard: "fire", colour: nil, entries: [Scene.entry("fire", .lead)]),
            MatrixRow(
                hazard: "fire", colour: nil, evidence: .corroborated, satisfaction: .atLeast(2),
                entries: [Scene.entry("fire", .lead), Scene.entry("water"), Scene.entry("police", mode: .propose)]),
            MatrixRow(
                hazard: "fire", colour: nil, evidence: .corroborated, grade: 2,
                entries: [Scene.entry("fire", .lead), Scene.entry("weather")]),
            MatrixRow(hazard: "flood", colour: .yellow, places: ["dam"], entries: [Scene.entry("fire", .lead)]),
        ]
        return linkage
    }

    private func burning() -> Scene {
        var scene = Scene(EvidenceTests.linkage())
        scene.raise("Smoke", key: "d1", hazard: "fire", place: "hall", colour: nil)
        return scene
    }

    private func departments(_ scene: Scene) -> [String] { scene.incident.orders.map(\.department) }

    @Test func oneDetectorIsUnverifiedAndASecondCorroborates() {
        var scene = burning()
        #expect(scene.incident.evidence == .unverified)
        #expect(departments(scene) == ["fire"])
        scene.order(.acknowledge(incident: Self.id))
        scene.advance(to: 100)
        scene.raise("Smoke", key: "d2", hazard: "fire", place: "hall", colour: nil)
        #expect(scene.incident.evidence == .corroborated)
        let grown = scene.all("evidence_grew")[0]
        #expect(grown.texts("sources") == ["station/d1", "station/d2"])
        #expect(departments(scene) == ["fire", "water", "police"])
        #expect(scene.incident.orders[2].state == .proposed, "evacuation waits for a person")
        #expect(scene.incident.isAcknowledged == false, "better evidence rings again")
        #expect(scene.incident.orders[0].version == 2)
    }

    @Test func oneStationTwiceOrTwoBehindOneGatewayAreOneSource() {
        var scene = burning()
        scene.raise("Heat", key: "d1", hazard: "fire", place: "hall", colour: nil)
        #expect(scene.incident.evidence == .unverified)
        var other = Scene(EvidenceTests.linkage())
        other.raise("Smoke", key: "d3", hazard: "fire", place: "hall", colour: nil)
        other.raise("Smoke", key: "d4", hazard: "fire", place: "hall", colour: nil)
        #expect(other.incident.evidence == .unverified)
        #expect(other.incident.witnesses.map(\.source) == ["gateway/gw"])
    }

    @Test func whatWasSaidLongAgoDoesNotCount() {
        var scene = burning()
        scene.advance(to: 601)
        scene.raise("Smoke", key: "d2", hazard: "fire", place: "hall", colour: nil)
        #expect(scene.incident.evidence == .unverified)
    }

    @Test func aPersonConfirms() {
        var scene = burning()
        #expect(scene.order(.verify(incident: Self.id, note: "flames seen")) == .accepted)
        #expect(scene.incident.evidence == .confirmed)
        #expect(scene.all("evidence_grew")[0].text("by") == "张三")
        #expect(departments(scene) == ["fire", "water", "police"])
        #expect(scene.order(.verify(incident: Self.id, note: nil)).refusal == .alreadyConfirmed)
    }

    @Test func aFalseAlarmTellsEveryoneAndRingsAgainWhenItGetsWorse() {
        var scene = burning()
        scene.order(.verify(incident: Self.id, note: nil))
        scene.forget()
        #expect(scene.order(.falseAlarm(incident: Self.id, reason: " ")).refusal == .reasonMissing)
        #expect(scene.order(.falseAlarm(incident: Self.id, reason: "steam")) == .accepted)
        #expect(scene.incident.orders.allSatisfy { $0.state.isFinished })
        let told = scene.messages.filter { $0.kind == .standDown }.map(\.recipient.id)
        #expect(Set(told) == ["fire", "water", "duty-officer"])
        #expect(scene.incident.isAcknowledged)
        #expect(scene.order(.falseAlarm(incident: Self.id, reason: "steam")).refusal == .alreadyFalse)
        scene.forget()
        scene.advance(to: 5_000)
        #expect(scene.facts.isEmpty, "no clock runs")
        scene.raise("Smoke", key: "d1", hazard: "fire", place: "hall", colour: .red)
        #expect(scene.incident.falseAlarm == nil)
        #expect(scene.all("incident_upgraded").count == 1)
        #expect(scene.all("order_issued").map { $0.text("department") } == ["fire"])
    }

    @Test func figuresAreAddedAndProposeAGrade() {
        var scene = burning()
        scene.order(.addFigure(incident: Self.id, figure: .deaths, amount: 2, source: "119"))
        #expect(scene.incident.proposedGrade == 4)
        scene.order(.addFigure(incident: Self.id, figure: .deaths, amount: 9, source: nil))
        #expect(scene.incident.figures[0].total == 11 && scene.incident.figures[0].additions == 2)
        #expect(scene.incident.proposedGrade == 2)
        #expect(scene.incident.grade == nil, "a person decides")
        #expect(scene.all("figure_added").map { $0.integer("total") } == [2, 11])
        scene.order(.addFigure(incident: Self.id, figure: .lossYuan, amount: 100_000_000, source: nil))
        #expect(scene.incident.proposedGrade == 1)
        #expect(scene.all("grade_proposed").last?.texts("figures") == ["loss_yuan"])
        scene.order(.addFigure(incident: Self.id, figure: .deaths, amount: -9, source: "counted twice"))
        #expect(scene.incident.figures[0].total == 2)
        #expect(
            scene.order(.addFigure(incident: Self.id, figure: .deaths, amount: -3, source: nil)).refusal
                == .amountInvalid)
        #expect(
            scene.order(.addFigure(incident: Self.id, figure: .deaths, amount: .max, source: nil)).refusal
                == .amountInvalid)
        #expect(
            scene.order(.addFigure(incident: Self.id, figure: .deaths, amount: .min, source: nil)).refusal
                == .amountInvalid)
    }

    @Test(arguments: [(0, nil), (2, 4), (3, 3), (9, 3), (10, 2), (29, 2), (30, 1)] as [(Int64, Int?)])
    func theScaleIsInclusive(deaths: Int64, grade: Int?) {
        var total = FigureTotal(figure: .deaths)
        total.total = deaths
        #expect(EvidenceTests.linkage().gradeScales[0].grade(of: [total])?.grade == grade)
    }

    @Test func theThreeScalesAreThreeFields() {
        var scene = burning()
        scene.order(.verify(incident: Self.id, note: nil))
        #expect(scene.order(.decideGrade(incident: Self.id, grade: 5, reason: "x")).refusal == .scaleInvalid)
        #expect(scene.order(.decideGrade(incident: Self.id, grade: 2, reason: "eleven dead")) == .accepted)
        #expect(scene.order(.decideResponse(incident: Self.id, level: 3, reason: "plan 4.2")) == .accepted)
        #expect(scene.incident.grade == 2 && scene.incident.responseLevel == 3)
        #expect(scene.incident.warningColour == nil)
        #expect(departments(scene).contains("weather"), "the grade reaches another row")
    }

    @Test func aNoteIsKeptAlsoAfterTheEnd() {
        var scene = burning()
        scene.alarm(Scene.change(.cleared, "Smoke", "d1", scene.now, hazard: "fire", place: "hall", colour: nil))
        scene.order(.standDown(incident: Self.id, order: nil, reason: "over"))
        #expect(scene.order(.close(incident: Self.id, reason: "over")) == .accepted)
        #expect(scene.order(.note(incident: Self.id, text: "")).refusal == .textMissing)
        #expect(scene.order(.note(incident: Self.id, text: "fuse replaced")) == .accepted)
        #expect(scene.order(.addFigure(incident: Self.id, figure: .lossYuan, amount: 500, source: nil)) == .accepted)
        #expect(scene.order(.verify(incident: Self.id, note: nil)).refusal == .incidentClosed)
    }

    @Test func aRowMayBeForOnePlaceOnly() {
        var scene = Scene(EvidenceTests.linkage())
        scene.raise(place: "dam")
        #expect(departments(scene) == ["fire"])
        var elsewhere = Scene(EvidenceTests.linkage())
        elsewhere.raise(place: "reach-1")
        #expect(departments(elsewhere) == ["water", "weather"])
    }

    @Test func enoughThatHaveItMakeTheLinkageSatisfiedOnce() {
        var scene = burning()
        scene.order(.verify(incident: Self.id, note: nil))
        scene.answer(.accepted, order: scene.id(of: "fire"), version: 2, from: "fire")
        #expect(scene.all("linkage_satisfied").isEmpty)
        scene.answer(.acknowledged, order: scene.id(of: "water"), from: "water")
        #expect(scene.all("linkage_satisfied").isEmpty, "seen is not taken over")
        scene.answer(.enRoute, order: scene.id(of: "water"), from: "water")
        #expect(scene.all("linkage_satisfied").map { $0.texts("departments") } == [["fire", "water"]])
        scene.answer(.done, order: scene.id(of: "water"), from: "water")
        #expect(scene.all("linkage_satisfied").count == 1)
        scene.raise("Smoke", key: "d1", hazard: "fire", place: "hall", colour: .red)
        scene.answer(.accepted, order: scene.id(of: "water"), version: 2, from: "water")
        scene.answer(.accepted, order: scene.id(of: "fire"), version: 3, from: "fire")
        #expect(scene.all("linkage_satisfied").count == 2, "once for each call")
    }
}
