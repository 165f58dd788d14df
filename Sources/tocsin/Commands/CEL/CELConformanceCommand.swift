import ArgumentParser
import CEL
import Foundation
import Telemetry
import Views

struct CELConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance", abstract: "Run files of conformance tests and count what passes.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Files of the public suite as JSON, or of differential cases.")
    var files: [String]

    func run() throws {
        var gathered: ConformanceRunner.Report?
        for file in files {
            let data = try InputFile.contents(file)
            do {
                let report = try ConformanceRunner.run(Array(data))
                if gathered == nil { gathered = report } else { gathered?.outcomes += report.outcomes }
            } catch {
                throw CommandFailure(
                    ProblemView(
                        code: "bad_recording", message: "This is no file of tests: \(error)",
                        remedy: "Give a file of the suite or of differential cases."), place: file)
            }
        }
        guard let total = gathered else { throw ValidationError("Name at least one file.") }
        for failure in total.failures {
            try Output.line(
                DisplayText.safe(
                    "FAILED \(failure.level) \(failure.id): \(failure.expression): \(failure.problem ?? "")"))
        }
        for level in total.levels {
            let counts = total.counts(level: level)
            try Output.line(
                "\(level): \(counts.passed) passed, \(counts.failed) failed "
                    + "(value tests: \(counts.valuesPassed) passed, \(counts.valuesFailed) failed)")
        }
        try Output.line("\(total.passed) passed, \(total.failures.count) failed")
        if total.failures.contains(where: { $0.level == "must" }) { throw SilentExit(status: .negative) }
    }
}
