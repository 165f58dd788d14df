import Foundation
import TestSupport
import Testing
import Views

/// `tocsin rules lint` as people and programs call it.
@Suite(.serialized) struct RulesLintCommandTests {
    private func inCity(_ change: (String) -> String = { $0 }, _ body: (String) throws -> Void) throws {
        try BuiltCommand.withFolder { folder in
            try TestCity.write(TestCity.rivers, to: folder)
            let path = folder + "/river/stage.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try change(text).write(toFile: path, atomically: true, encoding: .utf8)
            try body(folder)
        }
    }

    @Sendable private static func impossible(_ text: String) -> String {
        text + """

              - name: lint
                match: {quantity: stage}
                labels: {hazard: river_flood}
                rules:
                  - alert: NeverRaised
                    expr: value > 5.0 && value < 3.0
            """
    }

    /// A finding that stands, and one that a comment suppresses.
    @Sendable private static func suppressed(_ text: String) -> String {
        impossible(text) + """

                  - alert: NeverRaisedEither
                    # lint disable=expr/impossible 演练 a drill
                    expr: value > 6.0 && value < 2.0

            """
    }

    @Test func aFindingIsUnderlinedAndOnlyErrorsEndWithOne() throws {
        try inCity(Self.impossible) { city in
            let result = try BuiltCommand.run("rules", "lint", "--city", city)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("warning expr/impossible: “value > 5.0 && value < 3.0” can never hold"))
            #expect(
                result.output.contains(
                    """
                        expr: value > 5.0 && value < 3.0
                              ^~~~~~~~~~~~~~~~~~~~~~~~~~
                    """))
            #expect(try BuiltCommand.run("rules", "lint", "--city", city, "--fail-on", "warning").status == 1)
            let chinese = try BuiltCommand.run("rules", "lint", "--city", city, "--lang", "zh")
            #expect(chinese.output.contains("不可能成立"))
        }
    }

    @Test func aBrokenFileIsAFinding() throws {
        try inCity({ $0.replacing("expr:", with: "expr: (", maxReplacements: 1) }) { city in
            try Data([0x67, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: city + "/lint.txt"))
            let result = try BuiltCommand.run("rules", "lint", "--city", city)
            #expect(result.status == 1)
            #expect(result.output.contains("error cel/syntax"))
            try Data([0x67, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: city + "/river/other.yaml"))
            let unreadable = try BuiltCommand.run("rules", "lint", "--city", city)
            #expect(unreadable.status == 1)
            #expect(unreadable.output.contains("river/other.yaml:1:1: error yaml/parse"))
        }
    }

    @Test func jsonHasTheMembersThatAreDocumented() throws {
        try inCity(Self.impossible) { city in
            let result = try BuiltCommand.run("rules", "lint", "--city", city, "--json")
            let view = try ViewJSON.decode(LintView.self, from: Data(result.output.utf8))
            let finding = try #require(view.findings.first { $0.id == "expr/impossible" })
            #expect(finding.alert == "NeverRaised" && finding.path == "river/stage.yaml" && finding.length == 26)
            #expect(view.warnings >= 1 && view.errors == 0)
        }
    }

    /// Findings that stand and findings that a comment suppresses, in a file whose name a URI has to escape.
    @Test func sarifIsWhatItsSchemaWants() throws {
        try inCity(Self.suppressed) { city in
            try FileManager.default.moveItem(atPath: city + "/river/stage.yaml", toPath: city + "/river/水位 #1.yaml")
            for language in ["zh", "en"] {
                let result = try BuiltCommand.run(
                    "rules", "lint", "--city", city, "--format", "sarif", "--lang", language)
                let log = JSON(bytes: Array(result.output.utf8))
                #expect(SARIFCheck.faults(of: log) == [])
                #expect(log["runs"][0]["tool"]["driver"]["rules"].elements.count == 35)
                let results = log["runs"][0]["results"].elements
                #expect(results.contains { $0["suppressions"].elements.isEmpty })
                #expect(results.contains { $0["suppressions"][0]["justification"].text == "演练 a drill" })
                let uris = results.map { $0["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].text }
                #expect(uris.contains("river/%E6%B0%B4%E4%BD%8D%20%231.yaml"))
            }
        }
    }

    /// What the check itself is worth: each of these is a fault of the standard.
    @Test(arguments: [
        (#""version":"2.1.0""#, #""version":"2.0""#), (#""level":"warning""#, #""level":"bad""#),
        (#""startColumn":"#, #""startColumn":0,"x":"#), (#""startLine":"#, #""startLine":0,"x":"#),
        (#""ruleIndex":"#, #""ruleIndex":999,"x":"#), (#""uri":""#, #""uri":"/"#), (#""uri":""#, #""uri":"C:\\"#),
        (#""uri":""#, #""uri":"a b"#), (#""uriBaseId":"SRCROOT""#, #""uriBaseId":"OTHER""#),
        (#""name":"tocsin""#, #""name":7"#), (#""text":"#, #""txt":"#), (#""endColumn":"#, #""endColumn":-1,"x":"#),
        (#""kind":"inSource""#, #""kind":"spoken""#), (#""columnKind":"unicodeCodePoints""#, #""columnKind":"bytes""#),
        (#""ruleId":"#, #""ruleid":"#), (#""results":"#, #""result":"#),
    ])
    func theCheckOfSarifFindsFaults(_ good: String, _ bad: String) throws {
        try inCity(Self.suppressed) { city in
            let text = try BuiltCommand.run("rules", "lint", "--city", city, "--format", "sarif").output
            #expect(SARIFCheck.faults(of: JSON(bytes: Array(text.utf8))) == [])
            let changed = text.replacing(good, with: bad)
            #expect(changed != text, "\(good)")
            #expect(SARIFCheck.faults(of: JSON(bytes: Array(changed.utf8))) != [], "\(bad)")
        }
    }

    @Test func onlyWhatChangedSinceARevisionIsTold() throws {
        guard Processes.isInstalled("git") else {
            print("skipped: git is not installed")
            return
        }
        try inCity(Self.impossible) { city in
            func git(_ arguments: String...) throws {
                let identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
                let outcome = try Processes.run("/usr/bin/env", ["git", "-C", city] + identity + arguments)
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            try git("init", "--quiet")
            try git("add", "--all")
            try git("commit", "--quiet", "--message", "first")
            let same = try BuiltCommand.run("rules", "lint", "--city", city, "--changed", "HEAD", "--json")
            #expect(try ViewJSON.decode(LintView.self, from: Data(same.output.utf8)).findings.isEmpty)
            let path = city + "/river/stage.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("value > 5.0 &&", with: "value > 6.0 &&")
                .write(toFile: path, atomically: true, encoding: .utf8)
            let other = try BuiltCommand.run("rules", "lint", "--city", city, "--changed", "HEAD", "--json")
            let view = try ViewJSON.decode(LintView.self, from: Data(other.output.utf8))
            #expect(view.findings.map(\.alert) == ["NeverRaised"])
            // A station's threshold, in a file of its own: the rules that read it are looked at, and it is listed.
            try git("commit", "--quiet", "--all", "--message", "second")
            let stations = try #require(
                TestCity.rivers.files.first { $0.text.contains("name: alert, value: 2.3,") }
            ).path
            let known = try String(contentsOfFile: city + "/" + stations, encoding: .utf8)
            try known.replacing("name: alert, value: 2.3,", with: "name: alert, value: 2.35,")
                .write(toFile: city + "/" + stations, atomically: true, encoding: .utf8)
            let raised = try BuiltCommand.run("rules", "lint", "--city", city, "--changed", "HEAD", "--json")
            let thresholds = try ViewJSON.decode(LintView.self, from: Data(raised.output.utf8)).thresholds
            #expect(thresholds.map(\.station) == ["warwick"] && thresholds.map(\.name) == ["alert"])
            #expect(thresholds.map(\.before) == [2.3] && thresholds.map(\.after) == [2.35])
            #expect(thresholds.first?.alerts.contains("RiverAlert") == true)
            let missing = try BuiltCommand.run("rules", "lint", "--city", city, "--changed", "nowhere")
            #expect(missing.status == 66)
            #expect(try BuiltCommand.run("rules", "lint", "--city", city, "--changed=--help").status == 66)
        }
    }
}
