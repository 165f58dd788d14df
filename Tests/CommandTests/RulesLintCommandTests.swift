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

    /// The members that the SARIF 2.1.0 schema requires: version, runs, tool.driver.name, message.text, and ids of the driver's
    /// rules that results name by index.
    @Test func sarifHasTheMembersThatItsSchemaRequires() throws {
        try inCity(Self.impossible) { city in
            let result = try BuiltCommand.run("rules", "lint", "--city", city, "--format", "sarif")
            let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
            let root = try #require(parsed as? [String: Any])
            #expect(root["version"] as? String == "2.1.0")
            let run = try #require((root["runs"] as? [[String: Any]])?.first)
            let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
            #expect(driver["name"] as? String == "tocsin")
            let rules = try #require(driver["rules"] as? [[String: Any]]).compactMap { $0["id"] as? String }
            #expect(Set(rules).count == rules.count && rules.count > 30)
            let results = try #require(run["results"] as? [[String: Any]])
            #expect(!results.isEmpty)
            for result in results {
                let index = try #require(result["ruleIndex"] as? Int)
                #expect(rules[index] == result["ruleId"] as? String)
                #expect(["none", "note", "warning", "error"].contains(result["level"] as? String ?? ""))
                #expect((result["message"] as? [String: Any])?["text"] is String)
                let location = (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
                #expect((location?["artifactLocation"] as? [String: Any])?["uri"] is String)
                let region = try #require(location?["region"] as? [String: Any])
                #expect((region["startLine"] as? Int ?? 0) >= 1 && (region["startColumn"] as? Int ?? 0) >= 1)
            }
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
            let missing = try BuiltCommand.run("rules", "lint", "--city", city, "--changed", "nowhere")
            #expect(missing.status == 66)
            #expect(try BuiltCommand.run("rules", "lint", "--city", city, "--changed=--help").status == 66)
        }
    }
}
