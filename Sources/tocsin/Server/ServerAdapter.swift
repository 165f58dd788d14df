import API
import AlarmManagement
import City
import Configuration
import Delivery
import IncidentCommand
import LiveServer
import Operations
import Store
import Telemetry
import Views

/// The running server as the API sees it.
struct ServerAdapter: CommandService {
    let server: TocsinServer
    private let queries: StoreQueries

    init(server: TocsinServer) {
        self.server = server
        let names = KeptNames()
        queries = StoreQueries(
            reader: server.reader,
            book: {
                var book = names.names(of: server.loadedCity, exercise: server.configuration.clock.isExercise)
                book.takeDuties(
                    of: server.loadedCity.roster, at: server.live.now,
                    people: PeopleFolder(dataFolder: server.configuration.dataFolder))
                return book
            },
            registry: { server.city.registry },
            live: { StoreQueries.LiveFacts(server) })
    }

    func names() throws(ProblemView) -> NameBook { try queries.names() }
    func status() throws(ProblemView) -> StatusView { try queries.status() }
    func incidents(_ query: IncidentQuery) throws(ProblemView) -> [IncidentView] { try queries.incidents(query) }
    func incidentLines(_ query: IncidentQuery) throws(ProblemView) -> [String] { try queries.incidentLines(query) }
    func incident(_ id: String) throws(ProblemView) -> IncidentView? { try queries.incident(id) }
    func stations() throws(ProblemView) -> [StationView] { try queries.stations() }
    func readings(_ query: ReadingQuery) throws(ProblemView) -> [ReadingView] { try queries.readings(query) }
    func quarantine(limit: Int) throws(ProblemView) -> [QuarantineView] { try queries.quarantine(limit: limit) }
    func log(from number: Int64, limit: Int) throws(ProblemView) -> [LogEntryView] {
        try queries.log(from: number, limit: limit)
    }
    func verify(head: VerificationView.Head?) throws(ProblemView) -> VerificationView { try queries.verify(head: head) }

    func perform(_ command: CommandRequest, on incident: String) async throws(ProblemView) -> CommandView {
        let order = OfficerCommand(by: command.by, kind: try command.kind(incident: incident))
        return try await submitted(order, on: incident)
    }

    func report(_ request: ReportRequest) async throws(ProblemView) -> CommandView {
        let loaded = server.loadedCity
        var report = try request.report(linkage: loaded.linkage, finder: PlaceFinder(loaded.city))
        let people = PeopleFolder(dataFolder: server.configuration.dataFolder)
        report.caller = people.digest(of: request.caller)
        var view = try await submitted(OfficerCommand(by: request.by, kind: .report(report)), on: "")
        // Not before: what is refused leaves nobody's number behind.
        let isLost = request.caller.map { !people.keep($0, as: report.caller) } ?? false
        view.notices = report.notices(isCallerLost: isLost, names: try names())
        return view
    }

    /// The incident after the commit: the one that is named, or that the command found itself.
    private func submitted(_ order: OfficerCommand, on named: String) async throws(ProblemView) -> CommandView {
        let id: String
        switch try await asked({ try await server.submit(order) }) {
        case .accepted: id = named
        case .acceptedIn(let incident): id = incident
        case .refused(let refusal): throw ProblemView(refusal)
        }
        guard let view = try queries.incident(id) else { throw ProblemView.unknownIncident(id) }
        return CommandView(incident: view)
    }

    func perform(
        _ action: AlarmCommandRequest.Action, _ command: AlarmCommandRequest
    ) async throws(ProblemView) -> AlarmsView.Suppression {
        let order = AlarmCommand(by: command.by, reason: command.reason, kind: try command.kind(action))
        switch try await asked({ try await server.submit(order) }) {
        case .accepted(let suppression): return AlarmsView.Suppression(suppression)
        case .refused(let refusal):
            let text = AlarmRefusal.text(refusal.rawValue)
            throw ProblemView(
                code: refusal.rawValue, message: text,
                remedy: Bilingual(chinese: "见 tocsin alarms --help。", english: "See tocsin alarms --help."))
        }
    }

    func alarms(limit: Int) async throws(ProblemView) -> AlarmsView {
        AlarmsView(try await asked { try await server.alarms(limit: limit) })
    }

    func backup(to directory: String) async throws(ProblemView) -> BackupView {
        do {
            return BackupView(try await asked { try await server.backup(to: directory) })
        } catch {
            // The folder is not empty, or can't be written: the message says which.
            guard error.code == "failed" else { throw error }
            throw ProblemView(code: "cannot_create", message: error.message, remedy: error.remedy)
        }
    }

    func unknownRules(limit: Int) async throws(ProblemView) -> UnknownRulesView {
        let (total, states) = try await asked { try await server.unknownRules(limit: limit) }
        return UnknownRulesView(
            total: total,
            rules: states.map { state in
                UnknownRulesView.Rule(
                    alert: state.alarm.alert, key: state.alarm.key, station: state.station, quantity: state.quantity,
                    since: state.since, reasons: state.reasons, blind: state.isBlind)
            })
    }

    func reload() async throws(ProblemView) -> ReloadView {
        switch await server.reload() {
        case .reloaded(let sha256): return ReloadView(outcome: "reloaded", configuration: String(sha256.prefix(16)))
        case .unchanged(let sha256): return ReloadView(outcome: "unchanged", configuration: String(sha256.prefix(16)))
        case .refused(let problems):
            throw ProblemView(
                code: "configuration_refused",
                message: Bilingual(
                    chinese: "配置有误，继续使用原有配置：\n\(problems)",
                    english: "The configuration is wrong; the old one goes on:\n\(problems)"),
                remedy: Bilingual(chinese: "改正后再次加载。", english: "Mend the files and reload."))
        case .failed(let text):
            throw ProblemView(
                code: "internal", message: "The configuration could not be taken: \(text)",
                remedy: "Mend what it names and reload.")
        }
    }

    func follow(bufferLimit: Int) -> AsyncStream<FeedUpdate> {
        let events = server.feed.subscribe(bufferLimit: bufferLimit)
        // Only as fast as the reader asks: the bound is the feed's own.
        return AsyncStream(unfolding: { [events = FeedIterator(events)] in
            switch await events.next() {
            case .entry(let number, let line): .entry(LogEntryView(number: number, line: line))
            case .dropped(let count): .missed(count)
            case nil: nil
            }
        })
    }

    func asked<Answer>(_ body: () async throws -> Answer) async throws(ProblemView) -> Answer {
        do {
            return try await body()
        } catch let error as ServerError {
            throw ProblemView(error)
        } catch {
            throw ProblemView(
                code: "internal", message: "The server could not do it: \(error)",
                remedy: "Look at the server's own log.")
        }
    }
}

/// The feed's iterator, which one consumer at a time calls.
/// `@unchecked Sendable`: an `AsyncStream` made by unfolding never asks for two elements at once.
private final class FeedIterator: @unchecked Sendable {
    private var iterator: AsyncStream<Feed.Event>.Iterator

    init(_ events: AsyncStream<Feed.Event>) {
        iterator = events.makeAsyncIterator()
    }

    func next() async -> Feed.Event? {
        await iterator.next()
    }
}

extension StoreQueries.LiveFacts {
    init(_ server: TocsinServer) {
        let live = server.live
        self.init(
            clock: server.configuration.clock.word, now: live.now > .distantPast ? live.now : nil,
            broker: StatusView.BrokerState(live.broker), unrecorded: live.unrecorded,
            exercise: server.configuration.clock.isExercise, configuration: server.loadedCity.sha256,
            rosterGaps: live.rosterGaps.map { RosterGapView($0) },
            tallies: StoreQueries.LiveFacts.tallies(server))
    }
}

extension StoreQueries.LiveFacts {
    /// Those that have sent, and those that the configuration has.
    private static func tallies(_ server: TocsinServer) -> [String: ChannelTally] {
        let configured = server.loadedCity.channels.filter { $0.settings != .telephone }.map(\.id)
        return server.channelTallies.merging(configured.map { ($0, ChannelTally()) }) { sent, _ in sent }
    }
}

extension StatusView.BrokerState {
    init(_ state: LiveStatus.Broker) {
        switch state {
        case .connecting: self = .connecting
        case .connected: self = .connected
        case .lost: self = .disconnected
        case .takenOver: self = .takenOver
        }
    }
}

extension ClockMode {
    /// As `status` spells it.
    var word: String {
        switch self {
        case .wall: "wall"
        case .exercise: "exercise"
        case .data: "data"
        }
    }
}
