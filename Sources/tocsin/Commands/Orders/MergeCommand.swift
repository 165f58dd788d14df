import ArgumentParser
import Views

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put an incident into another one: its alarms, orders and figures go there, and it ends.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "The incident in which it goes on.")
    var into: String
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.merge, by: officer.officer, reason: reason, other: into), on: id, options)
    }
}
