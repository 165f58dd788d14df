import ArgumentParser
import Foundation
import Views

struct RulesUnknownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unknown",
        abstract: "Rules of the running server that cannot decide now: since when, and for want of what.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "At most so many, the longest.")
    var limit = 100

    func run() async throws {
        try await withServer(options) { client in
            let query = [URLQueryItem(name: "limit", value: String(max(1, min(limit, 10_000))))]
            let view = try await client.get(UnknownRulesView.self, "rules/unknown", query: query)
            let names = try await client.get(NameBook.self, "names")
            if options.json { return try Output.line(ViewJSON.line(view)) }
            try Output.write(UnknownRulesTable.render(view, names: names, language: options.language))
        }
    }
}
