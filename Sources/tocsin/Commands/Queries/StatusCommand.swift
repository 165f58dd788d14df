import ArgumentParser
import Views

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What the server is doing: readings, incidents, log, broker.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await withAccess(options) { access in
            let status = try await access.status()
            if options.json { return try Output.line(ViewJSON.line(status)) }
            try Output.write(StatusSheet.render(status, names: try await access.names(), language: options.language))
        }
    }
}
