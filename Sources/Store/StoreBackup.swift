import CSQLite
import CommandLog
import Glibc
import Telemetry

/// A copy of a database that goes on being written, made in steps between batches by the connection that writes: what it
/// writes meanwhile goes into the copy as well, so the copy never starts again and no second connection is needed
/// (`VACUUM INTO` would hold up the watch for as long as the whole copy takes).
///
/// Used by the store's thread up to the step that returns true; then `finish` may run on any thread, once.
package final class StoreBackup: @unchecked Sendable {
    package static let databaseName = "tocsin.sqlite"
    package static let manifestName = "manifest.json"
    package static let headName = "head.json"

    private let directory: String
    private let takenAt: Timestamp
    private let path: String
    private var target: OpaquePointer?
    private var backup: OpaquePointer?

    init(source: StoreConnection, directory: String, at: Timestamp) throws(StoreError) {
        self.directory = directory
        self.takenAt = at
        self.path = directory + "/" + StoreBackup.databaseName + ".new"
        try FileSystem.createFolder(directory)
        for name in [StoreBackup.databaseName, StoreBackup.manifestName] {
            guard !FileSystem.exists(directory + "/" + name) else {
                throw StoreError(
                    kind: .misuse, code: 0, operation: "back up",
                    message: "\(directory) holds a backup already. Name an empty or new folder.")
            }
        }
        _ = unlink(path)
        try FileSystem.createPrivate(path)
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(path, &target, flags, nil) == SQLITE_OK else {
            throw StoreError.last(target, operation: "create the backup", path: path)
        }
        backup = sqlite3_backup_init(target, "main", source.handle, "main")
        guard backup != nil else { throw StoreError.last(target, operation: "begin the backup", path: path) }
    }

    deinit {
        let isUnfinished = target != nil
        release()
        if isUnfinished { _ = unlink(path) }
    }

    private func release() {
        if let backup { sqlite3_backup_finish(backup) }
        backup = nil
        if let target { sqlite3_close_v2(target) }
        target = nil
    }

    /// Copies some more; outside a transaction, by the store's thread.
    ///
    /// - Parameter pages: of 4 KiB; 2,000 take a few milliseconds.
    /// - Returns: true when everything is copied.
    package func step(pages: Int32 = 2_000) throws(StoreError) -> Bool {
        guard let running = backup else { return true }
        let code = sqlite3_backup_step(running, pages)
        switch code {
        case SQLITE_OK, SQLITE_BUSY, SQLITE_LOCKED: return false
        case SQLITE_DONE:
            let result = sqlite3_backup_finish(running)
            backup = nil
            guard result == SQLITE_OK else { throw StoreError.last(target, operation: "end the backup", path: path) }
            return true
        default:
            let error = StoreError.sqlite(
                code, operation: "copy into the backup", text: String(cString: sqlite3_errstr(code)), systemError: 0,
                path: path)
            release()
            _ = unlink(path)
            throw error
        }
    }

    /// Checks the copy — SQLite's own integrity check, the log's chain against its head — and gives it its name.
    ///
    /// - Throws: kind `corrupt` where the copy, and so the original, is damaged.
    package func finish() throws(StoreError) -> BackupReport {
        guard backup == nil, let target else {
            throw StoreError(
                kind: .misuse, code: 0, operation: "finish the backup",
                message: "The backup is not copied to its end yet.")
        }
        defer { release() }
        // One file that nothing need be recovered from: out of the write-ahead mode that the original's header names.
        guard sqlite3_exec(target, "PRAGMA journal_mode = DELETE", nil, nil, nil) == SQLITE_OK else {
            throw StoreError.last(target, operation: "end the backup", path: path)
        }
        var report = try BackupCheck.report(of: target, path: path, directory: directory, takenAt: takenAt)
        sqlite3_close_v2(target)
        self.target = nil
        report.bytes = FileSystem.size(path)
        let name = directory + "/" + StoreBackup.databaseName
        guard rename(path, name) == 0 else { throw .system(errno, operation: "name the backup", path: name) }
        try FileSystem.replace(directory + "/" + StoreBackup.headName, with: report.logHead.json)
        try FileSystem.replace(directory + "/" + StoreBackup.manifestName, with: report.json)
        return report
    }
}

extension Store {
    /// Begins a copy into `directory`, which must hold none yet; go on with `step` between batches.
    package func startBackup(to directory: String, at: Timestamp) throws(StoreError) -> StoreBackup {
        try StoreBackup(source: try connection(), directory: directory, at: at)
    }

    /// The whole backup at once, for a store that nothing else is waiting for.
    package func backup(to directory: String, at: Timestamp) throws(StoreError) -> BackupReport {
        let backup = try startBackup(to: directory, at: at)
        while try !backup.step() {}
        return try backup.finish()
    }
}
