import CSQLite
import CommandLog
import Telemetry

/// Whether a copy is whole.
enum BackupCheck {
    /// Checks the file and the log in it, and says what it holds.
    static func report(
        of connection: OpaquePointer, path: String, directory: String, takenAt: Timestamp
    ) throws(StoreError) -> BackupReport {
        func prepare(_ sql: String) throws(StoreError) -> SQLStatement {
            try SQLStatement(connection, sql, operation: "check the backup", path: path)
        }
        func value(_ key: String) throws(StoreError) -> String {
            let statement = try prepare("SELECT value FROM meta WHERE key = ?1")
            statement.bind(1, key)
            return try statement.next() ? statement.text(0) : ""
        }
        let integrity = try prepare("PRAGMA integrity_check(1)")
        guard try integrity.next(), integrity.text(0) == "ok" else {
            throw damaged(path, "SQLite finds: \(integrity.text(0))")
        }
        integrity.reset()
        let cursorRow = try prepare("SELECT \(StoreCursor.columns) FROM cursor")
        let cursor = try cursorRow.next() ? try StoreCursor(cursorRow) : .start
        cursorRow.reset()
        let report = BackupReport(
            directory: directory, takenAt: takenAt, identity: try value("identity"),
            epoch: Int(try value("epoch")) ?? 0,
            bytes: 0, entries: cursor.logEntries, head: cursor.logHead, journalSequence: cursor.journalSequence,
            readings: cursor.counters.readings)
        var verifier = LogVerifier(head: report.logHead)
        let log = try prepare("SELECT seq, line, hash FROM log ORDER BY seq")
        while try log.next() {
            verifier.check(seq: log.int64(0), line: log.raw(1), hash: LogHash(bytes: log.raw(2)) ?? .zero)
        }
        let verification = verifier.finish()
        if let finding = verification.findings.first { throw damaged(path, finding.message) }
        return report
    }

    static func damaged(_ path: String, _ what: String) -> StoreError {
        StoreError(
            kind: .corrupt, code: 0, operation: "check the backup",
            message: "The backup \(path) is damaged: \(what) Use another backup; if it was just taken, the original is "
                + "damaged as well.")
    }
}
