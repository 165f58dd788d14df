import ArgumentParser
import Drills
import Foundation
import Operations
import Telemetry
import Views

struct DrillSuiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suite",
        abstract: "演练 EXERCISE: run every recording of a folder as a test of what it expects.",
        discussion: """
            Ends with 1 where an expectation is not met or a recording expects nothing or can't be played. \
            NAME.departments.yaml beside NAME.tocsin.jsonl says who answers in it.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The folder.")
    var folder: String
    @Option(help: ArgumentHelp("Also write the results as JUnit XML.", valueName: "file"))
    var junit: String?
    @Option(help: "Recordings played at the same time.")
    var jobs = 1

    func validate() throws {
        guard jobs >= 1 else { throw ValidationError("--jobs must be 1 or more.") }
    }

    func run() throws {
        guard !DrillSuite.recordings(in: folder).isEmpty else {
            throw CommandFailure(
                ProblemView(
                    code: "no_file",
                    message: Bilingual(chinese: "文件夹中没有录制。", english: "There is no recording in the folder."),
                    remedy: Bilingual(
                        chinese: "放入 *.tocsin.jsonl 或 *.tocsin.jsonl.zst。",
                        english: "Put *.tocsin.jsonl or *.tocsin.jsonl.zst there.")),
                place: folder)
        }
        let suite = DrillSuite(folder: folder, city: try CityLoader.load(folder: options.city), jobs: jobs)
        let views = suite.run().map { DrillSuiteView($0) }
        if let junit { try OutputFile.write(DrillSuiteSheet.junit(views), to: junit) }
        if options.json {
            for view in views { try Output.line(ViewJSON.line(view)) }
        } else {
            try Output.write(DrillSuiteSheet.render(views, language: options.language))
        }
        if views.contains(where: { !$0.passed }) { throw SilentExit(status: .negative) }
    }
}

extension DrillSuiteView {
    init(_ result: DrillSuiteResult) {
        self.init(
            recording: result.path, title: result.title, passed: result.isPassed,
            expectations: result.verdicts.map { Expectation(name: $0.name, finding: $0.finding) },
            changed: result.changed, error: result.error)
    }
}
