import ArgumentParser
import Views

struct ParentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parent",
        abstract: "Make an incident a part of another one, which is closed after it; --none takes it out.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "The incident that it is a part of.")
    var parent: String?
    @Flag(help: "Of none any more.")
    var none = false
    @Option(help: "Why.")
    var reason: String?

    func validate() throws {
        if (parent == nil) != none { throw ValidationError("Give either an incident as the parent, or --none.") }
    }

    func run() async throws {
        try await sendOrder(
            CommandRequest(.parent, by: officer.officer, reason: reason, other: parent), on: id, options)
    }
}
