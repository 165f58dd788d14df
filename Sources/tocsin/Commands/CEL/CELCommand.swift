import ArgumentParser
import CEL
import Telemetry

struct CELCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cel", abstract: "Try expressions of the Common Expression Language, which rules are written in.",
        subcommands: [CELEvalCommand.self, CELCheckCommand.self, CELConformanceCommand.self])
}
