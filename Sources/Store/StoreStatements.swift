import CSQLite
import CommandLog

/// Every statement of the writing connection, prepared once at opening, so that a mistake in one shows there.
final class StoreStatements {
    let begin, commit, rollback: SQLStatement
    let appendJournal, insertReading, storedValues, insertEvent, storedEvents, insertSeries: SQLStatement
    let appendLog, putIncident, changeIncident, putOutbox, updateOutbox, pendingOutbox: SQLStatement
    let quarantine, evictQuarantined, putConfiguration, configuration: SQLStatement
    let putSnapshot, dropSnapshots, setCursor, setValue, removeValue, value: SQLStatement

    init(_ connection: StoreConnection) throws(StoreError) {
        func prepare(_ sql: String, _ operation: String) throws(StoreError) -> SQLStatement {
            try SQLStatement(connection.handle, sql, operation: operation, path: connection.path)
        }
        begin = try prepare("BEGIN IMMEDIATE", "begin a transaction")
        commit = try prepare("COMMIT", "commit")
        rollback = try prepare("ROLLBACK", "roll back")
        appendJournal = try prepare(
            "INSERT INTO journal (seq, at, count, blob, packets) VALUES (?1, ?2, ?3, ?4, ?5)", "append to the journal")
        insertReading = try prepare(
            """
            INSERT OR IGNORE INTO readings
            (t, series, revision, t_nanoseconds, received_at, value, quality, marks, device_quality, failed_tests)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """, "store a reading")
        storedValues = try prepare(StoredRevision.select, "look up a reading")
        insertEvent = try prepare(
            """
            INSERT OR IGNORE INTO events
            (topic, id, revision, t, received_at, district, domain, station, quantity, marks, members)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, "store an event")
        storedEvents = try prepare(StoredEventRevision.select, "look up an event")
        insertSeries = try prepare(
            """
            INSERT INTO series (id, topic, district, domain, station, quantity, unit)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET
                unit = excluded.unit, topic = excluded.topic, district = excluded.district, domain = excluded.domain
            """, "store a series")
        appendLog = try prepare(
            """
            INSERT INTO log (seq, at, line, hash, key_id, signature, incident, incident_version)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, "append to the log")
        putIncident = try prepare(
            """
            INSERT INTO incidents (number, \(IncidentRow.columns)) VALUES (?10, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (number) DO UPDATE SET version = excluded.version, is_open = excluded.is_open,
                status = excluded.status, hazard = excluded.hazard, place = excluded.place,
                raised_at = excluded.raised_at, changed_at = excluded.changed_at, json = excluded.json
            """, "store an incident")
        // Without `is_open` the index over open incidents stays untouched.
        changeIncident = try prepare(
            """
            UPDATE incidents SET version = ?2, status = ?4, hazard = ?5, place = ?6, raised_at = ?7, changed_at = ?8,
                json = ?9 WHERE number = ?10 AND id = ?1 AND is_open = ?3
            """, "change an incident")
        putOutbox = try prepare(
            """
            INSERT OR IGNORE INTO outbox (\(OutboxRow.columns))
            VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """, "store an outgoing message")
        updateOutbox = try prepare(
            "UPDATE outbox SET state = ?2, attempts = ?3, next_attempt_at = ?4, last_error = ?5 "
                + "WHERE key = ?1 AND state = 0",
            "update an outgoing message")
        pendingOutbox = try prepare(
            "SELECT \(OutboxRow.columns) FROM outbox WHERE state = 0 ORDER BY next_attempt_at, id LIMIT ?1",
            "read outgoing messages")
        quarantine = try prepare(
            """
            INSERT INTO quarantine (\(QuarantineRow.columns)) VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, "quarantine a message")
        evictQuarantined = try prepare("DELETE FROM quarantine WHERE id <= ?1", "make room in the quarantine")
        putConfiguration = try prepare(
            "INSERT OR IGNORE INTO configurations (sha256, at, name, blob) VALUES (?1, ?2, ?3, ?4)",
            "store a configuration")
        configuration = try prepare("SELECT blob FROM configurations WHERE sha256 = ?1", "read a configuration")
        putSnapshot = try prepare(
            "INSERT OR REPLACE INTO snapshots (journal_seq, at, version, sha256, blob) VALUES (?1, ?2, ?3, ?4, ?5)",
            "store a snapshot")
        dropSnapshots = try prepare(
            """
            DELETE FROM snapshots WHERE journal_seq NOT IN
            (SELECT journal_seq FROM snapshots ORDER BY journal_seq DESC LIMIT 2)
            AND journal_seq NOT IN (SELECT min(journal_seq) FROM snapshots GROUP BY journal_seq / ?1)
            """, "drop old snapshots")
        setCursor = try prepare(
            """
            INSERT OR REPLACE INTO cursor (\(StoreCursor.columns))
            VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """, "store the cursor")
        setValue = try prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", "store a setting")
        removeValue = try prepare("DELETE FROM meta WHERE key = ?1", "remove a setting")
        value = try prepare("SELECT value FROM meta WHERE key = ?1", "read a setting")
    }
}
