import Telemetry

/// Results of rule tests as JUnit XML: a `testsuite` a file, a `testcase` a test, a `failure` with both timelines, an `error`
/// for a file that was refused.
package enum RuleTestJUnit {
    /// A file with its tests, or with the problems it was refused for.
    package struct File: Sendable {
        package var path: String
        package var tests: [RuleTestView]
        /// As they were printed; empty where the file was run.
        package var problems: [String]

        package init(path: String, tests: [RuleTestView], problems: [String]) {
            self.path = path
            self.tests = tests
            self.problems = problems
        }
    }

    package static func render(_ files: [File]) -> String {
        JUnitReport(name: "tocsin rules test", suites: files.map(suite)).render()
    }

    private static func suite(_ file: File) -> JUnitReport.Suite {
        var cases = file.tests.map { test in
            JUnitReport.Case(
                name: test.test, line: test.line,
                outcome: test.passed
                    ? .passed : .failed(reason(test), detail: RuleTestSheet.render(test, language: .english)))
        }
        if let first = file.problems.first {
            let sentence = first.split(separator: "\n").first.map(String.init) ?? ""
            cases.append(
                JUnitReport.Case(
                    name: "(the file)", outcome: .refused(sentence, detail: file.problems.joined(separator: "\n"))))
        }
        return JUnitReport.Suite(name: file.path, cases: cases)
    }

    private static func reason(_ test: RuleTestView) -> String {
        if let failure = test.failures.first { return RuleTestSheet.sentence(failure, .english) }
        guard let row = test.timeline.first(where: { !$0.isMet }) else { return "failed" }
        if let difference = row.differences.first {
            return "at \(row.at): \(RuleTestSheet.sentence(difference, .english))"
        }
        return "at \(row.at): expected \(row.expected ?? "nothing"), there is \(row.actual ?? "nothing")"
    }
}
