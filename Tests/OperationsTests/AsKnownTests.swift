import CommandLog
import Foundation
import IncidentCommand
import Operations
import Telemetry
import Testing
import Views

/// An incident as it was known at a moment is what the store held at that moment.
@Suite struct AsKnownTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func theLogTellsWhatWasKnown(seed: UInt64) throws {
        let cities = [try SmallCity.loaded(), try SmallCity.loaded(warning: 2.8)]
        let (journal, _) = try RandomEvening.play(seed: seed, inputs: 600, cities: cities)
        var bench = FoldBench(sink: GatheringSink(cities: cities))
        var known: [(at: Timestamp, incidents: [String: String])] = []
        for (position, input) in journal.enumerated() {
            try bench.take(input.input, stamp: input.at)
            // Timers due at this very stamp come after the input, with the same stamp: they are known then too.
            try bench.tick(to: input.at + Interval(nanoseconds: 1))
            if position % 20 == 0 { known.append((input.at, bench.sink.incidents)) }
        }
        try bench.tick(to: bench.fold.firedThrough)
        let records = bench.sink.entries.compactMap { LogRecord(line: $0.line) }
        var compared = 0
        for (at, incidents) in known {
            for (id, json) in incidents.sorted(by: { $0.key < $1.key }) {
                let stored = try ViewJSON.decode(IncidentView.self, from: Data(json.utf8))
                var whole = stored
                whole.timeline = records.filter { $0.incident == id }.map {
                    IncidentView.TimelineEntry(entry: $0.number, at: $0.at, code: $0.code, fields: $0.fields)
                }
                let folded = try whole.known(at: at)
                let problem = difference(stored, folded)
                #expect(problem == nil, "seed \(seed) \(id) at \(at.iso8601): \(problem ?? "")")
                if problem != nil { return }
                compared += 1
            }
        }
        #expect(compared > 20, "seed \(seed)")
    }

    @Test func beforeTheFirstEntryNothingIsKnown() throws {
        let view = IncidentView(
            id: "I-2026-000001", hazard: "flood", place: "p", district: "d", status: .raised, warningColour: nil,
            raisedAt: SmallCity.begin, firstEventAt: SmallCity.begin, summary: Bilingual(""))
        #expect(throws: ProblemView.self) { try view.known(at: SmallCity.begin) }
    }

    /// What evidence says is not in the stored incident, and an alarm's own part in life safety not in the log.
    private func difference(_ stored: IncidentView, _ folded: IncidentView) -> String? {
        var left = stored
        var right = folded
        left.timeline = []
        right.timeline = []
        for position in right.alarms.indices {
            right.alarms[position].evidence = []
            right.alarms[position].quantity = nil
            right.alarms[position].value = nil
            right.alarms[position].unit = nil
            right.alarms[position].lifeSafety = false
        }
        for position in left.alarms.indices { left.alarms[position].lifeSafety = false }
        if left == right { return nil }
        let one = (try? ViewJSON.line(left)) ?? ""
        let other = (try? ViewJSON.line(right)) ?? ""
        return "\(one)\n\(other)"
    }
}
