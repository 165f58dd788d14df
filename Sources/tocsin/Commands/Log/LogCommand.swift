import ArgumentParser

struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "The command log: read it, verify it, export it.",
        subcommands: [LogShowCommand.self, LogTimesCommand.self, LogVerifyCommand.self, LogExportCommand.self])
}
