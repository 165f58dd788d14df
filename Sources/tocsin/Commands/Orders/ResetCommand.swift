import ArgumentParser
import Views

struct ResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Reset an incident's latching alarms (panic) after someone has looked on site.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "Only this alert …")
    var alarm: String?
    @Option(help: "… of this key.")
    var key: String?

    func run() async throws {
        try await sendOrder(CommandRequest(.reset, by: officer.officer, alarm: alarm, key: key), on: id, options)
    }
}
