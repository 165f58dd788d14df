import Foundation
import TestSupport
import Testing
import Views

@Suite(.serialized) struct RulesTestCommandTests {
    private static let good = """
        tests:
          - name: a
            readings: [{station: warwick, quantity: stage, every: 5m, values: "2.4x4 2.0"}]
            timeline:
              - {at: 0s, alert: RiverAlert, key: warwick, to: pending}
              - {at: 10m, to: firing}
              - {at: 25m, to: resolved}

        """

    private func inCity(_ test: String?, _ body: (String) throws -> Void) throws {
        try BuiltCommand.withFolder { folder in
            try TestCity.write(TestCity.rivers, to: folder)
            if let test { try Data(test.utf8).write(to: URL(fileURLWithPath: folder + "/river/stage_test.yaml")) }
            try body(folder)
        }
    }

    @Test func passing() throws {
        try inCity(RulesTestCommandTests.good) { city in
            let result = try BuiltCommand.run("rules", "test", "--city", city)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.hasSuffix("Rule tests: 1 files, 1 passed, 0 failed, 0 files refused\n"))
            // A test says nothing to the server.
            #expect(try BuiltCommand.run("rules", "check", "--city", city).status == 0)
            let json = try BuiltCommand.run("rules", "test", city + "/river", "--city", city, "--json")
            let view = try ViewJSON.decode(RuleTestView.self, from: Data(json.output.utf8))
            #expect(view.passed && view.timeline.map(\.at) == ["0s", "10m", "25m"])
        }
    }

    @Test func failingAndUpdating() throws {
        try inCity(RulesTestCommandTests.good.replacing("10m, to", with: "9m, to")) { city in
            let report = city + "/report.xml"
            let result = try BuiltCommand.run(
                "rules", "test", "--city", city, "--lang", "zh", "--junit", report)
            #expect(result.status == 1)
            #expect(result.output.contains("> 9m"))
            #expect(result.output.contains("未通过 1 项"))
            #expect(try String(contentsOfFile: report, encoding: .utf8).contains("failures=\"1\""))
            let updated = try BuiltCommand.run("rules", "test", "--city", city, "--update")
            #expect(updated.status == 0, "\(updated.errors)")
            let text = try String(contentsOfFile: city + "/river/stage_test.yaml", encoding: .utf8)
            #expect(text == RulesTestCommandTests.good)
        }
    }

    @Test func refusedMissingAndNotCovered() throws {
        try inCity("tests:\n  - {name: a, nevr: [RiverAlert]}\n") { city in
            let result = try BuiltCommand.run("rules", "test", "--city", city)
            #expect(result.status == 78)
            #expect(result.errors.contains("river/stage_test.yaml:2:15: A test has no field “nevr”."))
            #expect(result.errors.contains("→ Did you mean “never”?"))
        }
        try inCity(nil) { city in
            let none = try BuiltCommand.run("rules", "test", "--city", city)
            #expect(none.status == 66)
            let missing = try BuiltCommand.run("rules", "test", city + "/none", "--city", city)
            #expect(missing.status == 66)
        }
        try inCity(RulesTestCommandTests.good) { city in
            let result = try BuiltCommand.run("rules", "test", "--city", city, "--require-coverage")
            #expect(result.status == 1)
            #expect(result.output.contains("RiverAlert has no test for raising"))
        }
    }
}
