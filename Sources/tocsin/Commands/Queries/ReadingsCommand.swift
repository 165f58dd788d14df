import API
import ArgumentParser
import Telemetry
import Views

struct ReadingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readings", abstract: "Stored readings of a station, newest last.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Station, such as yuan-01.")
    var station: String
    @Option(help: "Only this quantity: stage, rain, …")
    var quantity: String?
    @Option(help: "From this event time on, ISO 8601 with an offset.")
    var from: Timestamp?
    @Option(help: "Through this event time.")
    var through: Timestamp?
    @Option(help: "At most so many, the newest.")
    var limit = 100

    func validate() throws {
        guard (1...100_000).contains(limit) else {
            throw ValidationError("--limit is 1 to 100,000, not \(limit).")
        }
    }

    func run() async throws {
        let query = ReadingQuery(
            station: station, quantity: quantity, from: from, through: through, limit: limit)
        try await withAccess(options) { access in
            let readings = try await access.readings(query)
            if options.json {
                for reading in readings { try Output.line(ViewJSON.line(reading)) }
                return
            }
            try Output.write(
                ReadingTable.render(readings, names: try await access.names(), language: options.language))
        }
    }
}
