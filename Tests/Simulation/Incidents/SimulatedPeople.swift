import IncidentCommand
import Telemetry
import TestSupport

/// People, departments, channels and alarms by chance, sensible and senseless.
struct SimulatedPeople {
    var random: SeededRandom
    /// Messages whose channel has not reported yet.
    var outbox: [OutboundMessage] = []

    static let places = ["reach-1", "reach-2", "hall", "tower"]

    mutating func next(
        _ command: IncidentCommand, open: [Incident], now: Timestamp
    ) -> (input: IncidentInputRecord, wait: Int64) {
        switch random.int(0...99) {
        case 0..<18: return (.wait, Int64(random.int(1...400)))
        case 18..<30 where open.count < 12: return (.alarm(raise(now)), 1)
        case 18..<36: return (.alarm(step(open, now)), 1)
        case 36..<52: return (report(), Int64(random.int(0...5)))
        case 52..<75: return (answer(open), Int64(random.int(0...60)))
        case 75..<96: return (.command(order(command, open)), Int64(random.int(0...30)))
        case 96..<99: return (.command(regroup(command, open)), Int64(random.int(0...30)))
        default: return (.restarted(gapFrom: now), Int64(random.int(30...2_000)))
        }
    }

    // MARK: Alarms

    private mutating func raise(_ now: Timestamp) -> AlarmChange {
        let hazard = random.one(of: ["flood", "fire", "panic"])
        return change(
            .raised, AlarmID(alert: random.one(of: ["Stage", "Overtopping"]), key: "d\(random.int(1...5))"),
            hazard: hazard, place: random.one(of: SimulatedPeople.places), now)
    }

    private mutating func step(_ open: [Incident], _ now: Timestamp) -> AlarmChange {
        guard !open.isEmpty, case let incident = random.one(of: open), !incident.alarms.isEmpty else {
            return raise(now)
        }
        let alarm = random.one(of: incident.alarms)
        // No rule watches what people report.
        if alarm.id.alert == IncidentCommand.reportAlert { return raise(now) }
        let kind = random.one(of: [AlarmChange.Kind.cleared, .cleared, .cleared, .held, .restored, .raised])
        return change(kind, of: alarm, now)
    }

    /// What an alarm is about stays the same, whatever incident it is in now: its key says it.
    private mutating func change(_ kind: AlarmChange.Kind, of alarm: IncidentAlarm, _ now: Timestamp) -> AlarmChange {
        let parts = alarm.id.key.split(separator: "/").map(String.init)
        return change(kind, alarm.id, hazard: parts[parts.count - 2], place: parts[parts.count - 1], now)
    }

    mutating func change(
        _ kind: AlarmChange.Kind, _ id: AlarmID, hazard: String, place: String, _ now: Timestamp
    ) -> AlarmChange {
        AlarmChange(
            // An alarm is one rule for one key: its identity holds hazard and place.
            kind: kind,
            alarm: AlarmID(alert: id.alert, key: id.key.contains("/") ? id.key : "\(id.key)/\(hazard)/\(place)"),
            at: now, eventTime: now, hazard: hazard, place: place, district: "north",
            colour: random.one(of: [nil, .blue, .yellow, .red]), station: String(id.key.prefix { $0 != "/" }),
            quantity: "stage", value: 1, unit: "m", latching: hazard == "panic", lifeSafety: hazard == "panic",
            unverified: random.chance(10), summary: Bilingual("summary"))
    }

    // MARK: Channels

    private mutating func report() -> IncidentInputRecord {
        guard !outbox.isEmpty else { return .wait }
        let message = outbox.remove(at: random.int(0...min(outbox.count - 1, 7)))
        // Some are lost, and nobody ever hears of them.
        if random.chance(15) { return .wait }
        return .report(
            HandOverReport(
                on: message,
                outcome: random.chance(75) ? .handedOver(evidence: "puback") : .failed(reason: "no route")))
    }

    // MARK: People

    private mutating func answer(_ open: [Incident]) -> IncidentInputRecord {
        let orders = open.flatMap(\.orders).filter { $0.wasTold }
        guard !orders.isEmpty else { return .wait }
        let order = random.one(of: orders)
        return .answer(
            DepartmentAnswer(
                order: order.id, version: random.chance(92) ? order.version : order.version - 1,
                department: random.chance(96) ? order.department : "fire", state: random.one(of: AnswerState.allCases),
                person: "李某", proof: random.chance(96) ? .verified : .failed))
    }

    private mutating func order(_ command: IncidentCommand, _ open: [Incident]) -> OfficerCommand {
        let pool = random.chance(90) ? open : Array(command.incidents.suffix(20))
        let incident = pool.isEmpty ? nil : random.one(of: pool)
        let id = incident?.id ?? "I-0"
        let orders = incident?.orders ?? []
        let order = orders.isEmpty ? "O-0" : random.one(of: orders).id
        let department = random.one(of: SimulatedLinkage.departments)
        let calls = incident?.calls ?? []
        let kind: OfficerCommand.Kind =
            switch random.int(0...19) {
            case 0, 1: .acknowledge(incident: id)
            case 2...4: .close(incident: id, reason: "over")
            case 5: .reset(incident: id, alarm: nil)
            case 6: .approve(incident: id, order: random.chance(50) ? nil : order)
            case 7: .reject(incident: id, order: order, reason: "no")
            case 8: .standDown(incident: id, order: nil, reason: "over")
            case 9: .standDown(incident: id, order: order, reason: "over")
            case 10: .reassign(incident: id, order: order, department: department, reason: "no pumps")
            case 11: .declareCleared(incident: id, reason: "seen")
            case 12: .recall(incident: id, order: order, reason: "mistaken")
            case 13: .verify(incident: id, note: nil)
            case 14: random.chance(20) ? .falseAlarm(incident: id, reason: "steam") : .note(incident: id, text: "text")
            case 15: .addFigure(incident: id, figure: .deaths, amount: Int64(random.int(-2...9)), source: nil)
            case 16: .decideGrade(incident: id, grade: random.int(0...4), reason: "figures")
            case 17, 18:
                .called(
                    incident: id, party: calls.isEmpty ? department : random.one(of: calls).recipient.id, order: nil,
                    reached: random.chance(70), person: nil, note: nil)
            default:
                .answer(
                    incident: id, department: department, order: nil, state: random.one(of: AnswerState.allCases),
                    person: nil, via: "phone", reason: nil)
            }
        return OfficerCommand(by: random.chance(99) ? random.one(of: SimulatedLinkage.officers) : " ", kind: kind)
    }

    /// What brings an incident to its end, one thing after the other; nil once it is closed.
    mutating func ending(
        _ incident: Incident, _ command: IncidentCommand, now: Timestamp
    ) -> IncidentInputRecord? {
        if incident.isClosed { return nil }
        if let child = incident.children.first(where: { command.incident($0)?.isClosed == false }) {
            return .command(
                OfficerCommand(by: "duty-officer", kind: .parent(incident: child, parent: nil, reason: nil)))
        }
        if let alarm = incident.alarms.first(where: \.isActive) {
            if alarm.latching, alarm.resetBy == nil {
                return .command(
                    OfficerCommand(by: "duty-officer", kind: .reset(incident: incident.id, alarm: alarm.id)))
            }
            return .alarm(change(.cleared, of: alarm, now))
        }
        let kind: OfficerCommand.Kind =
            incident.orders.contains { !$0.state.isFinished }
            ? .standDown(incident: incident.id, order: nil, reason: "over")
            : .close(incident: incident.id, reason: "over")
        return .command(OfficerCommand(by: "duty-officer", kind: kind))
    }
}
