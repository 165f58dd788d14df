import API
import Synchronization
import Telemetry
import Views

/// A server made of values: what the API is asked for, it has; what it is told, it remembers.
final class FakeService: CommandService {
    struct State {
        var entries: [LogEntryView] = []
        var followers: [AsyncStream<FeedUpdate>.Continuation] = []
        var commands: [(CommandRequest, String)] = []
        var refusal: ProblemView?
        var alarmCommands: [(AlarmCommandRequest.Action, AlarmCommandRequest)] = []
    }

    let state = Mutex(State())

    static let incident = IncidentView(
        id: "I-2026-000001", hazard: "river_flood", place: "yuan-upper", district: "north", status: .raised,
        warningColour: .orange, raisedAt: Timestamp(seconds: 1_782_900_000),
        firstEventAt: Timestamp(seconds: 1_782_900_000),
        summary: Bilingual(chinese: "水位 3.12 m", english: "3.12 m"))

    static func entry(_ number: Int64) -> LogEntryView {
        LogEntryView(
            number: number,
            line: Array("{\"n\":\(number),\"at\":\"2026-07-01T10:00:00Z\",\"v\":1,\"code\":\"watch_stopped\"}".utf8))
    }

    /// Commits an entry: it stands in the log, and every follower gets it.
    func commit(_ number: Int64) {
        let followers = state.withLock { state in
            state.entries.append(FakeService.entry(number))
            return state.followers
        }
        for follower in followers { follower.yield(.entry(FakeService.entry(number))) }
    }

    func tellFollowers(_ update: FeedUpdate) {
        for follower in state.withLock({ $0.followers }) { follower.yield(update) }
    }

    func names() throws(ProblemView) -> NameBook {
        NameBook(utcOffsetMinutes: 480, places: ["yuan-upper": Bilingual(chinese: "沅水上段", english: "Yuan upper")])
    }

    func status() throws(ProblemView) -> StatusView {
        StatusView(
            city: Bilingual(chinese: "临江市", english: "Linjiang"), version: "0", state: .serving, exercise: false,
            clock: "wall", now: nil, broker: .connected, readingsCommitted: 7, duplicates: 0, quarantined: 0,
            incidentsOpen: 1, logEntries: Int64(state.withLock { $0.entries.count }), logHead: "ab", outboxPending: 0,
            storeFull: false, configuration: "cd")
    }

    func incidents(_ query: IncidentQuery) throws(ProblemView) -> [IncidentView] {
        query.open == false ? [] : [FakeService.incident]
    }

    func incidentLines(_ query: IncidentQuery) throws(ProblemView) -> [String] {
        query.open == false ? [] : [#"{"exercise":false,"id":"\#(FakeService.incident.id)"}"#]
    }

    func incident(_ id: String) throws(ProblemView) -> IncidentView? {
        id == FakeService.incident.id ? FakeService.incident : nil
    }

    func stations() throws(ProblemView) -> [StationView] { [] }

    func readings(_ query: ReadingQuery) throws(ProblemView) -> [ReadingView] {
        (0..<query.limit).map { index in
            ReadingView(
                station: query.station, quantity: query.quantity ?? "stage",
                eventTime: (query.from ?? Timestamp(seconds: 0)) + Interval(seconds: Int64(index)),
                receivedAt: Timestamp(seconds: 0), value: 1, unit: "m", quality: 2, revision: 0, marks: [])
        }
    }

    func perform(
        _ action: AlarmCommandRequest.Action, _ command: AlarmCommandRequest
    ) async throws(ProblemView) -> AlarmsView.Suppression {
        state.withLock { $0.alarmCommands.append((action, command)) }
        return AlarmsView.Suppression(
            id: "S-000001", kind: "silenced", matcher: command.matcher ?? AlarmMatcherView(), by: command.by,
            reason: command.reason, from: Timestamp(seconds: 0), until: nil, withheld: 0)
    }

    func alarms(limit: Int) async throws(ProblemView) -> AlarmsView {
        AlarmsView(
            alarms: [], suppressions: [], flood: false, floodAlarms: 0, floodBeganAt: nil, withheld: 0, total: limit)
    }

    func people() throws(ProblemView) -> [PersonView] {
        [PersonView(id: "w-1", name: "李某", numbers: ["13812341234"], masked: false).asMasked]
    }

    func perform(_ action: PeopleRequest.Action, _ request: PeopleRequest) async throws(ProblemView) -> PeopleView {
        PeopleView(
            action: action.rawValue,
            people: [PersonView(id: request.id ?? "", name: "李某", numbers: ["13812341234"], masked: false)])
    }

    func quarantine(limit: Int) throws(ProblemView) -> [QuarantineView] { [] }

    func log(from number: Int64, limit: Int) throws(ProblemView) -> [LogEntryView] {
        Array(state.withLock { $0.entries }.drop { $0.number < number }.prefix(limit))
    }

    func verify(head: VerificationView.Head?) throws(ProblemView) -> VerificationView {
        VerificationView(verified: true, entries: 1, head: "ab", comparedWith: head, findings: [], replayed: false)
    }

    func report(_ report: ReportRequest) async throws(ProblemView) -> CommandView {
        CommandView(incident: FakeService.incident)
    }

    func perform(_ command: CommandRequest, on incident: String) async throws(ProblemView) -> CommandView {
        let refusal = state.withLock { state in
            state.commands.append((command, incident))
            return state.refusal
        }
        if let refusal { throw refusal }
        return CommandView(incident: FakeService.incident)
    }

    func backup(to directory: String) async throws(ProblemView) -> BackupView {
        BackupView(
            directory: directory, takenAt: Timestamp(seconds: 0), bytes: 1, logEntries: 1, logHead: "ab", readings: 1)
    }

    func unknownRules(limit: Int) async throws(ProblemView) -> UnknownRulesView {
        UnknownRulesView(
            total: 2,
            rules: [
                UnknownRulesView.Rule(
                    alert: "RiverHigh", key: "r1", station: "r1", quantity: "stage", since: Timestamp(seconds: 0),
                    reasons: ["rise('1h'): short_history", "station.warning: no_threshold"], blind: true)
            ].prefix(limit).map { $0 })
    }

    func reload() async throws(ProblemView) -> ReloadView {
        throw ProblemView(code: "configuration_refused", message: "a.yaml:1:1: wrong", remedy: "Mend it.")
    }

    func follow(bufferLimit: Int) -> AsyncStream<FeedUpdate> {
        let (stream, continuation) = AsyncStream<FeedUpdate>.makeStream(bufferingPolicy: .bufferingOldest(bufferLimit))
        state.withLock { $0.followers.append(continuation) }
        return stream
    }
}
