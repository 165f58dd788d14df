import IncidentCommand
import Intake
import RuleEngine
import Simulators
import Telemetry

/// The whole loop in memory: the evening's messages through intake, rules and incidents, with simulated departments and an
/// officer, on a clock that the messages carry. No broker, no database, no time passes.
struct EveningLoop {
    private(set) var changes: [AlarmChange] = []
    private(set) var facts: [(at: Timestamp, fact: LogFact)] = []
    private(set) var command: IncidentCommand
    private let engine: RuleEngine
    private var intake: Intake
    private var departments: [String: SimulatedDepartment] = [:]
    private var told = 0
    /// When the officer attends to what was raised.
    private var rounds: [(at: Timestamp, incident: String)] = []
    private static let secret = String(repeating: "5a", count: 32)

    /// - Parameters:
    ///   - delays: of the departments that are there, order to acknowledgement.
    ///   - officerActs: whether somebody is on duty.
    static func play(
        seed: UInt64, delays: [String: Interval] = [:], officerActs: Bool = false
    ) throws -> EveningLoop {
        var loop = try EveningLoop(delays: delays)
        let evening = StormEvening(seed: seed, start: Timestamp(seconds: 1_781_949_600))
        for message in evening.messages {
            // The server knows repeats by its store; here they are left out.
            if case .repeated = message.content { continue }
            loop.advance(to: message.time, officerActs: officerActs)
            loop.take(message)
        }
        return loop
    }

    private init(delays: [String: Interval]) throws {
        let city = try ShippedCity.city()
        engine = RuleEngine(rules: try ShippedCity.rules(), registry: city.registry)
        intake = Intake(registry: city.registry)
        command = IncidentCommand(linkage: try ShippedCity.linkage(), utcOffsetMinutes: city.utcOffsetMinutes)
        for (id, delay) in delays {
            departments[id] = SimulatedDepartment(id: id, manner: .init(delay: delay, person: "\(id) clerk"))
        }
    }

    private mutating func take(_ message: SimulatedMessage) {
        let parsed = ParsedMessage()
        var output = IntakeOutput()
        Array(message.topic.utf8).withUnsafeBytes { topic in
            message.payload.withUnsafeBytes { intake.parse(topic: topic, payload: $0, into: parsed) }
        }
        intake.admit(parsed, at: message.time, qos: 1, retained: false, into: &output)
        for id in output.newSeries { engine.addSeries(intake.series[id.index]) }
        for reading in output.readings { engine.apply(reading, into: &changes) }
        for event in output.events { engine.apply(event, into: &changes) }
        for record in output.quarantined where record.lifeSafety {
            engine.quarantined(
                station: record.station ?? "", reason: record.reason.rawValue, at: message.time, into: &changes)
        }
        tellIncidents()
    }

    /// Everything that is due before `time`, each at its own time.
    private mutating func advance(to time: Timestamp, officerActs: Bool) {
        while true {
            let answer = departments.values.compactMap(\.nextDue).min() ?? .distantFuture
            let round = officerActs ? rounds.first?.at ?? .distantFuture : .distantFuture
            let due = min(engine.nextDue, command.nextDue, answer, round)
            guard due < time else { return }
            if due == engine.nextDue {
                engine.fireNextTimer(into: &changes)
                tellIncidents()
            } else if due == answer {
                answerAll(at: due)
            } else if due == round {
                attend(rounds.removeFirst())
            } else {
                act { command, actions in command.fireNextTimer(into: &actions) }
            }
        }
    }

    private mutating func tellIncidents() {
        while told < changes.count {
            let change = changes[told]
            told += 1
            act(at: change.at) { command, actions in command.apply(change, into: &actions) }
        }
    }

    private mutating func answerAll(at time: Timestamp) {
        for id in departments.keys.sorted() {
            for answer in departments[id]?.takeDue(at: time) ?? [] {
                guard let state = AnswerState(rawValue: answer.state.rawValue) else { continue }
                let received = DepartmentAnswer(
                    order: answer.order, version: answer.version, department: id, state: state, person: answer.person,
                    reason: answer.reason, proof: .verified)
                act(at: time) { command, actions in command.apply(received, at: time, into: &actions) }
            }
        }
    }

    private mutating func attend(_ round: (at: Timestamp, incident: String)) {
        guard let incident = command.incident(round.incident), !incident.isClosed else { return }
        func give(_ kind: OfficerCommand.Kind) {
            act(at: round.at) { command, actions in
                _ = command.apply(OfficerCommand(by: "duty-officer", kind: kind), at: round.at, into: &actions)
            }
        }
        if !incident.isAcknowledged { give(.acknowledge(incident: incident.id)) }
        if incident.orders.contains(where: { $0.state == .proposed }) {
            give(.approve(incident: incident.id, order: nil))
        }
        for order in incident.orders where isOnTheTelephone(order.department) {
            // Who has no terminal is rung at every round, and says how far it is.
            let next: [OrderState: AnswerState] = [.issued: .acknowledged, .acknowledged: .accepted, .accepted: .done]
            guard let state = next[order.state] else { continue }
            give(
                .answer(
                    incident: incident.id, department: order.department, order: order.id, state: state,
                    person: "\(order.department) clerk", via: "phone", reason: nil))
        }
        if incident.isCleared { give(.close(incident: incident.id, reason: "checked on site")) }
        rounds.append((round.at + Interval(seconds: 240), incident.id))
        rounds.sort { ($0.at, $0.incident) < ($1.at, $1.incident) }
    }

    private func isOnTheTelephone(_ department: String) -> Bool {
        departments[department] != nil
            && command.linkage.department(department)?.channels.first?.channel == "telephone"
    }

    private mutating func act(
        at time: Timestamp? = nil, _ body: (inout IncidentCommand, inout [IncidentAction]) -> Void
    ) {
        let time = time ?? command.nextDue
        var actions: [IncidentAction] = []
        body(&command, &actions)
        for action in actions {
            switch action {
            case .log(let fact):
                facts.append((time, fact))
                if fact.code == "incident_raised", let incident = fact.incident {
                    rounds.append((time + Interval(seconds: 240), incident))
                    rounds.sort { ($0.at, $0.incident) < ($1.at, $1.incident) }
                }
            case .deliver(let message):
                deliver(message, at: time)
            case .resetLatch, .changed:
                break
            }
        }
    }

    /// The broker takes every message at once; a department that is not there hears nothing.
    private mutating func deliver(_ message: OutboundMessage, at time: Timestamp) {
        guard case .department(let id) = message.recipient else { return }
        act(at: time) { command, actions in
            let report = HandOverReport(on: message, outcome: .handedOver(evidence: "puback"))
            command.apply(report, at: time, into: &actions)
        }
        let order = OrderMessage(
            kind: OrderMessage.Kind(rawValue: message.kind.rawValue) ?? .notice, key: message.key, order: message.order,
            version: message.orderVersion, incident: message.incident, secret: EveningLoop.secret)
        departments[id]?.receive(order, at: time)
    }
}
