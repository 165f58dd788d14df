import Telemetry

@testable import IncidentCommand

/// An incident command with the owner's part around it: fires what is due before each input, and keeps what came out.
struct Scene {
    struct Fact {
        var at: Timestamp
        var fact: LogFact
    }

    var command: IncidentCommand
    var now: Timestamp
    var facts: [Fact] = []
    var messages: [OutboundMessage] = []
    var resets: [AlarmID] = []
    /// The newest state as the owner would store it.
    var changed: [String] = []
    /// 2026-07-01 18:00:00 in the city.
    static let start = Timestamp(iso8601: "2026-07-01T10:00:00Z") ?? .distantPast

    init(_ linkage: Linkage = Scene.linkage()) {
        command = IncidentCommand(linkage: linkage, utcOffsetMinutes: 480)
        now = Scene.start
    }

    // MARK: Inputs

    /// Lets time pass: fires everything due before `seconds` after the start.
    mutating func advance(to seconds: Int64) {
        advance(toTime: Scene.time(seconds))
    }

    mutating func advance(toTime time: Timestamp) {
        while command.nextDue < time {
            let due = command.nextDue
            var actions: [IncidentAction] = []
            command.fireNextTimer(into: &actions)
            take(actions, due)
        }
        now = max(now, time)
    }

    mutating func alarm(_ change: AlarmChange) {
        advance(toTime: change.at)
        var actions: [IncidentAction] = []
        command.apply(change, into: &actions)
        take(actions, change.at)
    }

    mutating func raise(
        _ alert: String = "Stage", key: String = "river-1", hazard: String = "flood", place: String = "reach-1",
        colour: WarningColour? = .yellow, lifeSafety: Bool = false, latching: Bool = false
    ) {
        alarm(
            Scene.change(
                .raised, alert, key, now, hazard: hazard, place: place, colour: colour, lifeSafety: lifeSafety,
                latching: latching))
    }

    mutating func step(
        _ kind: AlarmChange.Kind, _ alert: String = "Stage", key: String = "river-1", latching: Bool = false
    ) {
        alarm(Scene.change(kind, alert, key, now, latching: latching))
    }

    @discardableResult
    mutating func order(_ kind: OfficerCommand.Kind, by: String = "张三") -> CommandOutcome {
        var actions: [IncidentAction] = []
        let outcome = command.apply(OfficerCommand(by: by, kind: kind), at: now, into: &actions)
        take(actions, now)
        return outcome
    }

    mutating func answer(
        _ state: AnswerState, order: String, version: Int = 1, from department: String,
        proof: DepartmentAnswer.Proof = .verified
    ) {
        var actions: [IncidentAction] = []
        command.apply(
            DepartmentAnswer(
                order: order, version: version, department: department, state: state, person: "李某", proof: proof),
            at: now, into: &actions)
        take(actions, now)
    }

    /// Reports every order in the outbox that the filter names as handed over.
    mutating func handOver(_ department: String? = nil) {
        for message in messages
        where message.kind == .order && (department ?? message.recipient.id) == message.recipient.id {
            report(message, .handedOver(evidence: "puback"))
        }
    }

    mutating func report(_ message: OutboundMessage, _ outcome: HandOverReport.Outcome) {
        var actions: [IncidentAction] = []
        command.apply(HandOverReport(on: message, outcome: outcome), at: now, into: &actions)
        take(actions, now)
    }

    mutating func restart(gapFrom: Int64, at: Int64) {
        now = Scene.time(at)
        var actions: [IncidentAction] = []
        command.restarted(gapFrom: Scene.time(gapFrom), at: now, into: &actions)
        take(actions, now)
    }

    private mutating func take(_ actions: [IncidentAction], _ at: Timestamp) {
        for action in actions {
            switch action {
            case .log(let fact): facts.append(Fact(at: at, fact: fact))
            case .deliver(let message): messages.append(message)
            case .resetLatch(let alarm): resets.append(alarm)
            case .changed(let id): changed.append(id)
            }
        }
    }

    // MARK: Looking

    var incident: Incident { command.incidents[0] }
    func order(of department: String) -> Order? { incident.orders.last { $0.department == department } }
    func id(of department: String) -> String { order(of: department)?.id ?? "" }
    func all(_ code: String) -> [LogFact] { facts.filter { $0.fact.code == code }.map(\.fact) }
    func times(_ code: String) -> [Int64] {
        facts.filter { $0.fact.code == code }.map { $0.at.wholeSeconds - Scene.start.wholeSeconds }
    }
    mutating func forget() {
        facts = []
        messages = []
        changed = []
    }

    static func time(_ seconds: Int64) -> Timestamp { start + Interval(seconds: seconds) }

    // MARK: Material

    static func change(
        _ kind: AlarmChange.Kind, _ alert: String, _ key: String, _ at: Timestamp, hazard: String = "flood",
        place: String = "reach-1", colour: WarningColour? = .yellow, lifeSafety: Bool = false, latching: Bool = false
    ) -> AlarmChange {
        AlarmChange(
            kind: kind, alarm: AlarmID(alert: alert, key: key), at: at, eventTime: at - Interval(seconds: 60),
            hazard: hazard,
            place: place, district: "north", colour: colour, station: key, quantity: "stage", value: 3.25, unit: "m",
            latching: latching, lifeSafety: lifeSafety,
            summary: Bilingual(chinese: "水位超警戒", english: "Stage over warning"),
            evidence: [AlarmChange.Label(name: "expr", value: "value > station.warning")], rule: "river/stage.yaml#0123"
        )
    }

    static func ladder(_ steps: [(String, Int64)], repeatEvery: Int64? = nil) -> Ladder {
        var ladder = Ladder(
            steps: steps.map {
                Ladder.Step(
                    tell: $0.0 == "department" ? .department : .officer($0.0), after: Interval(seconds: $0.1))
            })
        if let repeatEvery { ladder.steps[steps.count - 1].repeatEvery = Interval(seconds: repeatEvery) }
        return ladder
    }

    static func entry(
        _ department: String, _ role: MatrixEntry.Role = .linked, mode: MatrixEntry.Mode = .auto, task: String = "act",
        within: Int64 = 300
    ) -> MatrixEntry {
        MatrixEntry(
            department: department, role: role, mode: mode, tasks: [Bilingual(task)],
            acknowledgeWithin: Interval(seconds: within), handOverWithin: Interval(seconds: 30),
            decideWithin: Interval(seconds: 120),
            ladder: ladder([("department", 0), ("deputy", 60), ("commander", 120)], repeatEvery: 100))
    }

    /// Water and weather from yellow, police and a proposed evacuation from red; the officer has two minutes.
    static func linkage() -> Linkage {
        Linkage(
            departments: ["water", "weather", "police", "fire"].map { Department(id: $0, name: Bilingual($0)) },
            hazards: [Linkage.Hazard(id: "flood", name: Bilingual("flood"), worsening: ["Stage", "Overtopping"])],
            rows: [
                MatrixRow(
                    hazard: "flood", colour: .yellow, entries: [entry("water", .lead), entry("weather", within: 600)]),
                MatrixRow(
                    hazard: "flood", colour: .red,
                    entries: [
                        entry("water", .lead, task: "regulate"), entry("weather"), entry("police", task: "cordon"),
                        entry("police", mode: .propose, task: "evacuate"),
                    ]),
            ],
            duty: Linkage.DutyPlan(
                officer: "duty-officer", acknowledgeWithin: Interval(seconds: 120),
                ladder: ladder([("duty-officer", 0), ("duty-leader", 60)], repeatEvery: 300)))
    }
}

extension LogFact {
    func text(_ name: String) -> String? {
        guard case .text(let text) = fields.first(where: { $0.name == name })?.value else { return nil }
        return text
    }

    func boolean(_ name: String) -> Bool? {
        guard case .boolean(let value) = fields.first(where: { $0.name == name })?.value else { return nil }
        return value
    }

    func integer(_ name: String) -> Int64? {
        guard case .integer(let value) = fields.first(where: { $0.name == name })?.value else { return nil }
        return value
    }

    func seconds(_ name: String) -> Int64? {
        guard case .time(let time) = fields.first(where: { $0.name == name })?.value else { return nil }
        return time.wholeSeconds - Scene.start.wholeSeconds
    }

    func texts(_ name: String) -> [String]? {
        guard case .list(let values) = fields.first(where: { $0.name == name })?.value else { return nil }
        return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}

extension CommandOutcome {
    var refusal: CommandRefusal.Code? {
        switch self {
        case .accepted, .acceptedIn: nil
        case .refused(let refusal): refusal.code
        }
    }
}
