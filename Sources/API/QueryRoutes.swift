import Hummingbird
import Telemetry
import Views

/// `GET /v1/status`, `names`, `incidents`, `stations`, `readings`, `quarantine`: what is, without changing anything.
struct QueryRoutes {
    let source: any CommandService

    func add(to group: RouterGroup<BasicRequestContext>) {
        group.get("status") { request, _ in try await status(request) }
        group.get("names") { _, _ in
            let source = source
            return try Response.view(try await APIServer.query { try source.names() })
        }
        group.get("incidents") { request, _ in try await incidents(request) }
        group.get("incidents/:id") { request, context in
            try await incident(request, id: context.pathPart("id"))
        }
        group.get("stations") { request, _ in try await stations(request) }
        group.get("readings/:station") { request, context in
            try await readings(request, station: context.pathPart("station"))
        }
        group.get("rules/unknown") { request, _ in try await unknownRules(request) }
        group.get("alarms") { request, _ in try await alarms(request) }
        group.get("roster/people") { request, _ -> Response in
            let source = source
            let (people, names) = try await APIServer.query { (try source.people(), try source.names()) }
            if case .text(let language) = Representation.asked(by: request, list: true) {
                return .text(RosterSheet.render(people, names: names, language: language), language)
            }
            return try .views(people)
        }
        group.get("quarantine") { request, _ in try await quarantine(request) }
    }

    private func status(_ request: Request) async throws -> Response {
        let source = source
        let (status, names) = try await APIServer.query { (try source.status(), try source.names()) }
        if case .text(let language) = Representation.asked(by: request, list: false) {
            return .text(StatusSheet.render(status, names: names, language: language), language)
        }
        return try .view(status)
    }

    private func alarms(_ request: Request) async throws -> Response {
        let limit = try RequestReader(request: request).limit(1_000, most: 10_000)
        let view = try await source.alarms(limit: limit)
        if case .text(let language) = Representation.asked(by: request, list: false) {
            let source = source
            let names = try await APIServer.query { try source.names() }
            return .text(AlarmTable.render(view, names: names, language: language), language)
        }
        return try .view(view)
    }

    private func incidents(_ request: Request) async throws -> Response {
        let source = source
        let reader = RequestReader(request: request)
        let query = IncidentQuery(open: try reader.boolean("open"), limit: try reader.limit(1_000, most: 10_000))
        guard case .text(let language) = Representation.asked(by: request, list: true) else {
            return .lines(try await APIServer.query { try source.incidentLines(query) })
        }
        let (incidents, names) = try await APIServer.query { (try source.incidents(query), try source.names()) }
        return .text(IncidentTable.render(incidents, names: names, language: language), language)
    }

    private func incident(_ request: Request, id: String) async throws -> Response {
        let source = source
        let moment = try RequestReader(request: request).time("as_known_at")
        let (found, names) = try await APIServer.query { (try source.incident(id), try source.names()) }
        guard let whole = found else {
            throw ProblemView.unknownIncident(id)
        }
        let incident = try moment.map { try whole.known(at: $0) } ?? whole
        if case .text(let language) = Representation.asked(by: request, list: false) {
            return .text(IncidentSheet.render(incident, names: names, language: language), language)
        }
        return try .view(incident)
    }

    private func unknownRules(_ request: Request) async throws -> Response {
        let reader = RequestReader(request: request)
        let view = try await source.unknownRules(limit: try reader.limit(1_000, most: 10_000))
        if case .text(let language) = Representation.asked(by: request, list: false) {
            let source = source
            let names = try await APIServer.query { try source.names() }
            return .text(UnknownRulesTable.render(view, names: names, language: language), language)
        }
        return try .view(view)
    }

    private func stations(_ request: Request) async throws -> Response {
        let source = source
        let (stations, names) = try await APIServer.query { (try source.stations(), try source.names()) }
        if case .text(let language) = Representation.asked(by: request, list: true) {
            return .text(StationTable.render(stations, names: names, language: language), language)
        }
        return try .views(stations)
    }

    private func readings(_ request: Request, station: String) async throws -> Response {
        let source = source
        let reader = RequestReader(request: request)
        let query = ReadingQuery(
            station: station, quantity: reader.text("quantity"), from: try reader.time("from"),
            through: try reader.time("through"), limit: try reader.limit(100, most: 100_000))
        let (readings, names) = try await APIServer.query { (try source.readings(query), try source.names()) }
        if case .text(let language) = Representation.asked(by: request, list: true) {
            return .text(ReadingTable.render(readings, names: names, language: language), language)
        }
        return try .views(readings)
    }

    private func quarantine(_ request: Request) async throws -> Response {
        let source = source
        let limit = try RequestReader(request: request).limit(100, most: 10_000)
        let (messages, names) = try await APIServer.query { (try source.quarantine(limit: limit), try source.names()) }
        if case .text(let language) = Representation.asked(by: request, list: true) {
            return .text(QuarantineTable.render(messages, names: names, language: language), language)
        }
        return try .views(messages)
    }
}
