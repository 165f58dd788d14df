import CommandLog
import Telemetry

/// How far the stored state goes: written with every batch, in its transaction.
package struct StoreCursor: Hashable, Sendable {
    /// Sequence of the last input; 0 before the first.
    package var journalSequence: Int64
    /// Stamp of the last input.
    package var at: Timestamp
    /// Timers due up to here have fired.
    package var firedThrough: Timestamp
    package var logEntries: Int64
    package var logHead: LogHash
    package var counters: StoreCounters
    /// The owner's own, kept as it is.
    package var extra: [UInt8]

    package init(
        journalSequence: Int64, at: Timestamp, firedThrough: Timestamp, logEntries: Int64, logHead: LogHash,
        counters: StoreCounters, extra: [UInt8] = []
    ) {
        self.journalSequence = journalSequence
        self.at = at
        self.firedThrough = firedThrough
        self.logEntries = logEntries
        self.logHead = logHead
        self.counters = counters
        self.extra = extra
    }

    /// Of an empty database.
    package static let start = StoreCursor(
        journalSequence: 0, at: .distantPast, firedThrough: .distantPast, logEntries: 0, logHead: .zero,
        counters: StoreCounters())

    static let columns = """
        id, journal_seq, at, fired_through, log_entries, log_head, readings, events, duplicates, corrections, late, \
        quarantined, unprotected, messages, extra
        """

    init(_ row: SQLStatement) throws(StoreError) {
        guard let head = LogHash(bytes: row.raw(5)) else {
            throw StoreError(
                kind: .corrupt, code: 0, operation: "read the cursor",
                message: "The stored cursor holds no log head: the database is damaged. Restore the last backup.")
        }
        self.init(
            journalSequence: row.int64(1), at: row.time(2), firedThrough: row.time(3), logEntries: row.int64(4),
            logHead: head,
            counters: StoreCounters(
                readings: row.int64(6), events: row.int64(7), duplicates: row.int64(8), corrections: row.int64(9),
                late: row.int64(10), quarantined: row.int64(11), unprotected: row.int64(12), messages: row.int64(13)),
            extra: row.bytes(14))
    }
}

/// What has been counted since the database was created.
package struct StoreCounters: Hashable, Sendable {
    /// Readings stored, corrections included.
    package var readings: Int64
    package var events: Int64
    /// Repeats that changed nothing.
    package var duplicates: Int64
    package var corrections: Int64
    package var late: Int64
    package var quarantined: Int64
    /// Readings that came by QoS 0.
    package var unprotected: Int64
    package var messages: Int64

    package init(
        readings: Int64 = 0, events: Int64 = 0, duplicates: Int64 = 0, corrections: Int64 = 0, late: Int64 = 0,
        quarantined: Int64 = 0, unprotected: Int64 = 0, messages: Int64 = 0
    ) {
        self.readings = readings
        self.events = events
        self.duplicates = duplicates
        self.corrections = corrections
        self.late = late
        self.quarantined = quarantined
        self.unprotected = unprotected
        self.messages = messages
    }
}
