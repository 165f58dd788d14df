import CommandLog
import Operations
import Store
import Telemetry
import TestSupport
import Testing

/// The same inputs give the same incidents and the same log, byte for byte.
@Suite struct DeterminismTests {
    private static let seeds: [UInt64] = [1, 2, 3, 4]
    private let cities: [LoadedCity]

    init() throws {
        cities = [try SmallCity.loaded(roster: SmallCity.roster), try SmallCity.loaded(warning: 2.8)]
    }

    private func evening(_ seed: UInt64) throws -> (journal: [StampedInput], bench: FoldBench<GatheringSink>) {
        try RandomEvening.play(seed: seed, inputs: 600, cities: cities)
    }

    /// Names the first entry that differs, or says nothing.
    private func compare(
        _ left: [LogEntry], _ right: [LogEntry], _ comment: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (one, other) in zip(left, right) where one.line != other.line {
            Issue.record("\(comment):\n\(one.text)\n\(other.text)", sourceLocation: sourceLocation)
            return
        }
        #expect(left.count == right.count, "\(comment)", sourceLocation: sourceLocation)
    }

    @Test(arguments: seeds) func anEveningHasEverythingInIt(seed: UInt64) throws {
        let bench = try evening(seed).bench
        #expect(bench.sink.collisions == [], "seed \(seed)")
        let counters = bench.fold.counters
        #expect(counters.duplicates > 0 && counters.corrections > 0 && counters.late > 0 && counters.quarantined > 0)
        let codes = Set(bench.sink.codes)
        for code in [
            "incident_raised", "order_issued", "order_handed_over", "watch_gap", "life_safety_message_unreadable",
        ] {
            #expect(codes.contains(code), "seed \(seed): no \(code)")
        }
        #expect(bench.sink.readingCount == Int(counters.readings))
        #expect(bench.sink.eventCount == Int(counters.events))
    }

    /// Ticks at other moments, many or none: the log does not depend on how often one ticks.
    @Test(arguments: seeds) func tickingMoreOftenChangesNothingInTheLog(seed: UInt64) throws {
        let (journal, played) = try evening(seed)
        for percent in [0, 30, 100] {
            var random = SeededRandom(seed: seed &+ 77)
            var bench = FoldBench(sink: GatheringSink(cities: cities))
            for (position, input) in journal.enumerated() {
                let before = position == 0 ? Timestamp.distantPast : journal[position - 1].at
                while before > .distantPast, random.chance(percent / 2 + (percent == 100 ? 30 : 0)) {
                    let latest = try lastMoment(before: input)
                    guard before < latest else { break }
                    try bench.tick(
                        to: Timestamp(
                            nanoseconds: Int64.random(in: before.nanoseconds...latest.nanoseconds, using: &random)))
                }
                try bench.take(input.input, stamp: input.at)
            }
            try bench.tick(to: played.fold.firedThrough)
            compare(played.sink.entries, bench.sink.entries, "seed \(seed), \(percent) %")
            #expect(bench.fold.cursor == played.fold.cursor, "seed \(seed), \(percent) %")
            #expect(bench.sink.incidents == played.sink.incidents)
            #expect(bench.snapshot == played.snapshot, "seed \(seed), \(percent) %")
        }
    }

    /// Nobody ticks between the end of a watch and the next start.
    private func lastMoment(before input: StampedInput) throws -> Timestamp {
        guard case .started(let bytes) = input.input else { return input.at - Interval(nanoseconds: 1) }
        return try InputJSON.decode(StartInput.self, from: bytes).watchedUntil ?? input.at
    }

    @Test(arguments: seeds) func aSnapshotAndTheTailAreTheUndisturbedFold(seed: UInt64) throws {
        let (journal, played) = try evening(seed)
        var random = SeededRandom(seed: seed &+ 5)
        var bench = FoldBench(sink: GatheringSink(cities: cities, stored: played.sink))
        for input in journal {
            try bench.take(input.input, stamp: input.at)
            guard random.chance(3) else { continue }
            let bytes = bench.snapshot
            let restored = try bytes.withUnsafeBytes { raw in
                try Fold(snapshot: raw) { try played.sink.configuration(sha256: $0) }
            }
            bench.fold = restored
            #expect(bench.snapshot == bytes, "seed \(seed): a snapshot of a snapshot is the same")
        }
        try bench.tick(to: played.fold.firedThrough)
        compare(played.sink.entries, bench.sink.entries, "seed \(seed)")
        #expect(bench.fold.cursor == played.fold.cursor, "seed \(seed)")
        #expect(bench.snapshot == played.snapshot, "seed \(seed)")
    }

    @Test(arguments: seeds) func damagedSnapshotsThrowAndNeverTrap(seed: UInt64) throws {
        let bytes = try evening(seed).bench.snapshot
        var random = SeededRandom(seed: seed)
        for _ in 0..<60 {
            var damaged = bytes
            if random.chance(50) {
                damaged.removeLast(Int.random(in: 1...bytes.count, using: &random))
            } else {
                damaged[Int.random(in: bytes.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            }
            damaged.withUnsafeBytes { raw in
                _ = try? Fold(snapshot: raw) { sha256 in
                    guard let city = cities.first(where: { $0.sha256 == sha256 }) else {
                        throw StartError(.damaged, "No such configuration.", "")
                    }
                    return city
                }
            }
        }
    }
}
