import ArgumentParser
import CEL
import Foundation
import Telemetry
import Views

struct CELCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cel", abstract: "Try expressions of the Common Expression Language, which rules are written in.",
        subcommands: [CELEvalCommand.self, CELCheckCommand.self, CELConformanceCommand.self])
}

struct CELEvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate an expression and print its value.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The expression.")
    var expression: String
    @Option(help: ArgumentHelp("Values by name: {\"x\": 3.5} or {\"x\": {\"type\": \"int\", \"value\": \"3\"}}.", valueName: "json"))
    var bindings: String?
    @Option(help: ArgumentHelp("Types by name: {\"x\": \"double\"}.", valueName: "json"))
    var types: String?

    func run() throws {
        let session = try CELSession(types: types, bindings: bindings)
        let result = try session.evaluate(expression)
        switch result {
        case .value(let value): try Output.line(DisplayText.safe(value.description, limit: 1_000_000))
        case .unknown:
            throw CommandFailure(
                ProblemView(
                    code: "unknown_value", message: "The value is unknown: a variable that it needs has no binding.",
                    remedy: "Give it in --bindings."))
        case .error(let error):
            throw CommandFailure(
                ProblemView(
                    code: "evaluation_failed", message: "The evaluation failed: \(error)",
                    remedy: "Mend the expression or the bindings."))
        }
    }
}

struct CELCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check an expression and print its type.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The expression.")
    var expression: String
    @Option(help: ArgumentHelp("Types by name: {\"x\": \"double\"}.", valueName: "json"))
    var types: String?

    func run() throws {
        let session = try CELSession(types: types, bindings: nil)
        let program = try session.compile(expression)
        for warning in program.warnings { CELSession.note(warning.rendered) }
        try Output.line(program.resultType.description)
    }
}

struct CELConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance", abstract: "Run files of conformance tests and count what passes.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Files of the public suite as JSON, or of differential cases.")
    var files: [String]

    func run() throws {
        var gathered: ConformanceRunner.Report?
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CommandFailure(
                    ProblemView(code: "no_file", message: "The file can't be read.", remedy: "Check its name and rights."),
                    place: file)
            }
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
                DisplayText.safe("FAILED \(failure.level) \(failure.id): \(failure.expression): \(failure.problem ?? "")"))
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
