import IncidentCommand
import Telemetry

extension IncidentProperties {
    /// What must hold of incidents that were put together and taken apart.
    mutating func checkGroups(_ open: [Incident], _ command: IncidentCommand) {
        for id in takeMerged() { checkMerged(id, command) }
        var holders: [AlarmID: String] = [:]
        var orders: Set<String> = []
        for incident in open {
            for alarm in incident.alarms where alarm.isActive {
                expect(holders[alarm.id] == nil, "\(alarm.id) is in \(holders[alarm.id] ?? "") and in \(incident.id)")
                holders[alarm.id] = incident.id
            }
            for order in incident.orders {
                expect(orders.insert(order.id).inserted, "\(order.id) is in two incidents")
            }
            checkWays(incident, command)
            checkRelations(incident, command)
        }
    }

    /// A merged incident leaves nothing open behind, and leads to one that goes on or is over.
    private mutating func checkMerged(_ id: String, _ command: IncidentCommand) {
        guard let incident = command.incident(id), incident.mergedInto != nil else { return }
        expect(incident.isClosed, "\(id) is merged and open")
        expect(!incident.alarms.contains { $0.isActive }, "\(id) is merged and has an alarm that is on")
        expect(
            incident.orders.filter { !$0.state.isFinished }.isEmpty, "\(id) is merged and has an order without an end")
        expect(incident.duty.state == .idle, "\(id) is merged and awaits its officer")
        var next = incident.mergedInto
        var steps = 0
        while let into = next, steps <= command.incidents.count {
            next = command.incident(into)?.mergedInto
            steps += 1
        }
        expect(steps <= command.incidents.count, "\(id) is merged in a circle")
    }

    /// What came by a merge can go home by the same way.
    private mutating func checkWays(_ incident: Incident, _ command: IncidentCommand) {
        let ways = incident.alarms.map(\.way) + incident.orders.map(\.way) + incident.takenOver.map(\.way)
        for way in ways {
            var into = incident.id
            for id in way.reversed() {
                expect(
                    command.incident(id)?.mergedInto == into, "\(id) is on the way to \(into), and not merged into it")
                into = id
            }
        }
    }

    private mutating func checkRelations(_ incident: Incident, _ command: IncidentCommand) {
        for other in incident.links {
            let isKnown = command.incident(other)?.links.contains(incident.id) ?? true
            expect(isKnown, "\(incident.id) is linked with \(other), and not the other way")
        }
        expect(Set(incident.links).count == incident.links.count, "\(incident.id) has a link twice")
        if let parent = incident.parent {
            expect(
                command.incident(parent)?.isClosed == false, "\(incident.id) is open, and its parent \(parent) is not")
            expect(
                command.incident(parent)?.children.contains(incident.id) == true,
                "\(parent) does not know its child \(incident.id)")
        }
        for child in incident.children {
            let parent = command.incident(child)?.parent
            expect(parent == nil || parent == incident.id, "\(child) has another parent than \(incident.id)")
        }
        var above = incident.parent
        var steps = 0
        while let next = above, steps <= command.incidents.count {
            above = command.incident(next)?.parent
            steps += 1
        }
        expect(above == nil, "\(incident.id) is above itself")
    }
}
