import CommandLog
import Telemetry

/// A log entry as it is stored.
package struct StoredLogEntry: Hashable, Sendable {
    package var entry: LogEntry
    /// Of the key that signed it, where one did.
    package var keyID: String?
    package var signature: [UInt8]?

    static let columns = "seq, at, line, hash, key_id, signature, incident, incident_version"

    /// A hash that is not 32 bytes long was tampered with: it becomes zero, which no line has.
    init(_ row: SQLStatement) {
        entry = LogEntry(
            seq: row.int64(0), at: row.time(1), line: row.bytes(2), hash: LogHash(bytes: row.raw(3)) ?? .zero,
            incident: row.optionalText(6), incidentVersion: row.isNull(7) ? nil : row.int(7))
        keyID = row.optionalText(4)
        signature = row.isNull(5) ? nil : row.bytes(5)
    }

    package init(entry: LogEntry, keyID: String? = nil, signature: [UInt8]? = nil) {
        self.entry = entry
        self.keyID = keyID
        self.signature = signature
    }
}

extension StoreReader {
    /// Entries or batches read in one transaction of a long run, so that no run holds the write-ahead log.
    private static let sliceRows = 1_000

    /// - Parameter seq: number of the first entry wanted.
    package func log(from seq: Int64, limit: Int) throws(StoreError) -> [StoredLogEntry] {
        try read("read the log") { transaction throws(StoreError) in
            try transaction.rows(
                "SELECT \(StoredLogEntry.columns) FROM log WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
                bind: {
                    $0.bind(1, seq)
                    $0.bind(2, limit)
                }
            ) { StoredLogEntry($0) }
        }
    }

    /// Everything the log holds about one incident.
    package func log(incident: String) throws(StoreError) -> [StoredLogEntry] {
        try read("read the log") { transaction throws(StoreError) in
            try transaction.rows(
                "SELECT \(StoredLogEntry.columns) FROM log WHERE incident = ?1 ORDER BY seq",
                bind: { $0.bind(1, incident) }
            ) { StoredLogEntry($0) }
        }
    }

    /// Hands over the log in order, however long it is.
    ///
    /// - Parameter body: returns false to stop.
    package func forEachLogEntry(
        from seq: Int64 = 1, _ body: (StoredLogEntry) throws(StoreError) -> Bool
    ) throws(StoreError) {
        // Not from 1 but from the smallest there is: a forged row may have any number.
        var next = seq <= 1 ? Int64.min : seq
        while true {
            let slice = try log(from: next, limit: StoreReader.sliceRows)
            for row in slice {
                guard try body(row) else { return }
            }
            guard slice.count == StoreReader.sliceRows, let last = slice.last, last.entry.seq < Int64.max else {
                return
            }
            next = last.entry.seq + 1
        }
    }

    /// Checks the whole log.
    ///
    /// - Parameter head: from outside the database; without one a cut-off end can't be seen.
    package func verifyLog(head: LogHead?) throws(StoreError) -> LogVerification {
        var verifier = LogVerifier(head: head)
        try forEachLogEntry { row throws(StoreError) in
            row.entry.line.withUnsafeBytes { verifier.check(seq: row.entry.seq, line: $0, hash: row.entry.hash) }
            return true
        }
        return verifier.finish()
    }

    /// Hands over the journal's batches whose first input comes after `sequence`, in order; each slice is a transaction.
    package func forEachJournalBatch<Failure: Error>(
        after sequence: Int64, through end: Int64 = .max, _ body: (JournalBatch) throws(Failure) -> Void
    ) throws {
        var last = sequence
        while true {
            var count = 0
            var failure: Failure?
            let after = last
            try read("read the journal") { transaction throws(StoreError) in
                let statement = try transaction.prepare(JournalBatch.select + " LIMIT \(StoreReader.sliceRows)")
                statement.bind(1, after)
                statement.bind(2, end)
                defer { statement.reset() }
                while try statement.next() {
                    let batch = JournalBatch(statement)
                    count += 1
                    last = batch.first
                    do throws(Failure) {
                        try body(batch)
                    } catch {
                        failure = error
                        return
                    }
                }
            }
            if let failure { throw failure }
            if count < StoreReader.sliceRows { return }
        }
    }
}
