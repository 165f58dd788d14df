import CSQLite
import CommandLog
import Glibc
import Telemetry

extension Store {
    /// Puts a backup into a data folder that holds no database, and begins a new epoch: what the restored server does is
    /// told apart from what the original did after the backup.
    ///
    /// - Parameters:
    ///   - directory: that `backup` wrote.
    ///   - folder: data folder; created where it does not exist.
    ///   - newToken: random text; the MQTT client id is made of it, so that the original's session is not taken over.
    /// - Throws: kind `corrupt` where the backup is not what its manifest and log head say; nothing is restored then.
    package static func restore(
        from directory: String, to folder: String, newToken: String, at: Timestamp
    ) throws(StoreError) -> BackupReport {
        let source = directory + "/" + StoreBackup.databaseName
        guard let bytes = try FileSystem.read(directory + "/" + StoreBackup.manifestName, limit: 65_536),
            let manifest = BackupReport(json: bytes, directory: directory), FileSystem.exists(source)
        else {
            throw StoreError(
                kind: .misuse, code: 0, operation: "restore",
                message: "\(directory) holds no backup (\(StoreBackup.databaseName) and \(StoreBackup.manifestName)). "
                    + "Name the folder that `tocsin backup` wrote.")
        }
        try FileSystem.createFolder(folder)
        let lock = try FolderLock(folder: folder)
        defer { withExtendedLifetime(lock) {} }
        let target = folder + "/tocsin.sqlite"
        guard !FileSystem.exists(target) else {
            throw StoreError(
                kind: .misuse, code: 0, operation: "restore",
                message:
                    "\(folder) holds a database already. Restore into a new folder; the old one may still be needed.")
        }
        let temporary = target + ".new"
        _ = unlink(temporary)
        try FileSystem.createPrivate(temporary)
        do {
            try copy(source, to: temporary, manifest, newToken: newToken, at: at)
        } catch {
            _ = unlink(temporary)
            throw error
        }
        guard rename(temporary, target) == 0 else { throw .system(errno, operation: "name", path: target) }
        try FileSystem.syncFolder(folder)
        return manifest
    }

    private static func copy(
        _ source: String, to target: String, _ manifest: BackupReport, newToken: String, at: Timestamp
    ) throws(StoreError) {
        var from: OpaquePointer?
        var into: OpaquePointer?
        defer {
            sqlite3_close_v2(from)
            sqlite3_close_v2(into)
        }
        guard sqlite3_open_v2(source, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK else {
            throw StoreError.last(from, operation: "open the backup", path: source)
        }
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(target, &into, flags, nil) == SQLITE_OK, let into else {
            throw StoreError.last(into, operation: "create", path: target)
        }
        guard let backup = sqlite3_backup_init(into, "main", from, "main") else {
            throw StoreError.last(into, operation: "begin to restore", path: target)
        }
        let stepped = sqlite3_backup_step(backup, -1)
        guard sqlite3_backup_finish(backup) == SQLITE_OK, stepped == SQLITE_DONE else {
            throw StoreError.last(into, operation: "restore", path: target)
        }
        let found = try BackupCheck.report(
            of: into, path: source, directory: manifest.directory, takenAt: manifest.takenAt)
        guard found.entries == manifest.entries, found.head == manifest.head, found.identity == manifest.identity,
            found.journalSequence == manifest.journalSequence
        else { throw BackupCheck.damaged(source, "it is not the database that its manifest describes.") }
        let epoch = manifest.epoch + 1
        try set("epoch", String(epoch), into, target)
        try set("token", newToken, into, target)
        try set("restore_note", "\(manifest.takenAt.iso8601) \(at.iso8601) \(epoch)", into, target)
    }

    private static func set(
        _ key: String, _ value: String, _ connection: OpaquePointer, _ path: String
    ) throws(StoreError) {
        let statement = try SQLStatement(
            connection, "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", operation: "begin a new epoch",
            path: path)
        statement.bind(1, key)
        statement.bind(2, Array(value.utf8))
        try statement.run()
    }
}
