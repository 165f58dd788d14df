import ArgumentParser
import Foundation
import Views

struct AlarmsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Alarms that are on or chatter, suppressions, and whether it is an alarm flood.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "At most so many alarms.")
    var limit = 1_000

    func run() async throws {
        try await withServer(options) { client in
            let query = [URLQueryItem(name: "limit", value: String(max(1, min(limit, 10_000))))]
            let view = try await client.get(AlarmsView.self, "alarms", query: query)
            if options.json { return try Output.line(ViewJSON.line(view)) }
            let names = try await client.get(NameBook.self, "names")
            try Output.write(AlarmTable.render(view, names: names, language: options.language))
        }
    }
}
