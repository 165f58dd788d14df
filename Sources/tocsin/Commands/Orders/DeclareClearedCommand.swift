import ArgumentParser
import Views

struct DeclareClearedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "declare-cleared",
        abstract: "Alarms whose source is lost are over, as a person saw on site. Silence never says so.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "What was seen.")
    var reason: String

    func run() async throws {
        try await sendOrder(CommandRequest(.declareCleared, by: officer.officer, reason: reason), on: id, options)
    }
}
