import CSQLite
import CommandLog
import Telemetry

/// Journal, snapshots, cursor, settings: what a restart goes on from.
extension Store {
    /// Appends one batch of inputs.
    ///
    /// - Parameters:
    ///   - first: sequence of the batch's first input; inputs are numbered from 1 without gaps.
    ///   - at: stamp of its last input.
    ///   - blob: the inputs' records, each written by `ByteWriter.write(raw:)`.
    ///   - packets: two bytes for each input, by which a redelivery is recognised after a restart.
    package func appendJournal(
        first: Int64, count: Int, at: Timestamp, blob: UnsafeRawBufferPointer, packets: [UInt8] = []
    ) throws(StoreError) {
        let statement = try statements().appendJournal
        statement.bind(1, first)
        statement.bind(2, at)
        statement.bind(3, count)
        statement.bind(4, unowned: blob)
        statement.bind(5, packets)
        try statement.run()
    }

    /// Reads the batches whose first input comes after `sequence`, in order. The store may not be written meanwhile.
    package func forEachJournalBatch<Failure: Error>(
        after sequence: Int64, _ body: (JournalBatch) throws(Failure) -> Void
    ) throws {
        let statement = try prepare(JournalBatch.select, "read the journal")
        statement.bind(1, sequence)
        statement.bind(2, Int64.max)
        defer { statement.reset() }
        while try statement.next() { try body(JournalBatch(statement)) }
    }

    /// The journal's last rows, in order, that together hold at least so many inputs; all rows where there are fewer.
    package func newestJournalRows(inputsAtLeast count: Int) throws(StoreError) -> [(blob: [UInt8], packets: [UInt8])] {
        let statement = try prepare(
            "SELECT count, blob, packets FROM journal ORDER BY seq DESC", "read the journal's end")
        defer { statement.reset() }
        var rows: [(blob: [UInt8], packets: [UInt8])] = []
        var inputs = 0
        while inputs < count, try statement.next() {
            inputs += statement.int(0)
            rows.append((statement.bytes(1), statement.bytes(2)))
        }
        return rows.reversed()
    }

    /// Keeps the state after `journalSequence`; the two newest stay, and the first of every so many inputs: from those
    /// the state at any moment is found again.
    ///
    /// - Parameter version: of the blob's form; another version is not read back.
    package func putSnapshot(
        journalSequence: Int64, at: Timestamp, version: Int, blob: UnsafeRawBufferPointer
    ) throws(StoreError) {
        let statement = try statements().putSnapshot
        statement.bind(1, journalSequence)
        statement.bind(2, at)
        statement.bind(3, version)
        statement.bind(4, LogHash.of(blob))
        statement.bind(5, unowned: blob)
        try statement.run()
        let drop = try statements().dropSnapshots
        drop.bind(1, max(1, options.milestoneInputs))
        try drop.run()
    }

    /// The newest snapshot of that version whose checksum holds; damaged ones are passed over and counted.
    package func latestSnapshot(version: Int) throws(StoreError) -> StoredSnapshot? {
        let statement = try prepare(
            "SELECT journal_seq, at, version, sha256, blob FROM snapshots ORDER BY journal_seq DESC", "read a snapshot")
        defer { statement.reset() }
        while try statement.next() {
            guard LogHash.of(statement.raw(4)).bytes == statement.bytes(3) else {
                damagedSnapshots += 1
                continue
            }
            if statement.int(2) == version {
                return StoredSnapshot(
                    journalSequence: statement.int64(0), at: statement.time(1), version: version,
                    blob: statement.bytes(4))
            }
        }
        return nil
    }

    /// States how far the transaction brings the stored state.
    package func setCursor(_ cursor: StoreCursor) throws(StoreError) {
        let statement = try statements().setCursor
        statement.bind(1, cursor.journalSequence)
        statement.bind(2, cursor.at)
        statement.bind(3, cursor.firedThrough)
        statement.bind(4, cursor.logEntries)
        statement.bind(5, cursor.logHead)
        statement.bind(6, cursor.counters.readings)
        statement.bind(7, cursor.counters.events)
        statement.bind(8, cursor.counters.duplicates)
        statement.bind(9, cursor.counters.corrections)
        statement.bind(10, cursor.counters.late)
        statement.bind(11, cursor.counters.quarantined)
        statement.bind(12, cursor.counters.unprotected)
        statement.bind(13, cursor.counters.messages)
        statement.bind(14, cursor.extra)
        try statement.run()
    }

    /// - Returns: `StoreCursor.start` for a database that nothing was stored in.
    package func loadCursor() throws(StoreError) -> StoreCursor {
        let statement = try prepare("SELECT \(StoreCursor.columns) FROM cursor WHERE id = 1", "read the cursor")
        defer { statement.reset() }
        return try statement.next() ? try StoreCursor(statement) : .start
    }

    /// Keeps a configuration (rules, registry, linkage) by its hash, so that recovery and explanations use what was in
    /// force and not today's files.
    package func putConfiguration(
        sha256: LogHash, at: Timestamp, name: String, blob: [UInt8]
    ) throws(StoreError) {
        let statement = try statements().putConfiguration
        statement.bind(1, sha256)
        statement.bind(2, at)
        statement.bind(3, name)
        statement.bind(4, blob)
        try statement.run()
    }

    package func configuration(sha256: LogHash) throws(StoreError) -> [UInt8]? {
        let statement = try statements().configuration
        statement.bind(1, sha256)
        defer { statement.reset() }
        return try statement.next() ? statement.bytes(0) : nil
    }

    /// Keeps a small value under a name: a secret, a setting.
    package func setValue(_ value: [UInt8], forKey key: String) throws(StoreError) {
        let statement = try statements().setValue
        statement.bind(1, key)
        statement.bind(2, value)
        try statement.run()
    }

    package func value(forKey key: String) throws(StoreError) -> [UInt8]? {
        let statement = try statements().value
        statement.bind(1, key)
        defer { statement.reset() }
        return try statement.next() ? statement.bytes(0) : nil
    }

    package func removeValue(forKey key: String) throws(StoreError) {
        let statement = try statements().removeValue
        statement.bind(1, key)
        try statement.run()
    }
}

/// A batch of inputs as the journal holds it.
package struct JournalBatch {
    /// Sequence of its first input.
    package let first: Int64
    package let count: Int
    /// Stamp of its last input.
    package let at: Timestamp
    /// Valid during the call that it is handed to.
    package let blob: UnsafeRawBufferPointer

    static let select = "SELECT seq, count, at, blob FROM journal WHERE seq > ?1 AND seq <= ?2 ORDER BY seq"

    init(_ row: SQLStatement) {
        first = row.int64(0)
        count = row.int(1)
        at = row.time(2)
        blob = row.raw(3)
    }
}

/// Stored state to go on from.
package struct StoredSnapshot: Hashable, Sendable {
    package var journalSequence: Int64
    package var at: Timestamp
    package var version: Int
    package var blob: [UInt8]

    package init(journalSequence: Int64, at: Timestamp, version: Int, blob: [UInt8]) {
        self.journalSequence = journalSequence
        self.at = at
        self.version = version
        self.blob = blob
    }
}
