import Configuration
import Foundation
import Telemetry
import Testing

@testable import IncidentCommand

/// The linkage that ships in `Rules/` is one that this code reads and can act on.
@Suite struct ShippedLinkageTests {
    func shipped() throws -> Linkage {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "Rules/linkage")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        let files = try names.sorted().map {
            ConfigurationFile(
                path: "linkage/\($0)", text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
        }
        return try Linkage.load(files: files)
    }

    @Test func everyHazardHasARowForItsGravestColourWithALead() throws {
        let linkage = try shipped()
        #expect(!linkage.hazards.isEmpty)
        for hazard in linkage.hazards {
            let gravest = Severity(colour: .red, kindRank: hazard.worsening.count, lifeSafety: true)
            guard let row = linkage.row(for: Situation(hazard: hazard.id, severity: gravest)) else { continue }
            #expect(row.entries.first?.role == .lead, "\(hazard.id)")
        }
    }

    @Test func everyHazardRunsFromRaisedToClosed() throws {
        let linkage = try shipped()
        for hazard in linkage.hazards {
            var scene = Scene(linkage)
            scene.raise(hazard: hazard.id, colour: .red, lifeSafety: true)
            scene.handOver()
            scene.advance(to: 7_200)
            scene.step(.cleared)
            scene.order(.standDown(incident: "I-2026-000001", order: nil, reason: "over"))
            #expect(scene.order(.close(incident: "I-2026-000001", reason: "over")) == .accepted, "\(hazard.id)")
            #expect(scene.command.nextDue == .distantFuture)
        }
    }
}

/// The table of hazards in the domain: who leads, who is linked, and what only a person may order.
extension ShippedLinkageTests {
    struct TableRow: Sendable, CustomStringConvertible {
        var hazard: String
        var lead: String
        /// Called by itself or proposed.
        var linked: [String]
        /// Only ever a person's decision.
        var proposed: [String] = []

        var description: String { hazard }
    }

    static let table: [TableRow] = [
        TableRow(
            hazard: "river_flood", lead: "water",
            linked: ["weather", "police", "traffic-police", "civil-affairs", "power-company", "medical"],
            proposed: ["police"]),
        TableRow(
            hazard: "underpass_flood", lead: "water", linked: ["traffic-police", "fire-rescue", "power-company"],
            proposed: ["power-company"]),
        TableRow(
            hazard: "traffic_incident", lead: "traffic-police",
            linked: ["medical", "fire-rescue", "police", "towing", "road-authority"]),
        TableRow(
            hazard: "gas_leak", lead: "gas-company",
            linked: ["fire-rescue", "police", "power-company", "medical", "environment"],
            proposed: ["police", "power-company"]),
        TableRow(
            hazard: "fire", lead: "fire-rescue",
            linked: ["water-supply", "power-company", "gas-company", "medical", "traffic-police"],
            proposed: ["power-company", "gas-company"]),
        TableRow(
            hazard: "earthquake", lead: "seismic",
            linked: ["gas-company", "power-company", "water", "water-supply", "fire-rescue", "civil-affairs"]),
        TableRow(
            hazard: "geological_hazard", lead: "natural-resources", linked: ["weather", "towns", "traffic-police"],
            proposed: ["towns"]),
        TableRow(hazard: "disease_cluster", lead: "health", linked: ["medical", "police"], proposed: ["police"]),
        TableRow(
            hazard: "forest_fire", lead: "forestry",
            linked: ["emergency-management", "fire-rescue", "weather", "police", "power-company"],
            proposed: ["police", "power-company"]),
        TableRow(
            hazard: "mine_gas", lead: "emergency-management",
            linked: ["mine-rescue", "fire-rescue", "medical", "environment", "gas-company", "power-company"],
            proposed: ["gas-company", "power-company"]),
        TableRow(
            hazard: "hazardous_plant", lead: "emergency-management",
            linked: ["fire-rescue", "medical", "environment", "gas-company", "power-company"],
            proposed: ["gas-company", "power-company", "police"]),
        TableRow(
            hazard: "power_failure", lead: "power-company",
            linked: ["medical", "water-supply", "traffic-police", "police"]),
        TableRow(hazard: "drought", lead: "water", linked: ["weather", "agriculture", "civil-affairs"]),
    ]

    /// The gravest that the hazard can become, verified by a person.
    private func gravest(_ hazard: String, _ linkage: Linkage) -> MatrixRow? {
        let worst = Severity(
            colour: .red, kindRank: linkage.hazard(hazard)?.worsening.count ?? 0, lifeSafety: true)
        return linkage.row(for: Situation(hazard: hazard, severity: worst, evidence: .confirmed))
    }

    @Test(arguments: table) func everyRowOfTheTableHasItsDepartments(row: TableRow) throws {
        let linkage = try shipped()
        let matrix = try #require(gravest(row.hazard, linkage))
        #expect(matrix.entries.first.map(\.department) == row.lead)
        let linked = Set(matrix.entries.dropFirst().map(\.department))
        #expect(linked.isSuperset(of: row.linked), "\(Set(row.linked).subtracting(linked).sorted()) are missing")
        for department in row.proposed {
            #expect(matrix.entries.contains { $0.department == department && $0.mode == .propose }, "\(department)")
        }
    }

    /// Evacuation, power cut-off, reopening, public warning: a person orders them.
    @Test func whatOnlyAPersonMayOrderIsProposed() throws {
        let linkage = try shipped()
        let words = ["Evacuate", "evacuat", "Cut off the power", "Switch off", "Reopen", "reopen", "public warning"]
        for row in linkage.rows {
            for entry in row.entries where entry.mode == .auto {
                for task in entry.tasks {
                    #expect(!words.contains { task.english.contains($0) }, "\(row.name): \(task.english)")
                }
            }
        }
    }

    @Test func panicCorroboratedFireAndClosureCallByThemselves() throws {
        let linkage = try shipped()
        let panic = linkage.row(for: Situation(hazard: "panic", severity: Severity(lifeSafety: true)))
        #expect(panic?.entries.first.map { $0.department == "police" && $0.mode == .auto } == true)
        let fire = linkage.row(
            for: Situation(hazard: "fire", severity: Severity(colour: .orange), evidence: .corroborated))
        for department in ["fire-rescue", "medical", "traffic-police", "water-supply"] {
            #expect(fire?.entries.contains { $0.department == department && $0.mode == .auto } == true, "\(department)")
        }
        let alone = linkage.row(for: Situation(hazard: "fire", severity: Severity(colour: .orange)))
        #expect(alone?.entries.map(\.department) == ["fire-rescue"], "one detector alerts people, and no more")
        let underpass = linkage.row(for: Situation(hazard: "underpass_flood", severity: Severity(colour: .orange)))
        #expect(underpass?.entries.contains { $0.department == "traffic-police" && $0.mode == .auto } == true)
    }

    /// Nobody has told a colour: evidence reads the matrix all the same.
    @Test func aFireWithoutAColourThatAPersonConfirmsCallsEverybody() throws {
        let linkage = try shipped()
        let fire = linkage.row(for: Situation(hazard: "fire", severity: Severity(), evidence: .confirmed))
        #expect(fire?.name == "fire/orange/corroborated")
        #expect(linkage.row(for: Situation(hazard: "fire", severity: Severity()))?.name == "fire/orange")
    }

    @Test(arguments: [
        ("国土", "natural-resources"), ("自然资源", "natural-resources"), ("安监局", "emergency-management"),
        ("119", "fire-rescue"), ("卫生局", "health"), ("122", "traffic-police"),
    ]) func formerNamesAreKnown(name: String, id: String) throws {
        #expect(try shipped().department(named: name)?.id == id)
    }

    @Test func theShippedScalesAreInForce() throws {
        let linkage = try shipped()
        #expect(linkage.corroboration?.sources == 2)
        #expect(linkage.gradeScales.allSatisfy { !$0.source.isEmpty && !$0.date.isEmpty })
        for hazard in linkage.hazards {
            if let scale = hazard.gradeScale { #expect(linkage.gradeScales.contains { $0.id == scale }) }
        }
    }
}
