import ArgumentParser
import Views

struct StandDownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stand-down", abstract: "End orders before the incident is closed; the departments are told.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "Only this order, such as O-2026-000001.")
    var order: String?
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.standDown, by: officer.officer, reason: reason, order: order), on: id, options)
    }
}
