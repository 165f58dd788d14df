import CommandLog
import Foundation
import Store
import Telemetry
import TestSupport
import Testing

/// A file that a bad disk changed is an error with a sentence, never a crash.
@Suite struct DamagedFileTests {
    private func fill(_ folder: TemporaryFolder) throws {
        let store = try folder.open()
        var chain = LogChain(exercise: false)
        for batch in 0..<20 {
            try store.begin()
            for index in 0..<20 {
                try store.insertReading(
                    Reading(
                        series: SeriesID(rawValue: Int32(index)), eventTime: Timestamp(seconds: Int64(batch)),
                        receivedAt: Timestamp(seconds: Int64(batch)), value: Double(index)))
            }
            try store.insertSeries(
                SeriesDescription(
                    id: SeriesID(rawValue: Int32(batch)), topic: "t\(batch)", district: "d", domain: "d", station: "s",
                    quantity: "q", unit: "m", registered: nil))
            let entry = chain.append(LogFact("tick", incident: "I"), at: Timestamp(seconds: Int64(batch)))
            try store.appendLog(entry)
            try store.insertEvent(
                EventObject(
                    topic: "t", district: "d", domain: "d", station: "s", quantity: "q", id: "\(batch)",
                    eventTime: Timestamp(seconds: 1), receivedAt: Timestamp(seconds: 1), marks: [],
                    members: [EventMember(name: "a", value: .number(1))], registered: nil))
            try entry.line.withUnsafeBytes {
                try store.appendJournal(first: Int64(batch + 1), count: 1, at: entry.at, blob: $0)
                try store.putSnapshot(journalSequence: Int64(batch + 1), at: entry.at, version: 1, blob: $0)
            }
            try store.setCursor(
                StoreCursor(
                    journalSequence: Int64(batch + 1), at: entry.at, firedThrough: entry.at, logEntries: chain.entries,
                    logHead: chain.head, counters: StoreCounters()))
            try store.commit()
        }
        store.close()
    }

    private func readEverything(_ folder: TemporaryFolder) throws {
        let store = try folder.open()
        _ = try store.loadCursor()
        _ = try store.loadSeries()
        _ = try store.latestSnapshot(version: 1)
        try store.forEachJournalBatch(after: 0) { _ in }
        let reader = try StoreReader.open(folder: folder.path)
        _ = try reader.status()
        _ = try reader.readings(station: "s", limit: 100)
        _ = try reader.events(limit: 100)
        _ = try reader.log(incident: "I")
        _ = try reader.verifyLog(head: nil)
        _ = try reader.integrityProblems(quick: false)
    }

    @Test func flippedBytesAreErrorsAtMost() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("damaged files: seed \(seed)")
        var random = SeededRandom(seed: seed)
        let whole = try TemporaryFolder()
        try fill(whole)
        let bytes = try Data(contentsOf: URL(filePath: whole.path("tocsin.sqlite")))
        var refused = 0
        for _ in 0..<60 {
            let folder = try TemporaryFolder()
            var damaged = bytes
            for _ in 0..<Int(random.next() % 40 + 1) {
                damaged[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.next() % 5 == 0 { damaged.removeLast(Int(random.next() % UInt64(bytes.count))) }
            try damaged.write(to: URL(filePath: folder.path("tocsin.sqlite")))
            do {
                try readEverything(folder)
            } catch let error as StoreError {
                refused += 1
                #expect(!error.message.isEmpty)
            }
        }
        #expect(refused > 0, "seed \(seed)")
    }
}
