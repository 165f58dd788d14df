import ArgumentParser
import Views

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Confirm that an incident is real; better evidence reads the matrix anew.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "What was seen, and by whom.")
    var note: String?

    func run() async throws {
        try await sendOrder(
            CommandRequest(.verify, by: officer.officer, reason: note), on: id, options)
    }
}
