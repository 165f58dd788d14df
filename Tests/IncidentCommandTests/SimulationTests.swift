import Telemetry
import Testing

@testable import IncidentCommand

/// Seeded random cities; each failure names its seed.
@Suite struct SimulationTests {
    @Test(arguments: 1...UInt64(6)) func whatMustAlwaysHoldHolds(seed: UInt64) {
        var city = RandomCity(seed: seed)
        var carrier = Carrier(command: IncidentCommand(linkage: Scene.linkage(), utcOffsetMinutes: 480))
        var record = Record(seed: seed)
        for number in 0..<1_500 {
            let step = city.nextStep(carrier.command, now: carrier.now)
            let happened = carrier.carryOut(step)
            for (_, action) in happened {
                record.take(action)
                if case .deliver(let message) = action { city.outbox.append(message) }
            }
            if number.isMultiple(of: 5) { record.checkClocks(carrier.command) }
        }
        #expect(record.closed > 3, "seed \(seed): too little happened")
        record.checkEnds(carrier.command)
    }

    @Test(arguments: 101...UInt64(108)) func aSnapshotAtAnyMomentGoesOnAsIfNothingHadHappened(seed: UInt64) throws {
        var city = RandomCity(seed: seed)
        var undisturbed = Carrier(command: IncidentCommand(linkage: Scene.linkage(), utcOffsetMinutes: 480))
        var restored = undisturbed
        for _ in 0..<600 {
            let step = city.nextStep(undisturbed.command, now: undisturbed.now)
            let expected = undisturbed.carryOut(step)
            let actual = restored.carryOut(step)
            try #require(expected.map(\.action) == actual.map(\.action), "seed \(seed)")
            try #require(expected.map(\.at) == actual.map(\.at), "seed \(seed)")
            for (_, action) in expected { if case .deliver(let message) = action { city.outbox.append(message) } }
            if city.random.chance(10) { restored.command = try reborn(restored.command) }
        }
        #expect(bytes(undisturbed.command) == bytes(restored.command), "seed \(seed)")
        #expect(undisturbed.command.incidents == restored.command.incidents, "seed \(seed)")
    }

    @Test func aDamagedSnapshotIsRefusedAndNeverTraps() throws {
        var city = RandomCity(seed: 7)
        var carrier = Carrier(command: IncidentCommand(linkage: Scene.linkage(), utcOffsetMinutes: 480))
        for _ in 0..<300 { _ = carrier.carryOut(city.nextStep(carrier.command, now: carrier.now)) }
        let good = bytes(carrier.command)
        for _ in 0..<400 {
            var damaged = good
            damaged[city.random.int(0...damaged.count - 1)] = UInt8(truncatingIfNeeded: city.random.next())
            if city.random.chance(30) { damaged.removeLast(city.random.int(0...damaged.count - 1)) }
            var fresh = IncidentCommand(linkage: Scene.linkage(), utcOffsetMinutes: 480)
            damaged.withUnsafeBytes { raw in
                var reader = ByteReader(raw)
                try? fresh.restoreSnapshot(from: &reader)
            }
            var actions: [IncidentAction] = []
            for _ in 0..<20 { fresh.fireNextTimer(into: &actions) }
        }
    }

    private func reborn(_ command: IncidentCommand) throws -> IncidentCommand {
        var fresh = IncidentCommand(linkage: command.linkage, utcOffsetMinutes: command.utcOffsetMinutes)
        let stored = bytes(command)
        try stored.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            try fresh.restoreSnapshot(from: &reader)
            try #require(reader.isAtEnd)
        }
        try #require(bytes(fresh) == stored)
        return fresh
    }

    private func bytes(_ command: IncidentCommand) -> [UInt8] {
        var writer = ByteWriter()
        command.encodeSnapshot(into: &writer)
        return writer.bytes
    }
}

/// All that a city heard, and what must hold of it.
private struct Record {
    let seed: UInt64
    var keys: Set<String> = []
    var versions: [String: Int] = [:]
    /// Newest message to each department by order, and to each officer by incident.
    var newest: [String: OutboundMessage] = [:]
    /// Incidents and departments that a person gave an order to.
    var reassigned: Set<String> = []
    var closed = 0

    init(seed: UInt64) { self.seed = seed }

    /// Only failures are told to the test library: the checks run a million times.
    private func check(_ holds: Bool, _ message: @autoclosure () -> String) {
        if !holds { Issue.record("seed \(seed): \(message())") }
    }

    static let officers: Set<String> = ["duty-officer", "duty-leader", "deputy", "commander"]
    /// In the matrix by hazard; `fire` is only ever named by a person's reassigning.
    static let departments: Set<String> = ["water", "weather", "police"]

    mutating func take(_ action: IncidentAction) {
        switch action {
        case .log(let fact): take(fact)
        case .deliver(let message): take(message)
        case .resetLatch, .changed: break
        }
    }

    private mutating func take(_ fact: LogFact) {
        if fact.code == "incident_closed" { closed += 1 }
        guard let incident = fact.incident, let version = fact.incidentVersion else { return }
        if fact.code == "order_reassigned" { reassigned.insert("\(incident)/\(fact.text("to_department") ?? "")") }
        check(version == (versions[incident] ?? 0) + 1, "versions of \(incident) have a hole")
        versions[incident] = version
    }

    private mutating func take(_ message: OutboundMessage) {
        check(keys.insert(message.key).inserted, "\(message.key) is told twice")
        switch message.recipient {
        case .officer(let officer):
            check(Record.officers.contains(officer), "\(officer) is in no ladder")
            newest["\(message.incident)/\(officer)"] = message
        case .department(let department):
            let isReassigned = reassigned.contains("\(message.incident)/\(department)")
            check(Record.departments.contains(department) || isReassigned, "\(department) is not in the matrix")
            check(!message.body.isEmpty && message.order != nil, "\(message.key) is empty")
            newest[message.order ?? ""] = message
        }
    }

    /// Every clock that should run has a timer, and no timer is left of what is over.
    func checkClocks(_ command: IncidentCommand) {
        var running = 0
        for incident in command.incidents {
            let duty = incident.duty
            running += [duty.acknowledgementTimer, duty.climbTimer].filter { $0 != nil }.count
            if !incident.isClosed, !incident.isAcknowledged, !incident.isHistory {
                check(duty.acknowledgementTimer != nil || duty.climbTimer != nil, "nobody waits for the officer")
            }
            check(incident.isCleared == !incident.alarms.contains(where: \.isActive), "\(incident.id) cleared")
            for order in incident.orders {
                let timers = [order.handOverTimer, order.acknowledgementTimer, order.decisionTimer, order.climbTimer]
                running += (timers + [order.feedbackTimer]).filter { $0 != nil }.count
                switch order.state {
                case .proposed, .issued, .handedOver, .declined:
                    check(timers.contains { $0 != nil }, "\(order.id) \(order.state) waits for nothing")
                case .acknowledged, .accepted, .enRoute, .onScene, .underWay:
                    check(timers.dropLast().allSatisfy { $0 == nil }, "\(order.id) \(order.state) has a clock")
                    check(order.climbTimer == nil || order.feedbackTimer == nil, "\(order.id) waits twice")
                case .done, .stoodDown, .reassigned, .rejected:
                    check(order.feedbackTimer == nil, "\(order.id) \(order.state) awaits a word")
                    check(timers.allSatisfy { $0 == nil }, "\(order.id) \(order.state) has a clock")
                }
                if incident.isClosed { check(order.state.isFinished, "\(order.id) has no end") }
            }
        }
        check(command.timers.count == running, "a timer belongs to nothing")
    }

    /// Everyone who was told of a closed incident was told the end last.
    func checkEnds(_ command: IncidentCommand) {
        for incident in command.incidents where incident.isClosed {
            for order in incident.orders {
                guard let last = newest[order.id] else { continue }
                check(last.kind == .standDown || last.kind == .recall, "\(order.department) \(order.id)")
            }
            for officer in Record.officers.sorted() {
                guard let last = newest["\(incident.id)/\(officer)"] else { continue }
                check(last.kind == .standDown, "\(officer) of \(incident.id)")
            }
        }
    }
}
