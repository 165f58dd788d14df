import ArgumentParser
import Views

struct CloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "End an incident that is cleared and whose orders are finished; everyone told is told the end.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "Why it is over.")
    var reason: String

    func run() async throws {
        try await sendOrder(CommandRequest(.close, by: officer.officer, reason: reason), on: id, options)
    }
}
