import ArgumentParser
import Views

struct NoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Add a note to the log of an incident; also after it is closed.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "What is worth noting.")
    var text: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.note, by: officer.officer, text: text), on: id, options)
    }
}
