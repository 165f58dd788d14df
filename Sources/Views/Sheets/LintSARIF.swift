import Foundation
import Telemetry

/// Findings in SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), which code hosts show beside the lines.
package struct LintSARIF: Encodable {
    /// A check as SARIF describes it.
    package struct Check: Sendable {
        package var id: String
        package var severity: LintView.Severity
        package var title: Bilingual

        package init(id: String, severity: LintView.Severity, title: Bilingual) {
            self.id = id
            self.severity = severity
            self.title = title
        }
    }

    /// What paths are relative to.
    private static let base = "SRCROOT"

    private var schema = "https://json.schemastore.org/sarif-2.1.0.json"
    private var version = "2.1.0"
    private var runs: [Run]

    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    /// - Parameters:
    ///   - checks: all that there are; findings name them by their place.
    ///   - toolVersion: of the command.
    ///   - language: of the messages.
    package init(_ view: LintView, checks: [Check], toolVersion: String, language: Language) {
        let rules = checks.map { check in
            Rule(
                id: check.id, shortDescription: Text(text: check.title[language]),
                defaultConfiguration: Rule.Configuration(level: LintSARIF.level(check.severity)))
        }
        let results =
            view.findings.map { LintSARIF.result($0, nil, checks, language) }
            + view.suppressed.map { LintSARIF.result($0.finding, $0.reason, checks, language) }
        runs = [Run(tool: Tool(driver: Driver(version: toolVersion, rules: rules)), results: results)]
    }

    private static func level(_ severity: LintView.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .policy: "note"
        }
    }

    private static func result(
        _ finding: LintView.Finding, _ reason: String?, _ checks: [Check], _ language: Language
    ) -> Result {
        // Before a colon in its first part a path would be read as a scheme.
        let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":"))
        let path = finding.path.addingPercentEncoding(withAllowedCharacters: allowed) ?? finding.path
        let region = Region(
            startLine: finding.line, startColumn: finding.column, endColumn: finding.column + finding.length,
            snippet: finding.source.isEmpty ? nil : Text(text: finding.source))
        return Result(
            ruleId: finding.id, ruleIndex: checks.firstIndex { $0.id == finding.id } ?? -1,
            level: level(finding.severity),
            message: Text(text: finding.message[language] + " " + finding.remedy[language]),
            locations: [
                Location(physicalLocation: PhysicalLocation(artifactLocation: Artifact(uri: path), region: region))
            ],
            suppressions: reason.map { [Suppression(justification: $0)] } ?? [])
    }

    // MARK: Members that the standard names

    private struct Text: Encodable { var text: String }

    private struct Run: Encodable {
        var tool: Tool
        var columnKind = "unicodeCodePoints"
        var originalUriBaseIds = [LintSARIF.base: Base(description: Text(text: "城市文件夹 / the city's folder"))]
        var results: [Result]
    }

    private struct Tool: Encodable { var driver: Driver }

    private struct Driver: Encodable {
        var name = "tocsin"
        var version: String
        var rules: [Rule]
    }

    private struct Rule: Encodable {
        struct Configuration: Encodable { var level: String }
        var id: String
        var shortDescription: Text
        var defaultConfiguration: Configuration
    }

    private struct Result: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Text
        var locations: [Location]
        /// Empty: it stands.
        var suppressions: [Suppression]
    }

    private struct Location: Encodable { var physicalLocation: PhysicalLocation }

    private struct PhysicalLocation: Encodable {
        var artifactLocation: Artifact
        var region: Region
    }

    private struct Artifact: Encodable {
        var uri: String
        var uriBaseId = LintSARIF.base
    }

    /// Where it is on whose machine is nobody's business: a base without a URI.
    private struct Base: Encodable { var description: Text }

    private struct Region: Encodable {
        var startLine: Int
        var startColumn: Int
        var endColumn: Int
        var snippet: Text?
    }

    private struct Suppression: Encodable {
        var kind = "inSource"
        var justification: String
    }
}
