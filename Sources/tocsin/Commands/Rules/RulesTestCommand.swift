import ArgumentParser
import Configuration
import Drills
import Foundation
import Telemetry
import Views

struct RulesTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run rule tests (*_test.yaml) in the production engine on a simulated clock.",
        discussion: """
            Ends with 0 where every test passed, with 1 where one failed or --require-coverage found something missing, \
            with 66 where a path or a test is not there, and with 78 where a test file or a rule file is refused; every \
            problem was printed then.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Test files, or folders with test files below them (default: the city's folder).")
    var paths: [String] = []
    @Flag(help: "Only tests that failed.")
    var quiet = false
    @Flag(help: "Write what happened into the timelines; comments and everything else stay.")
    var update = false
    @Option(help: ArgumentHelp("Also write the results as JUnit XML.", valueName: "file"))
    var junit: String?
    @Flag(help: "Name the alerts that lack a test of a kind.")
    var coverage = false
    @Flag(help: "Fail where an alert lacks a test of a kind.")
    var requireCoverage = false

    func run() throws {
        let (files, missing) = RuleTestSuite.files(at: paths, cityFolder: options.city)
        if let path = missing.first { throw RulesTestCommand.notThere(path) }
        if files.isEmpty, !requireCoverage { throw RulesTestCommand.notThere(paths.first ?? options.city) }
        let suite = try RuleTestSuite(cityFolder: options.city)
        var run = RulesTestRun(command: self, suite: suite)
        for file in files { try run.run(file) }
        if let junit { try run.writeJUnit(junit) }
        var lacking = false
        if coverage || requireCoverage {
            let found = try suite.coverage(of: run.results, paths: paths).map { RuleCoverageView($0) }
            lacking = found.contains { !$0.missing.isEmpty }
            if options.json {
                for alert in found { try Output.line(ViewJSON.line(alert)) }
            } else {
                try Output.write(RuleCoverageSheet.render(found, language: options.language))
            }
        }
        if !options.json { try Output.line(run.summary) }
        if run.refused > 0 { throw SilentExit(status: .configuration) }
        if run.failed > 0 || (requireCoverage && lacking) { throw SilentExit(status: .negative) }
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
