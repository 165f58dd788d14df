import Configuration
import Testing

@testable import Drills

@Suite struct SeriesNotationTests {
    private func read(_ text: String) -> (steps: [String], problems: [ConfigurationProblem]) {
        let collector = ProblemCollector()
        let file = ConfigurationFile(path: "a.yaml", text: "values: \"\(text)\"\n")
        guard let node = ConfigurationNode.root(of: file, collector: collector)?.entries?.first?.value else {
            return ([], collector.problems)
        }
        let steps = SeriesNotation.read(node).map { step in
            switch step {
            case .nothing: "_"
            case .value(let text, nil): text
            case .value(let text, let quality?): "\(text)!\(quality)"
            }
        }
        return (steps, collector.problems)
    }

    @Test(arguments: [
        ("2.9", ["2.9"]),
        ("2.9 3.0+0.05x3", ["2.9", "3.00", "3.05", "3.10", "3.15"]),
        ("3.0+0.1x3", ["3.0", "3.1", "3.2", "3.3"]),
        ("1-1x2", ["1", "0", "-1"]),
        ("-0.2-0.1x2", ["-0.2", "-0.3", "-0.4"]),
        ("2.6x2", ["2.6", "2.6", "2.6"]),
        ("4x0", ["4"]),
        ("_ _x2 1", ["_", "_", "_", "1"]),
        ("stale", ["null!missing"]),
        ("missingx1", ["null!missing", "null!missing"]),
        ("true falsex1", ["true", "false", "false"]),
        ("3.0!fail 1+1x1!suspect", ["3.0!fail", "1!suspect", "2!suspect"]),
    ])
    func everyForm(text: String, expected: [String]) {
        let (steps, problems) = read(text)
        #expect(steps == expected)
        #expect(problems.isEmpty)
    }

    @Test(arguments: [
        "", "3y", "3x", "3x-1", "1+x3", "3.0!good", "1..2", "nan", "1e3", "x3", "3.", "+3", "1x100000",
        "999999999999999999+999999999999999999x99",
    ])
    func whatIsNoValueIsRefused(text: String) {
        #expect(!read(text).problems.isEmpty, "\(text)")
    }

    @Test func theCaretStandsBelowTheValue() throws {
        let problem = try #require(read("2.9 3.0 3y1 4").problems.first)
        #expect(problem.column == "values: \"2.9 3.0 ".count + 1)
        #expect(problem.length == 3)
    }

    @Test func decimalsStayExact() {
        var value = ExactDecimal(text: "0.1")
        for _ in 0..<9 { value = value?.adding(ExactDecimal(text: "0.1") ?? value!, times: 1) }
        #expect(value?.text == "1.0")
        #expect(ExactDecimal(text: "-0.05")?.text == "-0.05")
        #expect(ExactDecimal(text: "1.0000000000001") == nil)
    }
}
