import ArgumentParser
import Views

struct GradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade",
        abstract: "Decide the grade of an incident, 1 (Ⅰ, the gravest) to 4; it only ever is a person who does.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "1 to 4.")
    var grade: Int
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await sendOrder(
            CommandRequest(.decideGrade, by: officer.officer, reason: reason, level: grade), on: id, options)
    }
}
