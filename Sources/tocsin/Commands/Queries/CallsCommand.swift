import API
import ArgumentParser
import Telemetry
import Views

struct CallsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls",
        abstract: "List the telephone calls that a person has to make: number, words to say, by when.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await withAccess(options) { access in
            let incidents = try await access.incidents(IncidentQuery(open: nil, limit: 1_000))
            let names = try await access.names()
            let calls = CallView.calls(of: incidents, names: names)
            if options.json {
                for call in calls { try Output.line(ViewJSON.line(call)) }
                return
            }
            let now = try await access.status().now ?? calls.map(\.askedAt).max() ?? .distantPast
            try Output.write(CallSheet.render(calls, names: names, language: options.language, now: now))
        }
    }
}
