import Foundation
import IncidentCommand
import Operations
import Telemetry
import TestSupport

/// One seed: a city, some hours of it, and what must hold whatever they are.
package struct Simulation {
    package let seed: UInt64
    private let city: SimulatedCity
    private let cities: [LoadedCity]
    private let journal: [StampedInput]
    private let end: Timestamp
    package let played: SimulatedOutcome

    /// Plays the seed once, committing each input: the run that all others are compared with.
    package init(seed: UInt64, hours: Double = 2) throws {
        self.seed = seed
        city = SimulatedCity(seed: seed)
        cities = try city.loaded()
        var random = SeededRandom(seed: seed &+ 0x5EED)
        let arrivals = SimulatedStream.make(
            seed: random.next(), city: city, configurations: cities.map(\.sha256), hours: hours)
        let folder = try TemporaryFolder()
        let run = try SimulatedRun(folder: folder.path, cities: cities)
        defer { run.close() }
        try run.start(now: SimulatedStream.begin)
        try run.take(.configuration(sha256: cities[0].sha256), now: SimulatedStream.begin)
        for arrival in arrivals {
            if random.chance(1), random.chance(40) {
                // A gap in the watch.
                try run.tick(to: arrival.at)
                let until = run.fold.firedThrough
                try run.start(watchedUntil: until, now: arrival.at + Interval(seconds: Int64(random.int(1...900))))
            }
            try run.take(arrival.input, now: arrival.at)
            try Simulation.handOver(run, arrival.at, &random)
            try run.commit()
        }
        end = max(run.fold.firedThrough, arrivals.last?.at ?? SimulatedStream.begin) + Interval(seconds: 3_600)
        try run.tick(to: end)
        journal = run.journal
        played = try run.outcome()
    }

    /// What the channels report of messages.
    private static func handOver(_ run: SimulatedRun, _ now: Timestamp, _ random: inout SeededRandom) throws {
        for message in run.takeMessages() where message.channel != OutboxCodec.feedChannel && random.chance(80) {
            let outcome: HandOverReport.Outcome =
                random.chance(90) ? .handedOver(evidence: "puback") : .failed(reason: "refused")
            try run.take(.delivery(InputJSON.encode(HandOverReport(on: message, outcome: outcome))), now: now)
        }
    }

    // MARK: Properties

    /// The same inputs, committed `size` at a time.
    package func batched(_ size: Int) throws -> SimulatedOutcome {
        try replay { run, _ in if run.waiting >= size { try run.commit() } }
    }

    /// The same inputs with snapshots and crashes at any point.
    package func crashed() throws -> SimulatedOutcome {
        var random = SeededRandom(seed: seed &+ 0xC4A5)
        return try replay { run, position in
            if random.chance(6) { try run.commit(withSnapshot: random.chance(40)) }
            if random.chance(4) { position -= try run.crash() }
        }
    }

    /// The same inputs with a watch that ticks at other moments.
    package func ticked() throws -> SimulatedOutcome {
        var random = SeededRandom(seed: seed &+ 0x71C)
        return try replay { run, position in
            guard random.chance(40), position < journal.count, run.fold.firedThrough < journal[position].at else {
                return
            }
            if case .started = journal[position].input { return }
            let latest = journal[position].at.nanoseconds - 1
            let earliest = run.fold.firedThrough.nanoseconds
            guard earliest < latest else { return }
            try run.tick(to: Timestamp(nanoseconds: Int64.random(in: earliest...latest, using: &random)))
        }
    }

    private func replay(_ after: (SimulatedRun, inout Int) throws -> Void) throws -> SimulatedOutcome {
        let folder = try TemporaryFolder()
        let run = try SimulatedRun(folder: folder.path, cities: cities)
        defer { run.close() }
        var position = 0
        while position < journal.count {
            try run.take(journal[position])
            position += 1
            try after(run, &position)
        }
        try run.tick(to: end)
        return try run.outcome()
    }

    /// The first property that does not hold, as a sentence; nil where all do.
    package func failure() throws -> String? {
        for size in [7, 1_000] {
            if let difference = played.difference(from: try batched(size)) {
                return "seed \(seed), batches of \(size): \(difference)"
            }
        }
        if let difference = played.difference(from: try ticked()) { return "seed \(seed), other ticks: \(difference)" }
        if let difference = played.difference(from: try crashed()) { return "seed \(seed), crashes: \(difference)" }
        return nil
    }
}
