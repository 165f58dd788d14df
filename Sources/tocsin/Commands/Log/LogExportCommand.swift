import ArgumentParser

struct LogExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the log, one entry a line, byte for byte as it was hashed.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "From this entry on.")
    var from: Int64 = 1
    @Option(help: "At most so many entries.")
    var limit: Int64?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more, not \(limit).") }
    }

    func run() async throws {
        try await withAccess(options) { access in
            try await access.log(from: max(1, from), limit: limit ?? .max) { entry in
                try Output.write(bytes: entry.line + [UInt8(ascii: "\n")])
                return true
            }
        }
    }
}
