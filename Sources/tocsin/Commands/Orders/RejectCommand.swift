import ArgumentParser
import Views

struct RejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Decide that a proposed order is not issued.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "Order, such as O-2026-000001.")
    var order: String
    @Option(help: "Why not.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.reject, by: officer.officer, reason: reason, order: order), on: id, options)
    }
}
