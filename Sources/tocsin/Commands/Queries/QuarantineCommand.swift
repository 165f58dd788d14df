import ArgumentParser
import Views

struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Messages that could not be read, with the reason, newest first.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "At most so many, the newest.")
    var limit = 100

    func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit is 1 to 10,000, not \(limit).")
        }
    }

    func run() async throws {
        try await withAccess(options) { access in
            let messages = try await access.quarantine(limit: limit)
            if options.json {
                for message in messages { try Output.line(ViewJSON.line(message)) }
                return
            }
            try Output.write(
                QuarantineTable.render(messages, names: try await access.names(), language: options.language))
        }
    }
}
