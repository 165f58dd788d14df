import ArgumentParser
import Views

struct FalseAlarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "false-alarm", abstract: "Mark an incident as a false alarm; everyone who was told is told so.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "What it was.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.falseAlarm, by: officer.officer, reason: reason), on: id, options)
    }
}
