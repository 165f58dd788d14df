import ArgumentParser
import Views

struct SplitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Make an incident of its own of some alarms; undo puts them back.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: ArgumentHelp("An alarm that is on; may be given several times.", valueName: "ALERT/KEY"))
    var alarm: [String]
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.split, by: officer.officer, reason: reason, alarms: alarm), on: id, options)
    }
}
