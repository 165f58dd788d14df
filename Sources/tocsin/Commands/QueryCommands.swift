import API
import ArgumentParser
import Telemetry
import Views

/// Opens the access, runs the body and closes it whatever happens.
func withAccess(_ options: GlobalOptions, _ body: (Access) async throws -> Void) async throws {
    let access = try await Access.open(options)
    do {
        try await body(access)
    } catch {
        await access.close()
        throw error
    }
    await access.close()
}

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

struct IncidentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents", abstract: "List incidents, the gravest open one first.")

    @OptionGroup var options: GlobalOptions
    @Flag(help: "Only those that are not closed.")
    var open = false
    @Option(help: "At most so many, the newest.")
    var limit = 1_000

    func run() async throws {
        try await withAccess(options) { access in
            let incidents = try await access.incidents(IncidentQuery(open: open ? true : nil, limit: max(1, limit)))
            if options.json {
                for incident in incidents { try Output.line(ViewJSON.line(incident)) }
                return
            }
            try Output.write(
                IncidentTable.render(incidents, names: try await access.names(), language: options.language))
        }
    }
}

struct ShowIncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "One incident: what, where, since when, who was told, who answered, what comes next.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String

    func run() async throws {
        try await withAccess(options) { access in
            let incident = try await access.incident(id)
            if options.json { return try Output.line(ViewJSON.line(incident)) }
            try Output.write(
                IncidentSheet.render(incident, names: try await access.names(), language: options.language))
        }
    }
}

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

    func run() async throws {
        let query = ReadingQuery(
            station: station, quantity: quantity, from: from, through: through, limit: max(1, min(limit, 100_000)))
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

struct StationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stations", abstract: "Stations of the registry and others that were heard, with their latest values.")

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

struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Messages that could not be read, with the reason, newest first.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "At most so many, the newest.")
    var limit = 100

    func run() async throws {
        try await withAccess(options) { access in
            let messages = try await access.quarantine(limit: max(1, min(limit, 10_000)))
            if options.json {
                for message in messages { try Output.line(ViewJSON.line(message)) }
                return
            }
            try Output.write(
                QuarantineTable.render(messages, names: try await access.names(), language: options.language))
        }
    }
}

extension Timestamp: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(iso8601: argument)
    }
}
