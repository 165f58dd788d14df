import Foundation
import Store
import Telemetry
import Testing

/// Prints how fast rows are stored; asserts nothing about the clock. For figures worth keeping: a release build and
/// `TOCSIN_SPEED_ROWS=1000000`.
@Suite struct SpeedTests {
    /// POSIX counts a million to the second.
    private func processorSeconds() -> Double { Double(clock()) / 1e6 }

    @Test func printsRowsPerSecondWithTheJournal() throws {
        let rows = ProcessInfo.processInfo.environment["TOCSIN_SPEED_ROWS"].flatMap { Int($0) } ?? 20_000
        for batch in [100, 1_000] {
            let folder = try TemporaryFolder()
            let store = try Store.open(
                folder: folder.path, newToken: "speed", at: Timestamp(seconds: 1), options: StoreOptions())
            let blob = [UInt8](repeating: 0x41, count: batch * 114)
            var slowest = Duration.zero
            let watch = ContinuousClock()
            let processor = processorSeconds()
            let started = watch.now
            for first in stride(from: 0, to: rows, by: batch) {
                try store.begin()
                for row in first..<first + batch {
                    try store.insertReading(
                        Reading(
                            series: SeriesID(rawValue: Int32(row % 10_000)),
                            eventTime: Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(row) * 200_000),
                            receivedAt: Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(row) * 200_001),
                            value: Double(row % 977) / 100, quality: .pass))
                }
                try blob.withUnsafeBytes {
                    try store.appendJournal(
                        first: Int64(first + 1), count: batch, at: Timestamp(seconds: Int64(first)), blob: $0)
                }
                let cursor = StoreCursor(
                    journalSequence: Int64(first + batch), at: .distantPast, firedThrough: .distantPast, logEntries: 0,
                    logHead: .zero, counters: StoreCounters(readings: Int64(first + batch)))
                try store.setCursor(cursor)
                let commit = watch.now
                try store.commit()
                slowest = max(slowest, watch.now - commit)
                try store.maintain()
            }
            let seconds = (watch.now - started) / .seconds(1)
            print(
                "store: \(rows) readings with their journal in batches of \(batch): \(Int(Double(rows) / seconds)) rows/s, "
                    + "\(Int(Double(rows) / (processorSeconds() - processor))) per processor second, slowest commit \(slowest / .milliseconds(1)) ms"
            )
            #expect(try store.loadCursor().journalSequence == Int64(rows))
        }
    }
}
