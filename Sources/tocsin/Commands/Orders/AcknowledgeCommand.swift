import ArgumentParser
import Views

struct AcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge",
        abstract: "The officer on duty has seen the incident; stops only the officer's own clock.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String

    func run() async throws {
        try await sendOrder(CommandRequest(.acknowledge, by: officer.officer), on: id, options)
    }
}
