import Configuration
import Drills
import Foundation
import Telemetry
import Views

/// Runs test files one after the other, showing each test as it ends.
struct RulesTestRun {
    let command: RulesTestCommand
    let suite: RuleTestSuite
    private(set) var results: [RuleTestFileResult] = []
    private(set) var passed = 0
    private(set) var failed = 0
    private(set) var refused = 0
    private var reports: [RuleTestJUnit.File] = []

    init(command: RulesTestCommand, suite: RuleTestSuite) {
        self.command = command
        self.suite = suite
    }

    private var language: Language { command.options.language }

    mutating func run(_ file: String) throws {
        do {
            if command.update { try update(file) }
            let result = try suite.run(file)
            results.append(result)
            let views = result.results.map { RuleTestView($0, file: file) }
            for view in views {
                if view.passed { passed += 1 } else { failed += 1 }
                try show(view)
            }
            reports.append(RuleTestJUnit.File(path: file, tests: views, problems: []))
        } catch let problems as ConfigurationProblems {
            refused += 1
            for problem in problems.problems {
                for line in problem.rendered.split(separator: "\n", omittingEmptySubsequences: false) {
                    Output.note(String(line))
                }
            }
            reports.append(RuleTestJUnit.File(path: file, tests: [], problems: problems.problems.map(\.rendered)))
        }
    }

    private func update(_ file: String) throws {
        let update = try suite.update(file)
        for name in update.updated {
            Output.note(
                language == .chinese
                    ? "\(file)：已按实际改写“\(name)”的时间线" : "\(file): the timeline of “\(name)” says now what happened")
        }
        for name in update.skipped {
            Output.note(
                language == .chinese
                    ? "\(file)：“\(name)”的时间线不是每项一行，未改写"
                    : "\(file): the timeline of “\(name)” is not written one entry a line, and stays as it is")
        }
    }

    private func show(_ test: RuleTestView) throws {
        if command.options.json { return try Output.line(ViewJSON.line(test)) }
        if command.quiet, test.passed { return }
        try Output.write(RuleTestSheet.render(test, language: language))
    }

    func writeJUnit(_ path: String) throws {
        try OutputFile.write(RuleTestJUnit.render(reports), to: path)
    }

    var summary: String {
        let files = reports.count
        return language == .chinese
            ? "规则测试：文件 \(files) 个，通过 \(passed) 项，未通过 \(failed) 项，拒绝文件 \(refused) 个"
            : "Rule tests: \(files) files, \(passed) passed, \(failed) failed, \(refused) files refused"
    }
}

extension RuleTestView {
    init(_ test: RuleTestResult, file: String) {
        self.init(
            file: file, test: test.name, line: test.line, passed: test.isPassed,
            timeline: test.rows.map { row in
                Row(
                    at: row.at.text, expected: row.expected, actual: row.actual,
                    differences: row.differences.map {
                        Difference(field: $0.field, expected: $0.expected, actual: $0.actual)
                    },
                    line: row.line)
            },
            failures: test.failures.map {
                Failure(
                    code: $0.code.rawValue, line: $0.line, column: $0.column, at: $0.at.text, subject: $0.subject,
                    expected: $0.expected, actual: $0.actual)
            })
    }
}

extension RuleCoverageView {
    init(_ coverage: RuleTestCoverage) {
        self.init(
            alert: coverage.alert, file: coverage.path, covered: coverage.covered.map(\.rawValue),
            missing: coverage.missing.map(\.rawValue), notApplicable: coverage.notApplicable.map(\.rawValue))
    }
}
