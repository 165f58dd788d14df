import ArgumentParser
import Views

struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back the newest merge, split, link, unlink or parent of an incident; nothing is erased.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.undo, by: officer.officer, reason: reason), on: id, options)
    }
}
