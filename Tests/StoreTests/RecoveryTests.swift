import CommandLog
import Store
import Telemetry
import Testing

@Suite struct RecoveryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func append(_ store: Store, first: Int64, count: Int, at: Int64, _ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes {
            try store.appendJournal(first: first, count: count, at: Timestamp(seconds: at), blob: $0)
        }
    }

    private func snapshot(_ store: Store, _ sequence: Int64, version: Int = 1, _ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes {
            try store.putSnapshot(
                journalSequence: sequence, at: Timestamp(seconds: sequence), version: version, blob: $0)
        }
    }

    @Test func theJournalIsReadFromWhereTheSnapshotEnds() throws {
        let store = try folder.open()
        try store.begin()
        try append(store, first: 1, count: 3, at: 1, [1])
        try append(store, first: 4, count: 1, at: 2, [])
        try append(store, first: 5, count: 2, at: 3, Array(repeating: 7, count: 100_000))
        try store.commit()
        var seen: [[Int64]] = []
        try store.forEachJournalBatch(after: 3) { batch in
            seen.append([batch.first, Int64(batch.count), batch.at.wholeSeconds, Int64(batch.blob.count)])
        }
        #expect(seen == [[4, 1, 2, 0], [5, 2, 3, 100_000]])
        seen = []
        try StoreReader.open(folder: folder.path).forEachJournalBatch(after: 0, through: 4) { batch in
            seen.append([batch.first, Int64(batch.count)])
        }
        #expect(seen == [[1, 3], [4, 1]])
    }

    @Test func aReaderSeesEveryBatchOfALongJournal() throws {
        let store = try folder.open()
        try store.begin()
        for index in 1...2_500 { try append(store, first: Int64(index), count: 1, at: 1, [1]) }
        try store.commit()
        var expected: Int64 = 1
        try StoreReader.open(folder: folder.path).forEachJournalBatch(after: 0) { batch in
            #expect(batch.first == expected)
            expected += 1
        }
        #expect(expected == 2_501)
    }

    @Test func anErrorOfTheReadersOwnPassesThrough() throws {
        struct Stop: Error {}
        let store = try folder.open()
        try store.begin()
        try append(store, first: 1, count: 1, at: 1, [1])
        try store.commit()
        #expect(throws: Stop.self) { try store.forEachJournalBatch(after: 0) { _ in throw Stop() } }
        let reader = try StoreReader.open(folder: folder.path)
        #expect(throws: Stop.self) { try reader.forEachJournalBatch(after: 0) { _ in throw Stop() } }
        try store.begin()
        try store.commit()
    }

    @Test func theTwoNewestSnapshotsStay() throws {
        let store = try folder.open()
        #expect(try store.latestSnapshot(version: 1) == nil)
        try store.begin()
        for sequence in 1...4 { try snapshot(store, Int64(sequence), [UInt8(sequence)]) }
        try store.commit()
        let newest = try store.latestSnapshot(version: 1)
        #expect(newest == StoredSnapshot(journalSequence: 4, at: Timestamp(seconds: 4), version: 1, blob: [4]))
        #expect(try store.latestSnapshot(version: 2) == nil)
        #expect(store.damagedSnapshots == 0)
    }

    /// The first of every so many inputs stays beside the two newest, until it is past its retention.
    @Test func milestonesStay() throws {
        var options = StoreOptions.test
        options.milestoneInputs = 10
        let store = try folder.open(options)
        try store.begin()
        for sequence in stride(from: 2, through: 38, by: 3) { try snapshot(store, Int64(sequence), [UInt8(sequence)]) }
        try store.commit()
        let reader = try StoreReader.open(folder: folder.path)
        func kept() throws -> [Int64] {
            var found: [Int64] = []
            var before = Int64.max
            while let next = try reader.snapshot(version: 1, notAfter: .distantFuture, before: before) {
                found.insert(next.journalSequence, at: 0)
                before = next.journalSequence
            }
            return found
        }
        #expect(try kept() == [2, 11, 20, 32, 35, 38])
        #expect(try reader.snapshot(version: 1, notAfter: Timestamp(seconds: 31))?.journalSequence == 20)
        #expect(try reader.oldestSnapshot(version: 1) == Timestamp(seconds: 2))
        _ = try store.retain(since: Timestamp(seconds: 21), rowsAtMost: 100)
        #expect(try kept() == [32, 35, 38])
        _ = try store.retain(since: Timestamp(seconds: 100), rowsAtMost: 100)
        #expect(try kept() == [35, 38])
    }

    @Test func aDamagedSnapshotIsPassedOverForTheOneBefore() throws {
        var store: Store? = try folder.open()
        try store?.begin()
        for sequence in 1...2 { if let store { try snapshot(store, Int64(sequence), [UInt8(sequence), 9]) } }
        try store?.commit()
        store = nil
        try Tampering.run("UPDATE snapshots SET blob = x'0208' WHERE journal_seq = 2", on: folder.path("tocsin.sqlite"))
        let again = try folder.open()
        #expect(try again.latestSnapshot(version: 1)?.journalSequence == 1)
        #expect(again.damagedSnapshots == 1)
    }

    @Test func retentionWorksInSlicesAndSparesTheLogAndTheNeededJournal() throws {
        let store = try folder.open()
        var chain = LogChain(exercise: false)
        try store.begin()
        for second in 0..<100 {
            try store.insertReading(
                Reading(
                    series: SeriesID(rawValue: Int32(second % 3)), eventTime: Timestamp(seconds: Int64(second)),
                    receivedAt: Timestamp(seconds: Int64(second)), value: 1))
            try append(store, first: Int64(second + 1), count: 1, at: Int64(second), [1])
            try store.appendLog(chain.append(LogFact("tick"), at: Timestamp(seconds: Int64(second))))
        }
        try snapshot(store, 20, [1])
        try snapshot(store, 90, [2])
        try store.commit()
        let first = try store.retain(since: Timestamp(seconds: 50), rowsAtMost: 30)
        #expect(first.readings == 30)
        #expect(first.journalBatches == 20)
        #expect(!first.isFinished)
        let second = try store.retain(since: Timestamp(seconds: 50), rowsAtMost: 30)
        #expect(second.readings == 20)
        #expect(second.journalBatches == 0)
        #expect(second.isFinished)
        #expect(try store.retain(since: Timestamp(seconds: 50), rowsAtMost: 30) == RetentionResult(isFinished: true))
        let reader = try StoreReader.open(folder: folder.path)
        #expect(try reader.log(from: 1, limit: 1_000).count == 100)
        var batches = 0
        try reader.forEachJournalBatch(after: 0) { _ in batches += 1 }
        #expect(batches == 80)
    }

    @Test func readersSeeWhatIsCommittedWhileCheckpointsGoOn() throws {
        var options = StoreOptions.test
        options.checkpointPages = 10
        let store = try folder.open(options)
        let reader = try StoreReader.open(folder: folder.path)
        for batch in 0..<200 {
            try store.begin()
            for index in 0..<50 {
                try store.insertReading(
                    Reading(
                        series: SeriesID(rawValue: Int32(index)), eventTime: Timestamp(seconds: Int64(batch)),
                        receivedAt: Timestamp(seconds: 1), value: 1))
            }
            try store.setCursor(
                StoreCursor(
                    journalSequence: Int64(batch), at: .distantPast, firedThrough: .distantPast, logEntries: 0,
                    logHead: .zero, counters: StoreCounters(readings: Int64(batch + 1) * 50)))
            try store.commit()
            try store.maintain()
            if batch % 20 == 0 { #expect(try reader.status().cursor.journalSequence == Int64(batch)) }
        }
        #expect(store.lastCheckpointError == nil)
        #expect(try reader.status().databaseBytes < 2 << 20)
    }
}
