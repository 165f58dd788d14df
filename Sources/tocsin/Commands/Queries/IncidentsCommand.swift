import API
import ArgumentParser
import Views

struct IncidentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents", abstract: "List incidents, the gravest open one first.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "Only those that are not closed.")
    var open = false
    @Option(help: "At most so many, the newest.")
    var limit = 1_000

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit is 1 to 10,000, not \(limit).")
        }
    }

    func run() async throws {
        try await withAccess(options) { access in
            let incidents = try await access.incidents(IncidentQuery(open: open ? true : nil, limit: limit))
            if options.json {
                for incident in incidents { try Output.line(ViewJSON.line(incident)) }
                return
            }
            try Output.write(
                IncidentTable.render(incidents, names: try await access.names(), language: options.language))
        }
    }
}
