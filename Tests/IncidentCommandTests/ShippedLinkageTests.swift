import Configuration
import Foundation
import Telemetry
import Testing

@testable import IncidentCommand

/// The linkage that ships in `Rules/` is one that this code reads and can act on.
@Suite struct ShippedLinkageTests {
    private func shipped() throws -> Linkage {
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
            guard let row = linkage.row(hazard: hazard.id, severity: gravest) else { continue }
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
