import ArgumentParser
import Views

struct ShowIncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "One incident: what, where, since when, who was told, who answered, what comes next.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String

    func run() async throws {
        try await withAccess(options) { access in
            let incident = try await access.incident(id)
            if options.json { return try Output.line(ViewJSON.line(incident)) }
            try Output.write(
                IncidentSheet.render(incident, names: try await access.names(), language: options.language))
        }
    }
}
