import CSQLite
import CommandLog
import Glibc
import Telemetry

/// A city's data: one SQLite file, written by one thread through one connection, one transaction a batch.
///
/// `@unchecked Sendable` because it is handed from the thread that opens it to the one that works with it; exactly one
/// thread uses it at a time (the watch). Everything else reads through `StoreReader`.
package final class Store: @unchecked Sendable {
    package let folder: String
    package let options: StoreOptions
    package private(set) var identity: StoreIdentity
    /// Set where this database came out of a backup and nobody has logged it yet.
    package internal(set) var restoreNote: StoreRestoreNote?
    /// Snapshots whose checksum did not hold, since opening.
    package internal(set) var damagedSnapshots = 0
    /// Why the last checkpoint failed; commits go on without it while the write-ahead log has room.
    package internal(set) var lastCheckpointError: StoreError?

    let lock: FolderLock
    let ballast: Ballast
    private var opened: (connection: StoreConnection, statements: StoreStatements)?

    /// Opens the data folder, creating it and its database where there is none. Sets the process to ignore `SIGXFSZ`, so
    /// that a file size limit is an error and not a death.
    ///
    /// - Parameters:
    ///   - folder: path of the data folder; one process at a time has it.
    ///   - newToken: text that nobody else has (random); used only where the database is created here.
    ///   - at: time of the opening, kept where the database is created here.
    /// - Throws: kind `locked` naming the process that has the folder, `newer`, `corrupt`, `full`, `io`.
    package static func open(
        folder: String, newToken: String, at: Timestamp, options: StoreOptions = StoreOptions()
    ) throws(StoreError) -> Store {
        signal(SIGXFSZ, SIG_IGN)
        try FileSystem.createFolder(folder)
        let lock = try FolderLock(folder: folder)
        let ballast = Ballast(folder: folder, bytes: options.ballastBytes)
        func connect() throws(StoreError) -> (StoreConnection, StoreStatements) {
            let connection = try StoreConnection(folder: folder, options: options)
            return (connection, try StoreStatements(connection))
        }
        let opened: (StoreConnection, StoreStatements)
        do {
            opened = try connect()
        } catch {
            // Opening itself needs room; SQLite does not always say that this was the reason.
            guard error.kind == .full || error.kind == .io, ballast.bytes > 0, ballast.isThere else { throw error }
            ballast.release()
            opened = try connect()
        }
        let store = try Store(folder: folder, options: options, lock: lock, ballast: ballast, opened: opened)
        try store.identify(newToken: newToken, at: at)
        try store.proveRoom(at: at)
        ballast.restore()
        try FileSystem.syncFolder(folder)
        return store
    }

    private init(
        folder: String, options: StoreOptions, lock: FolderLock, ballast: Ballast,
        opened: (StoreConnection, StoreStatements)
    ) throws(StoreError) {
        self.folder = folder
        self.options = options
        self.lock = lock
        self.ballast = ballast
        self.opened = opened
        self.identity = StoreIdentity(identity: "", epoch: 0, token: "")
    }

    deinit {
        close()
    }

    /// Closes the connection; the folder stays locked until the store is gone. Nothing but `reopen` works after it.
    package func close() {
        guard let (connection, _) = opened else { return }
        if connection.isInTransaction { try? connection.execute("ROLLBACK", operation: "roll back") }
        opened = nil
        connection.close()
    }

    /// False after `close`, and where a failed rollback left nothing to work with: `reopen` first.
    package var isOpen: Bool { opened != nil }

    /// A fresh connection after an error whose `needsReopen` is true; what was not committed is gone.
    package func reopen() throws(StoreError) {
        close()
        do {
            try connectAgain()
        } catch {
            guard error.kind == .full || error.kind == .io, ballast.bytes > 0, ballast.isThere else { throw error }
            ballast.release()
            try connectAgain()
        }
    }

    private func connectAgain() throws(StoreError) {
        let connection = try StoreConnection(folder: folder, options: options)
        opened = (connection, try StoreStatements(connection))
    }

    func connection() throws(StoreError) -> StoreConnection {
        guard let opened else { throw Store.closed }
        return opened.connection
    }

    func statements() throws(StoreError) -> StoreStatements {
        guard let opened else { throw Store.closed }
        return opened.statements
    }

    private static var closed: StoreError {
        StoreError(kind: .misuse, code: 0, operation: "use", message: "The store is closed; open it again first.")
    }

    // MARK: - Transactions

    package var isInTransaction: Bool { opened?.connection.isInTransaction ?? false }

    /// Begins the transaction that everything of one batch goes into.
    package func begin() throws(StoreError) {
        try statements().begin.run()
    }

    /// When it returns, everything since `begin` is on the disk. When it throws, none of it is: the transaction is rolled
    /// back, and the store can be used again (after `reopen` where the error says so).
    package func commit() throws(StoreError) {
        do {
            try statements().commit.run()
        } catch {
            rollback()
            throw error
        }
    }

    /// Gives up everything since `begin`. SQLite may have done so by itself after an error.
    package func rollback() {
        guard let opened, opened.connection.isInTransaction else { return }
        do {
            try opened.statements.rollback.run()
        } catch {
            // A rollback forgets; it needs no disk. Where it fails the connection is beyond use: the next call reopens.
            close()
        }
    }

    /// Whoever opens a store means to write that it began: where there is no room for that, the ballast makes it.
    private func proveRoom(at: Timestamp) throws(StoreError) {
        do {
            try noteOpening(at: at)
        } catch {
            guard error.kind == .full else { throw error }
            ballast.release()
            // Still full: what is stored can be read, and the owner will be told at its own first commit.
            do { try noteOpening(at: at) } catch  where error.kind == .full {}
        }
    }

    private func noteOpening(at: Timestamp) throws(StoreError) {
        try begin()
        do {
            try setValue(Array(at.iso8601.utf8), forKey: "opened_at")
        } catch {
            rollback()
            throw error
        }
        try commit()
    }

    private func identify(newToken: String, at: Timestamp) throws(StoreError) {
        if let known = try storedIdentity() {
            identity = known
            restoreNote = try storedRestoreNote()
            return
        }
        identity = StoreIdentity(identity: newToken, epoch: 1, token: newToken)
        try begin()
        try store(identity)
        try setValue(Array(at.iso8601.utf8), forKey: "created_at")
        try commit()
    }
}
