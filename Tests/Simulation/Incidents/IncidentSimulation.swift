import IncidentCommand
import Telemetry
import TestSupport

/// A city's incidents by chance, from a seed: people, departments, channels, kills and replays. `run` stops at the first
/// property that does not hold and names it.
package struct IncidentSimulation {
    package let seed: UInt64
    private var people: SimulatedPeople
    private var command: IncidentCommand
    private var properties = IncidentProperties()
    private var now: Timestamp
    /// The last snapshot and the inputs since: what a start after a kill has.
    private var snapshot: [UInt8]
    private var journal: [(input: IncidentInputRecord, at: Timestamp)] = []
    private var factsSince: [IncidentAction] = []
    /// Ids of the incidents that are not closed: the closed ones are kept by the thousand.
    private var openIDs: [String] = []
    package private(set) var inputs = 0
    package private(set) var replays = 0

    package init(seed: UInt64) {
        self.seed = seed
        people = SimulatedPeople(random: SeededRandom(seed: seed))
        command = IncidentCommand(linkage: SimulatedLinkage.linkage, utcOffsetMinutes: 480)
        now = Timestamp(iso8601: "2026-07-01T10:00:00Z") ?? .distantPast
        snapshot = command.snapshotBytes
    }

    /// Incidents that were closed so far.
    package var closed: Int { properties.closed }
    /// Log codes, with how often each came.
    package var codes: [String: Int] { properties.codes }

    /// Plays until so many incidents are closed, then brings all to their end.
    ///
    /// - Returns: the property that does not hold; nil where all do.
    package mutating func run(incidents: Int) -> String? {
        while properties.closed < incidents {
            let next = people.next(command, open: open, now: now)
            take(next.input, after: next.wait)
            if let failure { return failure }
            // Nothing runs away: where incidents pile up, or go on and on by merges, they are ended.
            if openIDs.count > 11 || inputs.isMultiple(of: 53) { end(1) }
            if inputs.isMultiple(of: 997) { replay() }
        }
        while !openIDs.isEmpty {
            end(1)
            if let failure { return failure }
        }
        replay()
        properties.checkEnds(command)
        return failure
    }

    private var open: [Incident] { openIDs.compactMap { command.incident($0) } }

    private var failure: String? { properties.failure.map { "seed \(seed), input \(inputs): \($0)" } }

    private mutating func end(_ count: Int) {
        for incident in open.prefix(count) {
            for _ in 0..<60 {
                guard let current = command.incident(incident.id),
                    let input = people.ending(current, command, now: now + Interval(seconds: 1))
                else { break }
                take(input, after: 1)
            }
        }
    }

    private mutating func take(_ input: IncidentInputRecord, after seconds: Int64) {
        now = now + Interval(seconds: seconds) + Interval(nanoseconds: 1)
        var stamped = input
        if case .alarm(var change) = input {
            change.at = now
            change.eventTime = now
            stamped = .alarm(change)
        }
        var facts: [(at: Timestamp, action: IncidentAction)] = []
        // What is due before the input goes first, so that the input alone is compared.
        if case .restarted = stamped {} else { command.play(.wait, at: now, into: &facts) }
        let before = isAnswer(stamped) || isAcknowledgement(stamped) ? open : []
        let own = facts.count
        command.play(stamped, at: now, into: &facts)
        if !before.isEmpty { compare(stamped, before, Array(facts[own...])) }
        inputs += 1
        journal.append((stamped, now))
        factsSince += facts.map(\.action)
        properties.take(facts, linkage: command.linkage)
        for (_, action) in facts {
            guard case .deliver(let message) = action, message.channel != IncidentCommand.officersChannel else {
                continue
            }
            people.outbox.append(message)
        }
        if people.outbox.count > 200 { people.outbox.removeFirst(100) }
        for (_, action) in facts {
            guard case .log(let fact) = action, let id = fact.incident else { continue }
            switch fact.code {
            case "incident_raised", "incident_found_late", "incident_split_off": openIDs.append(id)
            case "incident_closed", "incident_merged": openIDs.removeAll { $0 == id }
            // A merge that is taken back: it is open again.
            case "regrouping_undone":
                if command.incident(id)?.isClosed == false, !openIDs.contains(id) { openIDs.append(id) }
            default: break
            }
        }
        properties.check(open, now: now)
        properties.checkGroups(open, command)
    }

    private func isAnswer(_ input: IncidentInputRecord) -> Bool {
        if case .answer = input { return true }
        return false
    }

    private func isAcknowledgement(_ input: IncidentInputRecord) -> Bool {
        if case .command(let command) = input, case .acknowledge = command.kind { return true }
        return false
    }

    private mutating func compare(
        _ input: IncidentInputRecord, _ before: [Incident], _ facts: [(at: Timestamp, action: IncidentAction)]
    ) {
        let after = before.compactMap { command.incident($0.id) }
        if case .answer(let answer) = input {
            properties.checkIndependence(of: answer.order, before: before, after: after)
        } else {
            properties.checkIndependence(of: nil, before: before, after: after)
        }
    }

    /// Killed and started anew: from the last snapshot, the same inputs give the same facts and the same bytes.
    private mutating func replay() {
        replays += 1
        do {
            var other = try IncidentCommand(snapshot: snapshot, linkage: command.linkage)
            var facts: [(at: Timestamp, action: IncidentAction)] = []
            for (input, at) in journal { other.play(input, at: at, into: &facts) }
            if facts.map(\.action) != factsSince { properties.fail("a replay tells something else") }
            let bytes = other.snapshotBytes
            if bytes != command.snapshotBytes { properties.fail("a replay comes to another state") }
            // From here on the one that was restored goes on.
            command = other
            snapshot = bytes
        } catch {
            properties.fail("the snapshot can't be read: \(error)")
        }
        journal = []
        factsSince = []
    }
}
