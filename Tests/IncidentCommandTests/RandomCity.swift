import Telemetry
import TestSupport

@testable import IncidentCommand

/// One thing that a random city does next; made from the state, so that two machines in the same state do the same.
enum RandomStep {
    case wait(Int64)
    case alarm(AlarmChange)
    case command(OfficerCommand)
    case answer(DepartmentAnswer)
    case report(HandOverReport)
    case restart
}

/// Random people, departments, channels and alarms, sensible and senseless.
struct RandomCity {
    var random: SeededRandom
    var outbox: [OutboundMessage] = []

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func nextStep(_ command: IncidentCommand, now: Timestamp) -> RandomStep {
        switch random.int(0...99) {
        case 0..<25: .wait(Int64(random.int(0...199)))
        case 25..<45: .alarm(alarm(now))
        case 45..<60: .report(report())
        case 60..<78: .answer(answer(command))
        case 78..<98: .command(order(command))
        default: .restart
        }
    }

    private mutating func alarm(_ now: Timestamp) -> AlarmChange {
        var change = Scene.change(
            random.one(of: [
                .raised, .raised, .raised, .raised, .cleared, .cleared, .cleared, .cleared, .held, .restored, .pending,
                .history, .retracted, .revised,
            ]),
            random.one(of: ["Stage", "Overtopping", "Rain"]), random.one(of: ["river-1", "river-2"]), now,
            hazard: random.one(of: ["flood", "flood", "plague"]), place: random.one(of: ["reach-1", "reach-2"]),
            colour: random.one(of: [nil, .blue, .yellow, .red]), lifeSafety: random.chance(10),
            latching: random.chance(10)
        )
        switch change.kind {
        case .history, .retracted, .revised:
            change.isLate = true
            change.isOn = random.chance(50)
            change.endedAt = random.chance(50) ? now : nil
            change.previously = AlarmChange.Span(began: now, ended: random.chance(50) ? now : nil)
        case .pending, .dropped, .raised, .cleared, .held, .restored: break
        }
        return change
    }

    private mutating func report() -> HandOverReport {
        guard !outbox.isEmpty else {
            return HandOverReport(
                key: "none", kind: .order, incident: "I-0", order: nil, orderVersion: nil,
                recipient: .department("water"),
                channel: "mqtt", outcome: .failed(reason: "none"))
        }
        let recent = Array(outbox.suffix(12))
        return HandOverReport(
            on: random.one(of: recent),
            outcome: random.chance(80) ? .handedOver(evidence: "puback") : .failed(reason: "down"))
    }

    private mutating func answer(_ command: IncidentCommand) -> DepartmentAnswer {
        let orders = command.incidents.suffix(4).flatMap(\.orders)
        guard !orders.isEmpty, random.chance(97) else {
            return DepartmentAnswer(
                order: "O-0", version: 1, department: "water", state: .accepted, person: "x", proof: .verified)
        }
        let order = random.one(of: orders)
        return DepartmentAnswer(
            order: order.id, version: random.chance(90) ? order.version : order.version - 1,
            department: random.chance(95) ? order.department : "fire", state: random.one(of: AnswerState.allCases),
            person: "李某", proof: random.chance(95) ? .verified : .failed)
    }

    private mutating func order(_ command: IncidentCommand) -> OfficerCommand {
        let incident = command.incidents.isEmpty ? nil : random.one(of: Array(command.incidents.suffix(4)))
        let id = incident?.id ?? "I-0"
        let order = incident.flatMap { $0.orders.isEmpty ? nil : random.one(of: $0.orders).id } ?? "O-0"
        let kind: OfficerCommand.Kind =
            switch random.int(0...11) {
            case 0, 1: .acknowledge(incident: id)
            case 2, 3: .close(incident: id, reason: "over")
            case 4: .reset(incident: id, alarm: nil)
            case 5: .approve(incident: id, order: random.chance(50) ? nil : order)
            case 6: .reject(incident: id, order: order, reason: "no")
            case 7: .standDown(incident: id, order: nil, reason: "over")
            case 8: .standDown(incident: id, order: order, reason: "over")
            case 9: .reassign(incident: id, order: order, department: "fire", reason: "no pumps")
            case 10: .declareCleared(incident: id, reason: "seen")
            default:
                .answer(
                    incident: id, department: random.one(of: ["water", "weather", "police"]), order: nil,
                    state: random.one(of: AnswerState.allCases), person: nil, via: "phone", reason: nil)
            }
        return OfficerCommand(by: random.chance(98) ? "张三" : " ", kind: kind)
    }
}

/// Carries steps out as the owner does and returns all that came of them.
struct Carrier {
    var command: IncidentCommand
    var now = Scene.start

    mutating func carryOut(_ step: RandomStep) -> [(at: Timestamp, action: IncidentAction)] {
        var result: [(at: Timestamp, action: IncidentAction)] = []
        now = now + Interval(nanoseconds: 1)
        switch step {
        case .wait(let seconds):
            now = now + Interval(seconds: seconds)
            while command.nextDue < now {
                let due = command.nextDue
                collect(due, &result) { $0.fireNextTimer(into: &$1) }
            }
        case .restart:
            let from = now
            now = now + Interval(seconds: 1_000)
            let to = now
            collect(now, &result) { $0.restarted(gapFrom: from, at: to, into: &$1) }
        case .alarm(var change):
            change.at = now
            collect(now, &result) { $0.apply(change, into: &$1) }
        case .command(let order):
            let at = now
            collect(now, &result) { _ = $0.apply(order, at: at, into: &$1) }
        case .answer(let answer):
            let at = now
            collect(now, &result) { $0.apply(answer, at: at, into: &$1) }
        case .report(let report):
            let at = now
            collect(now, &result) { $0.apply(report, at: at, into: &$1) }
        }
        return result
    }

    private mutating func collect(
        _ at: Timestamp, _ result: inout [(at: Timestamp, action: IncidentAction)],
        _ body: (inout IncidentCommand, inout [IncidentAction]) -> Void
    ) {
        var actions: [IncidentAction] = []
        body(&command, &actions)
        result += actions.map { (at, $0) }
    }
}
