import CommandLog
import Telemetry

/// A batch of inputs as the journal holds it, copied out of the database.
package struct JournalRow: Hashable, Sendable {
    /// Sequence of its first input.
    package var first: Int64
    package var count: Int
    /// Stamp of its last input.
    package var at: Timestamp
    package var blob: [UInt8]
}

/// What is needed to find the state at a past moment again, beside the server that writes: short transactions only, and
/// nothing is read while another question is open.
extension StoreReader {
    package func cursor() throws(StoreError) -> StoreCursor {
        try read("read the cursor") { transaction throws(StoreError) in
            try transaction.rows("SELECT \(StoreCursor.columns) FROM cursor") { row throws(StoreError) in
                try StoreCursor(row)
            }.first ?? .start
        }
    }

    /// The newest snapshot of that version that was taken at or before a moment; damaged ones are passed over.
    ///
    /// - Parameter before: only those after fewer inputs than this.
    package func snapshot(
        version: Int, notAfter moment: Timestamp, before: Int64 = .max
    ) throws(StoreError) -> StoredSnapshot? {
        try read("read a snapshot") { transaction throws(StoreError) in
            let statement = try transaction.prepare(
                """
                SELECT journal_seq, at, version, sha256, blob FROM snapshots
                WHERE at <= ?1 AND journal_seq < ?2 AND version = ?3 ORDER BY journal_seq DESC
                """)
            statement.bind(1, moment)
            statement.bind(2, before)
            statement.bind(3, version)
            defer { statement.reset() }
            while try statement.next() {
                guard LogHash.of(statement.raw(4)).bytes == statement.bytes(3) else { continue }
                return StoredSnapshot(
                    journalSequence: statement.int64(0), at: statement.time(1), version: version,
                    blob: statement.bytes(4))
            }
            return nil
        }
    }

    /// Number of the first input that the journal still holds; nil where it is empty.
    package func firstInput() throws(StoreError) -> Int64? {
        try read("read the journal's beginning") { transaction throws(StoreError) in
            try transaction.rows("SELECT min(seq) FROM journal WHERE seq IS NOT NULL") { row in
                row.isNull(0) ? nil : row.int64(0)
            }.first ?? nil
        }
    }

    /// The journal's rows whose first input comes after `sequence`, in order: at least one where there is one, and no more
    /// once they hold `bytes`.
    package func journalRows(after sequence: Int64, bytes: Int = 4 << 20) throws(StoreError) -> [JournalRow] {
        try read("read the journal") { transaction throws(StoreError) in
            let statement = try transaction.prepare(JournalBatch.select)
            statement.bind(1, sequence)
            statement.bind(2, Int64.max)
            defer { statement.reset() }
            var rows: [JournalRow] = []
            var read = 0
            while read < bytes, try statement.next() {
                let batch = JournalBatch(statement)
                rows.append(JournalRow(first: batch.first, count: batch.count, at: batch.at, blob: Array(batch.blob)))
                read += batch.blob.count
            }
            return rows
        }
    }

    /// The same from the row that holds an input on.
    package func journalRows(containing sequence: Int64, bytes: Int = 4 << 20) throws(StoreError) -> [JournalRow] {
        let first = try read("read the journal") { transaction throws(StoreError) in
            try transaction.rows(
                """
                SELECT seq FROM (SELECT seq, count FROM journal WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1)
                WHERE seq + count > ?1
                """,
                bind: { $0.bind(1, sequence) }
            ) { $0.int64(0) }.first
        }
        return try journalRows(after: (first ?? sequence) - 1, bytes: bytes)
    }

    /// When the oldest snapshot of that version was taken.
    package func oldestSnapshot(version: Int) throws(StoreError) -> Timestamp? {
        try read("read the snapshots") { transaction throws(StoreError) in
            try transaction.rows(
                "SELECT at FROM snapshots WHERE version = ?1 ORDER BY journal_seq LIMIT 1",
                bind: { $0.bind(1, version) }
            ) { $0.time(0) }.first
        }
    }

    /// As `Store.storedValues`.
    package func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into revisions: inout [StoredRevision]
    ) throws(StoreError) {
        let time = StoredTime(eventTime)
        revisions = try read("look up a reading") { transaction throws(StoreError) in
            try transaction.rows(
                StoredRevision.select,
                bind: {
                    $0.bind(1, time.microseconds)
                    $0.bind(2, series.rawValue)
                    $0.bind(3, receivedBefore)
                }
            ) { StoredRevision($0, microseconds: time.microseconds) }
        }
    }

    /// As `Store.storedEvents`.
    package func storedEvents(
        topic: String, id: String, receivedBefore: Timestamp
    ) throws(StoreError) -> [StoredEventRevision] {
        try read("look up an event") { transaction throws(StoreError) in
            try transaction.rows(
                StoredEventRevision.select,
                bind: {
                    $0.bind(1, topic)
                    $0.bind(2, id)
                    $0.bind(3, receivedBefore)
                }
            ) { row throws(StoreError) in try StoredEventRevision(row) }
        }
    }

    /// The newest event of a station that had been received by then.
    package func newestEvent(station: String, receivedBy moment: Timestamp) throws(StoreError) -> StoredEvent? {
        try read("read the events") { transaction throws(StoreError) in
            try transaction.rows(
                """
                SELECT topic, id, revision, t, received_at, district, domain, station, quantity, marks, members FROM events
                WHERE station = ?1 AND received_at <= ?2 ORDER BY received_at DESC, revision DESC LIMIT 1
                """,
                bind: {
                    $0.bind(1, station)
                    $0.bind(2, moment)
                }
            ) { row throws(StoreError) in try StoredEvent(row) }.first
        }
    }

    /// Log entries that hold a text, newest first.
    ///
    /// - Parameters:
    ///   - through: number of the newest entry that is looked at.
    ///   - notAfter: stamps after it are passed over.
    package func newestLog(
        containing text: String, through: Int64 = .max, notAfter moment: Timestamp, limit: Int
    ) throws(StoreError) -> [StoredLogEntry] {
        var found: [StoredLogEntry] = []
        var upper = min(through, try cursor().logEntries)
        while upper > 0, found.count < limit {
            let lower = max(0, upper - StoreReader.searchedEntries)
            let rest = limit - found.count
            found += try read("search the log") { transaction throws(StoreError) in
                try transaction.rows(
                    """
                    SELECT \(StoredLogEntry.columns) FROM log WHERE seq > ?1 AND seq <= ?2 AND at <= ?3
                    AND instr(line, ?4) > 0 ORDER BY seq DESC LIMIT ?5
                    """,
                    bind: {
                        $0.bind(1, lower)
                        $0.bind(2, upper)
                        $0.bind(3, moment)
                        $0.bind(4, text)
                        $0.bind(5, rest)
                    }
                ) { StoredLogEntry($0) }
            }
            upper = lower
        }
        return found
    }

    /// Entries that one transaction searches.
    private static let searchedEntries: Int64 = 100_000

    /// The entry of a number; nil where there is none.
    package func logEntry(_ seq: Int64) throws(StoreError) -> StoredLogEntry? {
        try log(from: seq, limit: 1).first { $0.entry.seq == seq }
    }
}
