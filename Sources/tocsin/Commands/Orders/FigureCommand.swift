import ArgumentParser
import Views

struct FigureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figure",
        abstract: "Add to a figure of an incident; nothing is overwritten, totals and the proposed grade follow.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "deaths, missing, serious_injuries, injuries, people_to_move, people_moved, loss_yuan.")
    var figure: String
    @Argument(help: "How many more; a correction is negative: -- -2.")
    var amount: Int64
    @Option(help: "Who said so.")
    var source: String?

    func run() async throws {
        try await sendOrder(
            CommandRequest(.addFigure, by: officer.officer, reason: source, figure: figure, amount: amount), on: id,
            options)
    }
}
