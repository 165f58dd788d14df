import Configuration
import Telemetry
import Testing

@testable import RuleLint

/// Every check finds what it is for, and says nothing of what is right.
@Suite struct CheckTests {
    private static let good = "value >= station.warning"

    struct Example: CustomTestStringConvertible, Sendable {
        var id: LintID
        var expression: String
        var fields: [String] = []
        var group = ""
        /// What the underlined text is; nil: not looked at.
        var underlined: String?
        var testDescription: String { "\(id.rawValue): \(expression) \(fields)" }
    }

    @Test func aRuleThatIsRightIsNotTalkedAbout() throws {
        let fields = ["clear_when: value < station.warning - station.deadband", "for: 10m", "keep_firing_for: 10m"]
        #expect(try LintFixture.ids(Self.good, fields).isEmpty)
    }

    @Test(arguments: [
        Example(id: .celSyntax, expression: "value >="),
        Example(id: .celType, expression: "value + 1.0"),
        Example(id: .celType, expression: "valeu > 1.0"),
        Example(id: .celType, expression: "value > station.nothing"),
        Example(
            id: .celCost,
            expression: "values('30d').exists(a, values('30d').exists(b, a + b > value && a * b > value && a != b))"),
        Example(id: .alertsComparison, expression: "1.0 < 2.0"),
        Example(id: .durationInvalid, expression: good, fields: ["for: 5x"]),
        Example(id: .yamlParse, expression: good, fields: ["fro: 5m"]),
        Example(
            id: .templateSyntax, expression: good,
            fields: ["annotations: {summary: \"{{ nothing }}\"}"], underlined: "nothing"),
        Example(id: .alertsTemplate, expression: good, fields: ["labels: {level: \"{{ value }}\"}"]),
        Example(id: .labelsConflict, expression: good, fields: ["labels: {station: here}"]),
        Example(id: .paramsUnused, expression: good, fields: ["params: {limit: 3}"], underlined: "limit"),
    ])
    func theCompilersFindingsBearIDs(_ example: Example) throws { try check(example) }

    @Test(arguments: [
        Example(
            id: .paramsMissing, expression: "value > params.limit",
            fields: ["params: {stations: {river-1: {limit: 3}}}"], underlined: "limit"),
        Example(
            id: .thresholdMissing, expression: "value > station.only", fields: [], underlined: "station.only"),
        Example(id: .alertsComparison, expression: "station.warning > 3.5", underlined: "station.warning > 3.5"),
        Example(id: .alertsComparison, expression: "value >= 0.0 || rise('1h') < 0.5", underlined: nil),
        Example(
            id: .exprImpossible, expression: "value > 5.0 && value < 3.0", underlined: "value > 5.0 && value < 3.0"),
        Example(
            id: .exprImpossible, expression: "rise('1h') > 1.0 && value > 5.0 && (value < 3.0)",
            underlined: "value > 5.0 && (value < 3.0"),
        Example(id: .exprImpossible, expression: "value > 11.0", underlined: "value > 11.0"),
        Example(id: .exprImpossible, expression: "value > station.warning && value < station.warning - 1.0"),
        Example(id: .exprImpossible, expression: "max('1h') > 5.0 && max('3h') < 4.0"),
        Example(id: .exprImpossible, expression: "rise('1h') < 0.0"),
        Example(
            id: .exprImpossible, expression: "value > 9.0 || (value > 5.0 && value * 2.0 < 6.0)",
            underlined: "value > 5.0 && value * 2.0 < 6.0"),
        Example(
            id: .exprImpossible, expression: "silence() > duration('2h') && silence() < duration('1h')"),
        Example(
            id: .clearOverlap, expression: good, fields: ["clear_when: value < station.warning + 0.5"],
            underlined: "value < station.warning + 0.5"),
        Example(id: .clearOverlap, expression: "max('1h') > 3.0", fields: ["clear_when: value < 2.0"]),
        Example(
            id: .clearUnreachable, expression: good, fields: ["clear_when: value < station.warning - 5.0"],
            underlined: "value < station.warning - 5.0"),
        Example(id: .alertsFor, expression: good, fields: ["for: 0s"], underlined: "0s"),
        Example(id: .alertsFor, expression: good, fields: ["for: 21d"]),
        Example(id: .alertsFor, expression: good, fields: ["keep_firing_for: 5m"]),
        Example(
            id: .alertsAbsent, expression: "silence() > duration('15m')", underlined: "silence() > duration('15m')"),
        Example(id: .windowRate, expression: "rate('15m') > 0.1", underlined: "rate('15m')"),
        Example(id: .exprFragile, expression: "value == 3.0", underlined: "value == 3.0"),
        Example(id: .exprFragile, expression: "changes('1h') > 5.0"),
        Example(
            id: .alertsTemplate, expression: good, fields: ["annotations: {summary: \"at {{ value }} m\"}"],
            underlined: "value"),
        Example(
            id: .alertsTemplate, expression: good, fields: ["annotations: {summary: \"{{ rise('1h') }} m\"}"],
            underlined: "rise('1h')"),
        Example(id: .exprDivision, expression: "10.0 / value > 5.0", underlined: "value"),
        Example(id: .exprDivision, expression: "rise('1h') / (value - 3.0) > 5.0", underlined: "value - 3.0"),
        Example(id: .exprMixedList, expression: "value > 3.0 && quantity in [\"stage\", dyn(3)]"),
        Example(id: .exprMixedEquality, expression: "value > 3.0 && dyn(quantity) == dyn(3)"),
    ])
    func whatIsSuspiciousIsFound(_ example: Example) throws { try check(example) }

    @Test(arguments: [
        "value > 0.5 && 10.0 / value > 5.0",
        "value != 0.0 && 10.0 / value > 5.0",
        "value == 0.0 ? false : 10.0 / value > 5.0",
        "value / station.warning > 1.2",
    ])
    func aDivisorThatWasRuledOutIsNotTold(_ expression: String) throws {
        #expect(try !LintFixture.ids(expression).contains(.exprDivision))
    }

    @Test(arguments: [
        (good, "value < station.warning"),
        ("rise('1h') >= 0.5 && value > 2.0", "rise('1h') < 0.25"),
        ("value > 5.0 || value < 1.0", "value <= 5.0 && value >= 1.0"),
        ("min_last(2) >= 4.0", "value < 3.0"),
        ("max('1h') > 3.0", "max('1h') < 2.5"),
        // Two terms that no one can say go together.
        ("value > 3.0", "downstream('stage', 'rise', '1h') < 0.1 && last(3).all(v, v < 1.0)"),
    ])
    func conditionsThatAreApartDoNotOverlap(_ expression: String, _ clear: String) throws {
        #expect(try !LintFixture.ids(expression, ["clear_when: \(clear)"]).contains(.clearOverlap))
    }

    @Test func aThresholdThatSwitchesARuleOffSomewhereIsNoMistake() throws {
        #expect(try LintFixture.ids("value > 3.0 && station.switch >= 1.0").isEmpty)
        #expect(try LintFixture.ids("value > 3.0 && station.switch >= 2.0") == [.exprImpossible])
    }

    @Test func withoutASpanAnyReadingMayCome() throws {
        #expect(try LintFixture.ids("value > 11.0", hasSpan: false).isEmpty)
    }

    @Test func aRuleThatMatchesNoStationIsTold() throws {
        let file = LintFixture.file(LintFixture.rule(Self.good), match: "{quantity: stage, unit: cm}")
        #expect(try LintFixture.report(file).findings.map(\.id) == [.matchSeries])
        let unknown = LintFixture.file(LintFixture.rule("value > 1.0"), match: "{quantity: nothing}")
        #expect(try LintFixture.report(unknown).findings.map(\.id).contains(.matchSeries))
    }

    @Test func namesOfAlertsAreHeldAgainstOneAnother() throws {
        let twice = LintFixture.file(LintFixture.rule(Self.good) + LintFixture.rule(Self.good))
        #expect(try LintFixture.report(twice).findings.map(\.id) == [.ruleDuplicate])
        let over = "      - alert: Many\n        over: {alert: Gone}\n        expr: raises('1h') >= 2\n"
        #expect(try LintFixture.report(LintFixture.file(over)).findings.map(\.id) == [.ruleDependency])
    }

    @Test func aWindowThatIsNotKeptIsTold() throws {
        var gauge = LintFixture.gauge("river-1", [])
        gauge.quantities[0].heartbeat = Interval(seconds: 1)
        let report = RuleLint.run(
            LintInput(
                files: [LintFixture.file(LintFixture.rule("max('31d') > 3.0"))],
                registry: Registry(stations: [gauge], places: [], districts: [])))
        #expect(report.findings.map(\.id) == [.windowHistory])
    }

    @Test func aWrongPatternIsAFinding() throws {
        let file = LintFixture.file(LintFixture.rule(Self.good), match: "{quantity: \"/sta(ge/\"}")
        #expect(try LintFixture.report(file).findings.map(\.id).contains(.regexInvalid))
    }

    private func check(_ example: Example) throws {
        let report = try LintFixture.report(
            LintFixture.file(LintFixture.rule(example.expression, example.fields), group: example.group))
        let found = report.findings.filter { $0.id == example.id }
        #expect(!found.isEmpty, "\(report.findings.map(\.id))")
        guard let finding = found.first else { return }
        #expect(!finding.message.chinese.isEmpty && !finding.remedy.chinese.isEmpty)
        if let underlined = example.underlined {
            let line = Array(finding.sourceLine.unicodeScalars)
            let part = line.dropFirst(finding.column - 1).prefix(finding.length)
            #expect(String(String.UnicodeScalarView(part)) == underlined)
        }
    }
}
