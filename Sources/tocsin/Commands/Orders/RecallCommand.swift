import ArgumentParser
import Views

struct RecallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recall", abstract: "Take back an order that should not have been issued; the department is told.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "Order, such as O-2026-000001.")
    var order: String
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.recall, by: officer.officer, reason: reason, order: order), on: id, options)
    }
}
