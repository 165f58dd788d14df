import ArgumentParser
import Configuration
import Drills
import Telemetry
import Views

struct RulesTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run rule tests (*_test.yaml) in the production engine on a simulated clock.",
        discussion: """
            Ends with 0 where every test passed, with 1 where one failed, with 66 where a path or a test is not there, and \
            with 78 where a test file or a rule file is refused; every problem was printed then.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Test files, or folders with test files below them (default: the city's folder).")
    var paths: [String] = []
    @Flag(help: "Only tests that failed.")
    var quiet = false

    func run() throws {
        let (files, missing) = RuleTestSuite.files(at: paths, cityFolder: options.city)
        if let path = missing.first { throw RulesTestCommand.notThere(path) }
        if files.isEmpty { throw RulesTestCommand.notThere(paths.first ?? options.city) }
        let suite = try RuleTestSuite(cityFolder: options.city)
        var counts = (passed: 0, failed: 0, refused: 0)
        for file in files {
            do {
                for test in try suite.run(file).results {
                    if test.isPassed { counts.passed += 1 } else { counts.failed += 1 }
                    try show(RuleTestView(test, file: file))
                }
            } catch let problems as ConfigurationProblems {
                counts.refused += 1
                for problem in problems.problems {
                    for line in problem.rendered.split(separator: "\n", omittingEmptySubsequences: false) {
                        Output.note(String(line))
                    }
                }
            }
        }
        if !options.json { try Output.line(summary(counts, files: files.count)) }
        if counts.refused > 0 { throw SilentExit(status: .configuration) }
        if counts.failed > 0 { throw SilentExit(status: .negative) }
    }

    private func show(_ test: RuleTestView) throws {
        if options.json { return try Output.line(ViewJSON.line(test)) }
        if quiet, test.passed { return }
        try Output.write(RuleTestSheet.render(test, language: options.language))
    }

    private func summary(_ counts: (passed: Int, failed: Int, refused: Int), files: Int) -> String {
        options.language == .chinese
            ? "规则测试：文件 \(files) 个，通过 \(counts.passed) 项，未通过 \(counts.failed) 项，拒绝文件 \(counts.refused) 个"
            : "Rule tests: \(files) files, \(counts.passed) passed, \(counts.failed) failed, \(counts.refused) files refused"
    }

    private static func notThere(_ path: String) -> CommandFailure {
        CommandFailure(
            ProblemView(
                code: "no_file",
                message: Bilingual(chinese: "没有这个规则测试文件或文件夹。", english: "There is no such rule test file or folder."),
                remedy: Bilingual(
                    chinese: "写出 *_test.yaml 文件或其所在的文件夹。",
                    english: "Name a *_test.yaml file, or a folder that holds some.")),
            place: path)
    }
}

extension RuleTestView {
    init(_ test: RuleTestResult, file: String) {
        self.init(
            file: file, test: test.name, line: test.line, passed: test.isPassed,
            timeline: test.rows.map {
                Row(
                    at: $0.at.text, expected: $0.expected, actual: $0.actual, differences: $0.differences, line: $0.line
                )
            },
            failures: test.failures.map { Failure(line: $0.line, column: $0.column, message: $0.message) })
    }
}
