import City
import Configuration
import Foundation
import QualityControl
import RuleEngine
import Telemetry
import Testing

@testable import RuleLint

/// The rules that ship, for the city that ships.
@Suite struct ShippedRulesTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Rules")

    static func input() throws -> LintInput {
        var files: [ConfigurationFile] = []
        let walk = FileManager.default.enumerator(at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil)
        let root = folder.resolvingSymlinksInPath().path
        while let url = walk?.nextObject() as? URL {
            guard ["yaml", "geojson"].contains(url.pathExtension), !url.path.hasSuffix("_test.yaml"),
                let text = try? String(contentsOf: url, encoding: .utf8)
            else { continue }
            files.append(ConfigurationFile(path: String(url.path.dropFirst(root.count + 1)), text: text))
        }
        let bundle = ConfigurationBundle(files: files)
        let city = try City.load(from: bundle)
        return LintInput(
            files: CompiledRules.ruleFiles(of: bundle), registry: city.registry,
            quality: try QualityRules.load(bundle: bundle, registry: city.registry), retention: city.store.retention)
    }

    @Test func nothingStandsThatIsNotSuppressedWithAReason() throws {
        let report = RuleLint.run(try Self.input())
        #expect(report.rules > 100)
        for finding in report.findings {
            Issue.record(
                "\(finding.path):\(finding.line):\(finding.column): \(finding.id.rawValue): \(finding.message.english)")
        }
        #expect(report.suppressed.allSatisfy { !$0.reason.isEmpty })
    }
}
