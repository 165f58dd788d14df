import ArgumentParser
import Views

struct StationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stations",
        abstract: "Stations of the registry and others that were heard, with their latest values.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await withAccess(options) { access in
            let stations = try await access.stations()
            if options.json {
                for station in stations { try Output.line(ViewJSON.line(station)) }
                return
            }
            try Output.write(
                StationTable.render(stations, names: try await access.names(), language: options.language))
        }
    }
}
