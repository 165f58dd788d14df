import ArgumentParser
import Views

struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Decide that proposed orders are issued (evacuation, power cut-off, …).")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "Only this order, such as O-2026-000001.")
    var order: String?

    func run() async throws {
        try await sendOrder(CommandRequest(.approve, by: officer.officer, order: order), on: id, options)
    }
}
