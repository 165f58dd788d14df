import ArgumentParser
import Telemetry
import Views

struct ShowIncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "One incident: what, where, since when, who was told, who answered, what comes next.",
        discussion: """
            Readings may come late or be corrected, and what is known of an incident changes with them. With --as-known-at \
            the incident is shown as it was known at that moment, from the log, which only grows.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(
        help: ArgumentHelp(
            "Show what was known at this time, such as 2026-07-01T18:00:00+08:00.", valueName: "time"))
    var asKnownAt: String?

    func validate() throws {
        guard let asKnownAt, Timestamp(iso8601: asKnownAt) == nil else { return }
        throw ValidationError(
            "“\(asKnownAt)” is not a time; write it with its offset, such as 2026-07-01T18:00:00+08:00.")
    }

    func run() async throws {
        try await withAccess(options) { access in
            var incident = try await access.incident(id)
            if let moment = asKnownAt.flatMap({ Timestamp(iso8601: $0) }) { incident = try incident.known(at: moment) }
            if options.json { return try Output.line(ViewJSON.line(incident)) }
            try Output.write(
                IncidentSheet.render(incident, names: try await access.names(), language: options.language))
        }
    }
}
