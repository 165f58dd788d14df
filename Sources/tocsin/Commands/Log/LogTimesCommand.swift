import ArgumentParser
import Views

struct LogTimesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "times",
        abstract: "How long departments took, as percentiles, beside the standards of the city's standards.yaml.",
        discussion: "From the command log alone: hand-over, acknowledgement, setting off, arrival, end.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "From this entry on.")
    var from: Int64 = 1

    func run() async throws {
        let standards = try ResponseStandardsFile.read(cityFolder: options.city)
        try await withAccess(options) { access in
            var times = ResponseTimes()
            try await access.log(from: max(1, from)) { entry in
                if let record = LogRecord(line: entry.line) { times.take(record) }
                return true
            }
            let views = times.views(standards: standards)
            if options.json {
                for view in views { try Output.line(ViewJSON.line(view)) }
            } else {
                let names = try await access.names()
                try Output.write(ResponseTimesSheet.render(views, names: names, language: options.language))
            }
        }
    }
}
