import ArgumentParser
import Views

struct ResponseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "response", abstract: "Decide the response level, 1 (Ⅰ, the highest) to 4.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "1 to 4.")
    var level: Int
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.decideResponse, by: officer.officer, reason: reason, level: level), on: id, options)
    }
}
