import ArgumentParser
import CEL
import Telemetry
import Views

struct CELEvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate an expression and print its value.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The expression.")
    var expression: String
    @Option(
        help: ArgumentHelp(
            "Values by name: {\"x\": 3.5} or {\"x\": {\"type\": \"int\", \"value\": \"3\"}}.", valueName: "json"))
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
