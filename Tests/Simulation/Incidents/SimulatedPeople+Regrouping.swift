import IncidentCommand
import Telemetry
import TestSupport

extension SimulatedPeople {
    /// Calls that are taken, and incidents that are put together and taken apart, sensibly and not.
    mutating func regroup(_ command: IncidentCommand, _ open: [Incident]) -> OfficerCommand {
        let pool = random.chance(80) ? open : Array(command.incidents.suffix(12))
        let incident = pool.isEmpty ? nil : random.one(of: pool)
        let id = incident?.id ?? "I-0"
        // Now and then itself, and now and then one that is over.
        let others = random.chance(90) ? open : command.incidents
        let other = others.isEmpty ? "I-0" : random.one(of: others).id
        let kind: OfficerCommand.Kind =
            switch random.int(0...11) {
            case 0, 1, 2: report()
            case 3, 4: .merge(incident: id, into: other, reason: "one event")
            case 5, 6, 7: .undo(incident: taken(command) ?? id, reason: "mistaken")
            case 8: .split(incident: id, alarms: alarms(of: incident), reason: "two events")
            case 9: .link(incident: id, other: other, reason: nil)
            case 10: .unlink(incident: id, other: incident?.links.first ?? other, reason: "no relation")
            default: .parent(incident: id, parent: random.chance(30) ? nil : other, reason: nil)
            }
        return OfficerCommand(by: random.one(of: SimulatedLinkage.officers), kind: kind)
    }

    /// One of the newest incidents in which there is something to take back.
    private mutating func taken(_ command: IncidentCommand) -> String? {
        let known = command.incidents.suffix(40).filter { !$0.regroupings.isEmpty }
        return known.isEmpty || random.chance(10) ? nil : random.one(of: known).id
    }

    private mutating func alarms(of incident: Incident?) -> [AlarmID] {
        (incident?.alarms ?? []).filter { _ in random.chance(40) }.map(\.id)
    }

    private mutating func report() -> OfficerCommand.Kind {
        func spot(_ place: String) -> PublicReport.Spot { PublicReport.Spot(place: place, district: "north") }
        let place = random.one(of: SimulatedPeople.places)
        let region = random.chance(30) ? SimulatedPeople.places.map(spot) : []
        return .report(
            PublicReport(
                hazard: random.one(of: ["flood", "fire", "panic", "ghosts"]), spots: [spot(place)], region: region,
                text: random.chance(95) ? "smoke" : " ", via: "119",
                caller: random.chance(70) ? "caller-\(random.int(1...9))" : nil, lifeSafety: random.chance(20)))
    }
}
