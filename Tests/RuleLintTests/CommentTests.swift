import Configuration
import Testing

@testable import RuleLint

/// Comments suppress with a reason, in their rule, their group or their file; wrong ones are findings.
@Suite struct CommentTests {
    private static let fragile = "value == 3.0"

    private func report(_ lines: [String]) throws -> LintReport {
        try LintFixture.report(
            ConfigurationFile(path: "river/test.yaml", text: lines.joined(separator: "\n") + "\n"))
    }

    private static func lines(
        head: String = "# rules", group: String = "  # group", rule: String = "      # rule", end: String = "",
        second: String = "      - alert: B"
    ) -> [String] {
        [
            head, "groups:", "  - name: a", group, "    match: {quantity: stage}", "    labels: {hazard: river_flood}",
            "    rules:", rule, "      - alert: A", "        expr: \(fragile)\(end)", second,
            "        expr: value == 4.0", "  - name: b", "    match: {quantity: stage}",
            "    labels: {hazard: river_flood}", "    rules:", "      - alert: C", "        expr: value == 5.0",
        ]
    }

    private func alerts(_ report: LintReport) -> [String?] { report.findings.map(\.alert) }

    @Test func withoutACommentEachStands() throws {
        #expect(alerts(try report(Self.lines())) == ["A", "B", "C"])
    }

    @Test func aboveARuleItIsForThatRule() throws {
        let report = try report(Self.lines(rule: "      # lint disable=expr/fragile contacts give whole numbers"))
        #expect(alerts(report) == ["B", "C"])
        #expect(report.suppressed.map(\.reason) == ["contacts give whole numbers"])
    }

    @Test func behindALineOfTheRuleToo() throws {
        let report = try report(Self.lines(end: "  # lint disable=expr/fragile whole numbers"))
        #expect(alerts(report) == ["B", "C"])
    }

    @Test func inAGroupsHeadItIsForTheGroup() throws {
        #expect(alerts(try report(Self.lines(group: "    # lint disable=expr/fragile whole numbers"))) == ["C"])
    }

    @Test func forTheFileItIsForAll() throws {
        let report = try report(Self.lines(head: "# lint file/disable=expr/fragile whole numbers"))
        #expect(report.findings.isEmpty)
        #expect(report.suppressed.count == 3)
    }

    @Test func severalIDsAreJoinedByCommas() throws {
        let text = "      # lint disable=expr/fragile,alerts/for whole numbers"
        #expect(
            try report(Self.lines(rule: text)).findings.map(\.id).sorted { $0.rawValue < $1.rawValue }
                == [.exprFragile, .exprFragile, .lintComment])
    }

    @Test(arguments: [
        ("      # lint disable=expr/fragile", "without a reason"),
        ("      # lint disable=expr/fragil because", "There is no check"),
        ("      # lint disable=alerts/template because", "suppresses nothing"),
        ("      # lint disable because", "There is no check"),
    ])
    func aWrongCommentIsAFindingAndSuppressesNothing(_ comment: String, _ words: String) throws {
        let report = try report(Self.lines(rule: comment))
        #expect(alerts(report).compactMap { $0 } == ["A", "B", "C"])
        let wrong = report.findings.filter { $0.id == .lintComment }
        #expect(wrong.count == 1)
        #expect(wrong.first?.message.english.contains(words) == true)
    }

    @Test func outsideOfRulesItMustBeForTheFile() throws {
        let report = try report(Self.lines(head: "# lint disable=expr/fragile whole numbers"))
        #expect(report.findings.filter { $0.id == .lintComment }.map(\.line) == [1])
        #expect(alerts(report).compactMap { $0 } == ["A", "B", "C"])
    }

    @Test func textInQuotesIsNoComment() throws {
        let report = try report(Self.lines(second: "      - alert: \"B # lint disable=expr/fragile x\""))
        #expect(report.suppressed.isEmpty)
    }

    @Test func whatDoesNotCompileCannotBeTalkedAway() throws {
        let report = try report(
            Self.lines(
                head: "# lint file/disable=cel/syntax,expr/fragile later", end: " &&"))
        #expect(report.findings.contains { $0.id == .celSyntax })
    }

    // MARK: Changed rules

    private func changed(_ old: [String], _ new: [String]) throws -> [String?] {
        func file(_ lines: [String]) -> ConfigurationFile {
            ConfigurationFile(path: "river/test.yaml", text: lines.joined(separator: "\n") + "\n")
        }
        let report = RuleLint.run(
            LintInput(files: [file(new)], registry: LintFixture.registry),
            changed: ChangedRules(old: [file(old)], new: [file(new)], registry: LintFixture.registry))
        return report.findings.map(\.alert)
    }

    @Test func onlyWhatChangedIsTold() throws {
        let old = Self.lines()
        #expect(try changed(old, old).isEmpty)
        #expect(try changed(old, Self.lines(rule: "      # another comment", end: "")).isEmpty)
        var new = old
        new[9] = "        expr: value == 3.5"
        #expect(try changed(old, new) == ["A"])
        new = old
        new[4] = "    match: {quantity: stage, unit: m}"
        #expect(try changed(old, new) == ["A", "B"])
        new = ["# one line more"] + old
        #expect(try changed(old, new).isEmpty)
        new = old
        new[6] = "    params: {limit: 3.0}\n    rules:"
        #expect(try changed(old, new).compactMap { $0 } == ["A", "B"])
    }

    @Test func aNewFileIsChangedAsAWhole() throws {
        let new = ConfigurationFile(path: "river/test.yaml", text: Self.lines().joined(separator: "\n"))
        let report = RuleLint.run(
            LintInput(files: [new], registry: LintFixture.registry),
            changed: ChangedRules(old: [], new: [new], registry: LintFixture.registry))
        #expect(report.findings.count == 3)
    }
}
