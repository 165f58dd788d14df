import ArgumentParser
import Views

struct ReassignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reassign", abstract: "Give an order's tasks to another department; the first is told.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "Order, such as O-2026-000001.")
    var order: String
    @Argument(help: "The department that takes it.")
    var department: String
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.reassign, by: officer.officer, reason: reason, order: order, department: department),
            on: id, options)
    }
}
