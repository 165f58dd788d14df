import CSQLite
import CommandLog
import Foundation
import Operations
import Store
import Telemetry
import TestSupport
import Testing

/// After a kill at any instant the restart finds the state of an undisturbed fold.
@Suite struct RecoveryTests {
    private let cities: [LoadedCity]

    init() throws {
        cities = [try SmallCity.loaded(roster: SmallCity.roster), try SmallCity.loaded(warning: 2.8)]
    }

    private func lines(_ folder: String) throws -> [[UInt8]] {
        try StoreReader.open(folder: folder).log(from: 1, limit: 100_000).map(\.entry.line)
    }

    @Test(arguments: [1, 7, 1_000]) func anyBatchingGivesTheSameLogAndIncidents(batch: Int) throws {
        let (journal, played) = try RandomEvening.play(seed: 11, inputs: 700, cities: cities)
        let folder = try TemporaryFolder()
        let stored = try StoredFold(store: StoredFold.open(folder.path), cities: cities)
        for input in journal {
            try stored.take(input)
            if stored.waiting >= batch { try stored.commit() }
        }
        try stored.tick(to: played.fold.firedThrough)
        try stored.commit()
        #expect(stored.fold.cursor == played.fold.cursor)
        #expect(try lines(folder.path) == played.sink.entries.map(\.line))
        let rows = try StoreReader.open(folder: folder.path).incidents(open: nil, limit: 1_000)
        #expect(Dictionary(rows.map { ($0.id, $0.json) }) { first, _ in first } == played.sink.incidents)
        #expect(try StoreReader.open(folder: folder.path).countReadings() == Int(played.fold.counters.readings))
    }

    /// Killed after commits at random, with snapshots in between: what was taken and not committed is taken again.
    @Test(arguments: [21, 22, 23] as [UInt64]) func aRestartAfterAnyCommitGoesOnAsIfNothingHadHappened(seed: UInt64)
        throws
    {
        let (journal, played) = try RandomEvening.play(seed: seed, inputs: 500, cities: cities)
        let folder = try TemporaryFolder()
        var random = SeededRandom(seed: seed)
        var stored = try StoredFold(store: StoredFold.open(folder.path), cities: cities)
        var position = 0
        var kills = 0
        while position < journal.count {
            let end = min(journal.count, position + Int.random(in: 1...20, using: &random))
            for input in journal[position..<end] { try stored.take(input) }
            if random.chance(12) {
                kills += 1
                stored.store.rollback()
                stored.store.close()
                stored = try StoredFold(store: stored.store.reopened(), cities: cities)
                position = Int(stored.fold.sequence)
                continue
            }
            position = end
            try stored.commit(withSnapshot: random.chance(20))
        }
        try stored.tick(to: played.fold.firedThrough)
        try stored.commit()
        #expect(kills > 0)
        #expect(stored.fold.cursor == played.fold.cursor, "seed \(seed)")
        #expect(try lines(folder.path) == played.sink.entries.map(\.line), "seed \(seed)")
        stored.store.close()
    }

    /// Timers that fired between the last input and a kill stand before the start that comes after.
    @Test func theWholeJournalLeadsToTheSameLogAlsoWhereTimersFiredBeforeAGap() throws {
        let folder = try TemporaryFolder()
        try watchWithAGap(folder.path)
        let report = try Replay.verify(folder: folder.path)
        #expect(report.difference == nil)
        #expect(report.inputs == 4)
    }

    private func watchWithAGap(_ folder: String) throws {
        let stored = try StoredFold(store: StoredFold.open(folder), cities: cities)
        var bench = FoldBench(sink: GatheringSink(cities: cities))
        try bench.start(cities[0], now: SmallCity.begin)
        try bench.read(SmallCity.reading(10, 3.5), on: SmallCity.upper, now: SmallCity.time(10))
        for input in bench.journal { try stored.take(input) }
        try stored.commit()
        // The on-delay ends by timer, with no input near.
        try stored.tick(to: SmallCity.time(300))
        try stored.commit()
        #expect(try lines(folder).contains { String(decoding: $0, as: UTF8.self).contains("incident_raised") })
        let start = StampedInput(
            at: SmallCity.time(900),
            input: .started(InputJSON.encode(SmallCity.start(watchedUntil: stored.fold.firedThrough))))
        try stored.take(start)
        try stored.commit()
    }

    /// The commit held, its acknowledgements did not get through: the broker sends everything again.
    @Test(arguments: [false, true]) func aRedeliveryAfterACrashChangesNothing(withSnapshot: Bool) throws {
        let folder = try TemporaryFolder()
        var bench = FoldBench(sink: GatheringSink(cities: cities))
        try bench.start(cities[0], now: SmallCity.begin)
        for second in stride(from: 10.0, to: 300, by: 10) {
            try bench.read(SmallCity.reading(second, 3.5), on: SmallCity.upper, now: SmallCity.time(second))
        }
        try bench.read(
            "{\"id\":\"e1\",\"type\":\"panic\",\"t\":\"\(SmallCity.time(295).iso8601)\"}", on: SmallCity.button,
            now: SmallCity.time(296))
        let stored = try StoredFold(store: StoredFold.open(folder.path), cities: cities)
        for input in bench.journal { try stored.take(input) }
        try stored.commit(withSnapshot: withSnapshot)
        let before = stored.fold
        let again = try StoredFold(store: stored.store.reopened(), cities: cities)
        for (position, input) in bench.journal.dropFirst(2).enumerated() {
            try again.take(
                StampedInput(at: SmallCity.time(297) + Interval(nanoseconds: Int64(position)), input: input.input))
        }
        try again.commit()
        #expect(again.fold.counters.readings == before.counters.readings)
        #expect(again.fold.counters.events == before.counters.events)
        #expect(again.fold.counters.duplicates == 30)
        #expect(again.fold.chain.entries == before.chain.entries)
    }

    @Test func aDamagedNewestSnapshotIsPassedOver() throws {
        let folder = try TemporaryFolder()
        let (journal, _) = try RandomEvening.play(seed: 31, inputs: 300, cities: cities)
        let stored = try StoredFold(store: StoredFold.open(folder.path), cities: cities)
        for (position, input) in journal.enumerated() {
            try stored.take(input)
            if position == 100 || position == 200 { try stored.commit(withSnapshot: true) }
        }
        try stored.commit()
        let cursor = stored.fold.cursor
        try execute(
            "UPDATE snapshots SET blob = zeroblob(20) WHERE journal_seq = (SELECT max(journal_seq) FROM snapshots)",
            stored.store, folder.path)
        let reopened = try stored.store.reopened()
        let recovered = try Recovery.recover(reopened)
        #expect(reopened.damagedSnapshots == 1)
        #expect(recovered.fold.cursor == cursor)
        #expect(recovered.replayed == cursor.journalSequence - 101)
        // With none left, the journal alone leads there as well.
        try execute("UPDATE snapshots SET blob = zeroblob(20)", reopened, folder.path)
        let again = try Recovery.recover(try reopened.reopened())
        #expect(again.fold.cursor == cursor)
        #expect(again.replayed == cursor.journalSequence)
    }

    @Test(arguments: [
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "DELETE FROM journal WHERE seq = (SELECT seq FROM journal ORDER BY seq LIMIT 1 OFFSET 4)",
        "UPDATE journal SET blob = zeroblob(30) WHERE seq = (SELECT seq FROM journal ORDER BY seq LIMIT 1 OFFSET 4)",
        "UPDATE cursor SET log_entries = log_entries + 1",
        "UPDATE cursor SET log_head = zeroblob(32)",
    ]) func aJournalThatDisagreesWithTheLogIsRefused(tampering: String) throws {
        let folder = try TemporaryFolder()
        let (journal, _) = try RandomEvening.play(seed: 41, inputs: 120, cities: cities)
        let stored = try StoredFold(store: StoredFold.open(folder.path), cities: cities)
        for input in journal {
            try stored.take(input)
            if stored.waiting == 10 { try stored.commit() }
        }
        try stored.commit()
        try execute(tampering, stored.store, folder.path)
        let reopened = try stored.store.reopened()
        let error = #expect(throws: StartError.self) { try Recovery.recover(reopened) }
        #expect(error?.code == .damaged)
    }

    private func tamperWithALog(_ folder: String) throws {
        try watchWithAGap(folder)
        #expect(try Replay.verify(folder: folder).difference == nil)
        let store = try StoredFold.open(folder)
        try execute(
            "UPDATE log SET line = CAST(replace(CAST(line AS TEXT), 'watch_started', 'watch_stopped') AS BLOB) WHERE seq = 1",
            store, folder)
    }

    /// Log entries that the journal does not lead to are named by the replay.
    @Test func aReplayNamesTheEntryThatWasChanged() throws {
        let folder = try TemporaryFolder()
        try tamperWithALog(folder.path)
        #expect(try Replay.verify(folder: folder.path).difference?.contains("Entry 1 ") == true)
    }

    /// Changes the file behind everybody's back.
    private func execute(_ sql: String, _ store: Store, _ folder: String) throws {
        store.close()
        var handle: OpaquePointer?
        #expect(sqlite3_open(folder + "/tocsin.sqlite", &handle) == SQLITE_OK)
        defer { sqlite3_close(handle) }
        #expect(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK, "\(String(cString: sqlite3_errmsg(handle)))")
    }
}

extension Store {
    /// The store after its process was gone: the same folder, a fresh connection.
    func reopened() throws -> Store {
        try reopen()
        return self
    }
}
