import ArgumentParser
import CEL

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
