import Configuration
import Telemetry
import Testing

@testable import RuleLint

/// Policies are off until the city's `lint.yaml` asks for them.
@Suite struct PolicyTests {
    private static let expression = "value >= station.warning"

    private func ids(
        _ policy: String, _ fields: [String] = [], alert: String = "Test", counts: [String: Int]? = nil,
        dead: [String: String] = [:]
    ) throws -> [LintID] {
        let file = ConfigurationFile(path: "lint.yaml", text: "policy:\n  \(policy)\n")
        let read = LintPolicy(bundle: ConfigurationBundle(files: [file]))
        #expect(read.problems.isEmpty)
        let rules = LintFixture.file(LintFixture.rule(Self.expression, fields, alert: alert))
        let report = try LintFixture.report(rules, policy: read, counts: counts, deadLinks: dead)
        #expect(report.findings.allSatisfy { $0.severity == .policy })
        return report.findings.map(\.id)
    }

    @Test func withoutAFileNothingIsWanted() throws {
        #expect(try LintFixture.ids(Self.expression).isEmpty)
    }

    @Test func annotations() throws {
        let fields = ["annotations: {runbook: \"https://example.org/a\"}"]
        #expect(try ids("annotations: [runbook]", fields).isEmpty)
        #expect(try ids("annotations: [summary, runbook]", fields) == [.policyAnnotation])
    }

    @Test func labels() throws {
        #expect(try ids("labels: {team: []}", ["labels: {team: any}"]).isEmpty)
        #expect(try ids("labels: {team: [flood, rain]}", ["labels: {team: any}"]) == [.policyLabel])
        #expect(try ids("labels: {team: []}") == [.policyLabel])
        #expect(try ids("labels: {colour: [blue]}", ["labels: {colour: blue}"]).isEmpty)
    }

    @Test func names() throws {
        #expect(try ids("name: \"/[A-Z][A-Za-z]+/\"").isEmpty)
        #expect(try ids("name: \"/[A-Z][A-Za-z]+/\"", alert: "test_1") == [.policyName])
        #expect(try ids("name: \"River*\"") == [.policyName])
    }

    @Test func delays() throws {
        #expect(try ids("for: {at_least: 1m}") == [.policyFor])
        #expect(try ids("for: {at_least: 1m}", ["for: 1m"]).isEmpty)
        #expect(try ids("for: {at_most: 1h}", ["for: 2h"]) == [.policyFor])
        // Who may be drowning does not wait.
        #expect(try ids("for: {at_least: 1m}", ["labels: {life_safety: \"true\"}"]).isEmpty)
    }

    @Test func owners() throws {
        #expect(try ids("owner: true") == [.policyOwner])
        #expect(try ids("owner: true", ["# owner: flood desk"]).isEmpty)
        #expect(try ids("owner: true", ["# owner:"]) == [.policyOwner])
    }

    @Test func counts() throws {
        #expect(try ids("incidents: {at_most: 3}", counts: ["Test": 3]).isEmpty)
        #expect(try ids("incidents: {at_most: 3}", counts: ["Test": 4]) == [.alertsCount])
        #expect(try ids("incidents: {at_most: 3}").isEmpty)
    }

    @Test func links() throws {
        let fields = ["annotations: {runbook: \"https://example.org/a\"}"]
        #expect(try ids("links: true", fields, dead: ["https://example.org/a": "HTTP 404"]) == [.policyLink])
        #expect(try ids("links: true", fields).isEmpty)
        #expect(try ids("owner: false", fields, dead: ["https://example.org/a": "HTTP 404"]).isEmpty)
    }

    @Test(arguments: [
        "policy: {annotation: [summary]}", "policy: {labels: {team: flood}}", "policy: {for: {at_least: 5x}}",
        "policies: {}", "policy: [1", "policy: {name: \"/(/\"}", "policy: {incidents: {at_most: -1}}",
    ])
    func whatIsWrongInTheFileIsAFinding(_ text: String) throws {
        let file = ConfigurationFile(path: "lint.yaml", text: text)
        let policy = LintPolicy(bundle: ConfigurationBundle(files: [file]))
        let report = try LintFixture.report(LintFixture.file(LintFixture.rule(Self.expression)), policy: policy)
        #expect(report.findings.contains { $0.path == "lint.yaml" && $0.severity == .error })
    }
}
