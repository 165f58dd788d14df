import CommandLog
import IncidentCommand
import Operations
import Store
import Telemetry
import Testing

/// What must be able to fail: each of these breaks where the deadband, a step of a ladder, the upgrade's un-acknowledging or
/// the chain is taken out of the code.
@Suite struct SafetyTests {
    private func bench() throws -> FoldBench<GatheringSink> {
        let city = try SmallCity.loaded()
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        return bench
    }

    private func count(_ code: String, _ bench: FoldBench<GatheringSink>) -> Int {
        bench.sink.codes.count { $0 == code }
    }

    private func stage(_ value: Double, _ seconds: Double, _ bench: inout FoldBench<GatheringSink>) throws {
        try bench.read(SmallCity.reading(seconds, value), on: SmallCity.upper, now: SmallCity.time(seconds))
    }

    @Test func aRiverThatWaversWithinTheDeadbandIsOneAlarm() throws {
        var bench = try bench()
        for (position, value) in [4.05, 3.95, 4.05, 3.85, 4.05, 3.95].enumerated() {
            try stage(value, Double(position) * 10, &bench)
        }
        #expect(count("incident_raised", bench) == 1)
        #expect(count("alarm_cleared", bench) == 0)
        try stage(3.7, 100, &bench)
        #expect(count("alarm_cleared", bench) == 1)
    }

    /// The order's ladder: the department at the missed deadline, the duty leader two minutes later and twice again.
    @Test func everyStepOfTheLadderIsTold() throws {
        var bench = try bench()
        try stage(3.2, 0, &bench)
        try bench.tick(to: SmallCity.time(121))
        let order = try #require(bench.sink.takeMessages().first { $0.kind == .order })
        let report = HandOverReport(on: order, outcome: .handedOver(evidence: "puback"))
        try bench.take(.delivery(InputJSON.encode(report)), now: SmallCity.time(130))
        let officer = OfficerCommand(by: "duty-officer", kind: .acknowledge(incident: order.incident))
        try bench.take(.command(InputJSON.encode(officer)), now: SmallCity.time(131))
        // Heard all the while, so that nothing else happens.
        for minute in 3...40 { try stage(3.2, Double(minute) * 60, &bench) }
        let deadline = 130.0 + 300
        let escalations = bench.sink.entries.filter { GatheringSink.code($0) == "escalated" }
        #expect(escalations.map(\.at) == [0, 120, 420, 720].map { SmallCity.time(deadline + $0) })
        #expect(escalations.map { $0.text.contains("\"whom\":\"water\"") } == [true, false, false, false])
        #expect(count("deadline_missed", bench) == 1)
        #expect(count("ladder_exhausted", bench) == 1)
    }

    /// Raised by a gauge whose clock is wrong; then the same with a clock that is right.
    @Test func whatWasToldUnverifiedIsToldAgainWhenItIsVerified() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(86_400, 4.5), on: SmallCity.upper, now: SmallCity.time(0))
        #expect(count("incident_raised", bench) == 1)
        let order = try #require(bench.sink.takeMessages().first { $0.kind == .order })
        let officer = OfficerCommand(by: "duty-officer", kind: .acknowledge(incident: order.incident))
        try bench.take(.command(InputJSON.encode(officer)), now: SmallCity.time(1))
        try stage(4.5, 10, &bench)
        #expect(count("incident_upgraded", bench) == 1)
        let upgrade = try #require(bench.sink.entries.first { GatheringSink.code($0) == "incident_upgraded" })
        #expect(upgrade.text.contains("\"worse\":[\"verified\"]"))
        #expect(bench.fold.incidentCommand?.incident(order.incident)?.isAcknowledged == false)
        #expect(bench.sink.takeMessages().contains { $0.order == order.order && ($0.orderVersion ?? 0) > 1 })
        // Once is enough.
        try stage(4.6, 20, &bench)
        #expect(count("incident_upgraded", bench) == 1)
    }

    @Test func gettingWorseUnacknowledgesAndTellsAgain() throws {
        var bench = try bench()
        try stage(3.2, 0, &bench)
        try bench.tick(to: SmallCity.time(121))
        let first = try #require(bench.fold.incidentCommand?.incidents.first)
        let command = OfficerCommand(by: "duty-officer", kind: .acknowledge(incident: first.id))
        let outcome = try bench.take(.command(InputJSON.encode(command)), now: SmallCity.time(125))
        #expect(outcome == .accepted)
        #expect(bench.fold.incidentCommand?.incidents.first?.isAcknowledged == true)
        let told = count("officer_told", bench)
        try stage(4.2, 130, &bench)
        #expect(count("incident_upgraded", bench) == 1)
        #expect(bench.fold.incidentCommand?.incidents.first?.isAcknowledged == false)
        #expect(count("officer_told", bench) > told)
        #expect(bench.fold.incidentCommand?.incidents.first?.warningColour == .orange)
    }

    @Test func everyEntryIsChainedToTheOneBefore() throws {
        let bench = try RandomEvening.play(
            seed: 61, inputs: 200, cities: [try SmallCity.loaded(), try SmallCity.loaded(warning: 2.8)]
        ).bench
        func verify(_ entries: [LogEntry]) -> LogVerification {
            var verifier = LogVerifier(head: nil)
            for entry in entries {
                entry.line.withUnsafeBytes { verifier.check(seq: entry.seq, line: $0, hash: entry.hash) }
            }
            return verifier.finish()
        }
        #expect(verify(bench.sink.entries).isIntact)
        #expect(verify(bench.sink.entries).head == bench.fold.chain.head)
        var entries = bench.sink.entries
        entries.swapAt(4, 5)
        #expect(!verify(entries).isIntact)
        entries = bench.sink.entries
        entries.remove(at: 4)
        #expect(!verify(entries).isIntact)
        // Another hash for another line is not enough: the next entry holds the first one's.
        entries = bench.sink.entries
        let line = Array(entries[4].text.replacing("\"v\":1", with: "\"v\": 1").utf8)
        entries[4] = LogEntry(
            seq: 5, at: entries[4].at, line: line, hash: line.withUnsafeBytes { LogHash.chained(entries[3].hash, $0) },
            incident: nil, incidentVersion: nil)
        #expect(line != bench.sink.entries[4].line)
        #expect(!verify(entries).isIntact)
    }

    /// Whoever looks at what the server says of itself can end it.
    @Test(arguments: [IntakeGapInput.Cause.sessionLost, .takenOver])
    func anAlarmAboutTheWayInIsResetAndClosedByAPerson(cause: IntakeGapInput.Cause) throws {
        var bench = try bench()
        let gap = IntakeGapInput(cause: cause, from: SmallCity.begin, to: SmallCity.time(5))
        try bench.take(.intakeGap(InputJSON.encode(gap)), now: SmallCity.time(5))
        let incident = try #require(bench.fold.incidentCommand?.incidents.first)
        for kind in [
            OfficerCommand.Kind.acknowledge(incident: incident.id), .reset(incident: incident.id, alarm: nil),
            .close(incident: incident.id, reason: "looked at"),
        ] {
            let command = OfficerCommand(by: "duty-officer", kind: kind)
            let outcome = try bench.take(.command(InputJSON.encode(command)), now: SmallCity.time(10))
            #expect(outcome == .accepted, "\(kind)")
        }
        #expect(bench.sink.codes.contains("incident_closed"))
        // It rings again when it happens again.
        try bench.take(.intakeGap(InputJSON.encode(gap)), now: SmallCity.time(20))
        #expect(count("incident_raised", bench) == 2)
    }

    /// Suppressing is for notices: a pressed button rings although the square's incident is open and acknowledged.
    @Test func everyFurtherPressRingsAgain() throws {
        var bench = try bench()
        for second in 1...3 {
            try bench.read("{\"v\":true}", on: SmallCity.button, now: SmallCity.time(Double(second)))
        }
        #expect(count("incident_raised", bench) == 1)
        // That it chatters is an entry of its own and holds nothing back.
        let rings = bench.sink.entries.filter { GatheringSink.code($0) != "alarm_chattering" }
        #expect(rings.count { $0.text.contains("\"alert\":\"Panic\"") } == 3)
    }
}
