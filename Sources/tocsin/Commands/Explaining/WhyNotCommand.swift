import ArgumentParser
import Operations
import Telemetry
import Views

struct WhyNotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why-not",
        abstract: "Why a rule did not ring for a station at a moment: what blocked it, by how much, since when.",
        discussion: """
            The state at that moment is found again from the journal, with the rules of that time and what was known then. \
            Ends with 66 where there was no such rule or station, or the moment is past the journal's retention.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Rule: its alert's name.")
    var rule: String
    @Argument(help: "Station id.")
    var station: String
    @Option(help: ArgumentHelp("Only series of this quantity.", valueName: "name"))
    var quantity: String?
    @Option(
        help: ArgumentHelp(
            "The moment, such as 2026-07-01T18:00:00+08:00 (default: the last that is known).", valueName: "time"))
    var at: Timestamp?

    func run() async throws {
        let folder = try await PastFolder.open(options)
        let answer = try folder.past.whyNot(
            rule: rule, station: station, quantity: quantity, at: at ?? .distantFuture,
            watchedThrough: folder.watchedThrough)
        let view = WhyNotView(answer, askedAt: at)
        if options.json { return try Output.line(ViewJSON.line(view)) }
        let names = PastFolder.names(answer.state.fold.loaded, exercise: answer.state.fold.isExercise)
        try Output.write(WhyNotSheet.render(view, names: names, language: options.language))
    }
}
