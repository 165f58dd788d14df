import Glibc
import IncidentCommand
import Telemetry

/// Processor time of one tick's deadlines, with many incidents open.
package struct DeadlineBenchmark {
    package let incidents: Int
    package let departments: Int

    package init(incidents: Int = 1_000, departments: Int = 20) {
        self.incidents = incidents
        self.departments = departments
    }

    package struct Result: Sendable {
        /// Ticks in which something was due, and deadlines over all of them.
        package var ticks: Int
        package var deadlines: Int
        /// Of one tick.
        package var medianMilliseconds: Double
        package var largestMilliseconds: Double
        /// Most deadlines in one tick.
        package var mostInOneTick: Int
    }

    /// Incidents are raised one every `gapMilliseconds`; every department is silent, so that every acknowledgement is missed and
    /// its ladder begins. A tick of the server, 20 ms, is measured where anything was due.
    package func run(gapMilliseconds: Int64) -> Result {
        var command = IncidentCommand(linkage: linkage, utcOffsetMinutes: 480)
        var now = Timestamp(iso8601: "2026-07-01T10:00:00Z") ?? .distantPast
        var actions: [IncidentAction] = []
        for number in 0..<incidents {
            now = now + Interval(nanoseconds: gapMilliseconds * 1_000_000)
            actions.removeAll(keepingCapacity: true)
            command.apply(alarm(number, now), into: &actions)
            let orders = actions.compactMap { action -> OutboundMessage? in
                if case .deliver(let message) = action, message.kind == .order { message } else { nil }
            }
            for order in orders {
                command.apply(
                    HandOverReport(on: order, outcome: .handedOver(evidence: "puback")), at: now, into: &actions)
            }
        }
        return measure(&command, from: now)
    }

    private func measure(_ command: inout IncidentCommand, from start: Timestamp) -> Result {
        var times: [Double] = []
        var deadlines = 0
        var most = 0
        var tick = start
        let end = command.nextDue + Interval(seconds: 2_400)
        var actions: [IncidentAction] = []
        // Room for what a tick causes is the owner's, not the deadlines'.
        actions.reserveCapacity(8 * incidents)
        while command.nextDue < end, deadlines < incidents * departments {
            // The server wakes at what is due; its next tick is 20 ms later at most.
            tick = max(tick, command.nextDue) + Interval(nanoseconds: 20_000_000)
            let began = DeadlineBenchmark.processorNanoseconds()
            var fired = 0
            while command.nextDue < tick {
                command.fireNextTimer(into: &actions)
                fired += 1
            }
            times.append(Double(DeadlineBenchmark.processorNanoseconds() - began) / 1_000_000)
            actions.removeAll(keepingCapacity: true)
            deadlines += fired
            most = max(most, fired)
        }
        times.sort()
        return Result(
            ticks: times.count, deadlines: deadlines, medianMilliseconds: times.isEmpty ? 0 : times[times.count / 2],
            largestMilliseconds: times.last ?? 0, mostInOneTick: most)
    }

    private static func processorNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private func alarm(_ number: Int, _ now: Timestamp) -> AlarmChange {
        AlarmChange(
            kind: .raised, alarm: AlarmID(alert: "Stage", key: "s\(number)"), at: now, eventTime: now, hazard: "flood",
            place: "p\(number)", district: "d", colour: .red, station: "s\(number)", quantity: "stage", value: 1,
            unit: "m", summary: Bilingual("summary"))
    }

    private var linkage: Linkage {
        let ids = (0..<departments).map { "department-\($0)" }
        let ladder = Ladder(steps: [
            Ladder.Step(tell: .department, after: .zero),
            Ladder.Step(tell: .officer("leader"), after: Interval(seconds: 6_000)),
        ])
        return Linkage(
            departments: ids.map { Department(id: $0, name: Bilingual($0)) },
            hazards: [Linkage.Hazard(id: "flood", name: Bilingual("flood"))],
            rows: [
                MatrixRow(
                    hazard: "flood", colour: nil,
                    entries: ids.enumerated().map { position, id in
                        MatrixEntry(
                            department: id, role: position == 0 ? .lead : .linked, mode: .auto,
                            tasks: [Bilingual("act")],
                            acknowledgeWithin: Interval(seconds: 1_200 + Int64(position)),
                            handOverWithin: Interval(seconds: 30), decideWithin: Interval(seconds: 60), ladder: ladder)
                    })
            ],
            duty: Linkage.DutyPlan(officer: "officer", acknowledgeWithin: Interval(seconds: 3_600), ladder: ladder))
    }
}
