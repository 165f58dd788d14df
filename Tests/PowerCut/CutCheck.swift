import CommandLog
import Foundation
import Store
import Telemetry

/// Opens what a power cut left and says what is wrong with it.
struct CutCheck {
    /// Where a cut's files are laid out; fast storage.
    let folder: String

    enum Outcome: Hashable {
        case sound
        /// Acknowledged messages that are not stored.
        case lost(acknowledged: Int64, stored: Int64)
        case broken(String)
    }

    func check(_ files: [String: [UInt8]], acknowledged: Int64) throws -> Outcome {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["tocsin.sqlite", "tocsin.sqlite-wal", "tocsin.sqlite-journal", "tocsin.head"] {
            guard let bytes = files[name] else { continue }
            try Data(bytes).write(to: URL(filePath: folder + "/" + name))
        }
        do {
            return try checkStore(acknowledged: acknowledged)
        } catch let error as StoreError {
            return .broken(error.message)
        }
    }

    private func checkStore(acknowledged: Int64) throws -> Outcome {
        var options = StoreOptions.test
        options.ballastBytes = 0
        let store = try Store.open(folder: folder, newToken: "cut", at: Timestamp(seconds: 0), options: options)
        defer { store.close() }
        let reader = try StoreReader.open(folder: folder)
        let problems = try reader.integrityProblems(quick: false)
        if let problem = problems.first { return .broken(problem) }
        let cursor = try store.loadCursor()
        let log = try reader.verifyLog(head: try HeadFile.read(folder + "/tocsin.head"))
        if let finding = log.findings.first { return .broken(finding.message) }
        guard log.entries == cursor.logEntries, log.head == cursor.logHead else {
            return .broken("The cursor counts \(cursor.logEntries) log entries, the log has \(log.entries).")
        }
        var next: Int64 = 1
        try store.forEachJournalBatch(after: 0) { batch in
            guard batch.first == next else { throw PowerCutError("The journal jumps from \(next) to \(batch.first).") }
            next += Int64(batch.count)
        }
        guard next == cursor.journalSequence + 1 else {
            return .broken("The journal ends before \(next), the cursor is at \(cursor.journalSequence).")
        }
        let stored = try reader.countReadings()
        guard stored == cursor.counters.readings else {
            return .broken("\(stored) readings are stored, the cursor counts \(cursor.counters.readings).")
        }
        // Everything that was acknowledged was stored, known as a repeat, or quarantined.
        let counters = cursor.counters
        let kept = stored + counters.events + counters.duplicates + counters.quarantined
        return kept < acknowledged ? .lost(acknowledged: acknowledged, stored: kept) : .sound
    }
}
