import CSQLite
import Telemetry

/// What is done between batches.
extension Store {
    /// To be called after each batch's acknowledgements: checkpoints where enough pages wait, and takes the ballast back
    /// where there is room again. A checkpoint that fails is kept in `lastCheckpointError`: commits go on without it.
    package func maintain() throws(StoreError) {
        let connection = try connection()
        guard connection.waitingPages >= options.checkpointPages else { return }
        do {
            try connection.checkpoint()
            lastCheckpointError = nil
            ballast.restore()
        } catch {
            lastCheckpointError = error
            if error.needsReopen, error.kind == .corrupt { throw error }
        }
    }

    /// Gives the ballast's room up, so that a last line can be written to a full disk. `restoreBallast` takes it back.
    package func releaseBallast() {
        ballast.release()
    }

    /// Takes the ballast's room again where twice as much is free. Cheap where it is there; call it now and then.
    ///
    /// - Returns: whether it is there.
    @discardableResult
    package func restoreBallast() -> Bool {
        ballast.restore()
        return ballast.isThere
    }

    /// Deletes what is older than the retention allows, in one bounded transaction of its own: call it between batches
    /// until it is finished. Never the log, incidents, configurations, nor the journal after the older snapshot.
    ///
    /// - Parameters:
    ///   - since: event time of the oldest reading and event to keep, and time of receipt of the rest.
    ///   - rowsAtMost: of each kind in this slice.
    package func retain(since: Timestamp, rowsAtMost: Int) throws(StoreError) -> RetentionResult {
        try begin()
        do {
            var result = RetentionResult()
            result.readings = try delete(
                """
                DELETE FROM readings WHERE (t, series, revision) IN
                (SELECT t, series, revision FROM readings WHERE t < ?1 ORDER BY t LIMIT ?2)
                """, before: StoredTime(since).microseconds, rowsAtMost)
            result.events = try delete(
                "DELETE FROM events WHERE rowid IN (SELECT rowid FROM events WHERE t < ?1 ORDER BY t LIMIT ?2)",
                before: since.nanoseconds, rowsAtMost)
            result.quarantined = try delete(
                "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE at < ?1 ORDER BY id LIMIT ?2)",
                before: since.nanoseconds, rowsAtMost)
            result.messages = try delete(
                """
                DELETE FROM outbox WHERE id IN
                (SELECT id FROM outbox WHERE state <> 0 AND created_at < ?1 ORDER BY id LIMIT ?2)
                """, before: since.nanoseconds, rowsAtMost)
            result.journalBatches = try delete(
                """
                DELETE FROM journal WHERE seq IN (SELECT seq FROM journal WHERE at < ?1
                AND seq + count - 1 <= (SELECT min(journal_seq) FROM
                (SELECT journal_seq FROM snapshots ORDER BY journal_seq DESC LIMIT 2)) ORDER BY seq LIMIT ?2)
                """, before: since.nanoseconds, rowsAtMost)
            // What a milestone leads to can't be folded without the journal after it.
            _ = try delete(
                """
                DELETE FROM snapshots WHERE journal_seq IN (SELECT journal_seq FROM snapshots WHERE at < ?1
                AND journal_seq NOT IN (SELECT journal_seq FROM snapshots ORDER BY journal_seq DESC LIMIT 2)
                ORDER BY journal_seq LIMIT ?2)
                """, before: since.nanoseconds, rowsAtMost)
            try commit()
            let most = max(result.readings, result.events, result.quarantined, result.messages, result.journalBatches)
            result.isFinished = most < rowsAtMost
            // Gives freed pages back to the file system, a slice at a time as well.
            if most > 0 { try connection().execute("PRAGMA incremental_vacuum(1000)", operation: "give room back") }
            return result
        } catch {
            rollback()
            throw error
        }
    }

    private func delete(_ sql: String, before bound: Int64, _ limit: Int) throws(StoreError) -> Int {
        let statement = try prepare(sql, "delete what is past its retention")
        statement.bind(1, bound)
        statement.bind(2, limit)
        try statement.run()
        return Int(sqlite3_changes(try connection().handle))
    }
}

/// What one slice of retention deleted.
package struct RetentionResult: Hashable, Sendable {
    package var readings = 0
    package var events = 0
    package var quarantined = 0
    package var messages = 0
    package var journalBatches = 0
    /// Nothing is left that is too old.
    package var isFinished = false

    package init(
        readings: Int = 0, events: Int = 0, quarantined: Int = 0, messages: Int = 0, journalBatches: Int = 0,
        isFinished: Bool = false
    ) {
        self.readings = readings
        self.events = events
        self.quarantined = quarantined
        self.messages = messages
        self.journalBatches = journalBatches
        self.isFinished = isFinished
    }
}
