import CSQLite
import CWriteAhead
import CommandLog
import GRDB
import Telemetry

/// The one connection that writes, and checkpoints: SQLite before 3.51.3 can corrupt a file that a second connection
/// checkpoints. GRDB opens, configures and migrates it; after that its handle is used directly by the store's thread, and
/// GRDB touches it again only to close it.
final class StoreConnection {
    let path: String
    let handle: OpaquePointer
    private let queue: DatabaseQueue
    private let pages = WaitingPages()

    init(folder: String, options: StoreOptions) throws(StoreError) {
        let path = folder + "/tocsin.sqlite"
        self.path = path
        try FileSystem.createPrivate(path)
        // Without it each page of a commit is written with two system calls, and nothing else is different.
        _ = tocsin_gather_write_ahead()
        do {
            queue = try DatabaseQueue(path: path, configuration: StoreConnection.configuration(options))
            let queue = self.queue
            let migrator = StoreSchema.migrator
            if try queue.read({ try migrator.hasBeenSuperseded($0) }) {
                throw StoreError.newer(path)
            }
            try migrator.migrate(queue)
            guard let handle = queue.inDatabase({ $0.sqliteConnection }) else {
                throw StoreError(
                    kind: .misuse, code: 0, operation: "open", message: "The database connection is closed already.")
            }
            self.handle = handle
        } catch {
            throw StoreError.from(error, operation: "open the database", path: path)
        }
        // From here on this connection is ours: GRDB's hooks expect to be called on its own queue.
        sqlite3_commit_hook(handle, nil, nil)
        sqlite3_rollback_hook(handle, nil, nil)
        sqlite3_set_authorizer(handle, nil, nil)
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                if let context { Unmanaged<WaitingPages>.fromOpaque(context).takeUnretainedValue().count = pages }
                return SQLITE_OK
            }, Unmanaged.passUnretained(pages).toOpaque())
    }

    /// All statements must be finalized before.
    func close() {
        sqlite3_wal_hook(handle, nil, nil)
        try? queue.close()
    }

    /// Pages in the write-ahead log after the last commit.
    var waitingPages: Int32 { pages.count }

    /// Copies what readers no longer need out of the write-ahead log; leaves the rest for the next time.
    func checkpoint() throws(StoreError) {
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        guard code == SQLITE_OK || code == SQLITE_BUSY else {
            throw StoreError.last(handle, operation: "checkpoint", path: path)
        }
        pages.count = 0
    }

    func execute(_ sql: String, operation: String) throws(StoreError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw StoreError.last(handle, operation: operation, path: path)
        }
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    private static func configuration(_ options: StoreOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try options.durability == .scratch ? prepareScratch(database) : prepareKept(database)
            try database.execute(
                sql: """
                    PRAGMA synchronous = \(options.durability == .full ? "FULL" : "OFF");
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA journal_size_limit = \(options.journalSizeLimitBytes);
                    PRAGMA cache_size = -\(options.cacheBytes >> 10);
                    PRAGMA temp_store = MEMORY;
                    PRAGMA foreign_keys = OFF;
                    PRAGMA trusted_schema = OFF;
                    """)
        }
        return configuration
    }

    private static func prepareKept(_ database: Database) throws {
        // Shapes a new file, and must then come first. In one that has it, it would write all the same, and a full disk
        // could not be opened.
        if try Int.fetchOne(database, sql: "PRAGMA auto_vacuum") != 2 {
            try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
        }
        guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
            throw StoreError(
                kind: .io, code: 0, operation: "open",
                message:
                    "The data folder's file system cannot hold a write-ahead log (network file systems can't). "
                    + "Choose a folder on a local disk with --data.")
        }
    }

    /// What a commit would undo is kept in memory, so that a page is written once and not twice; nobody else looks, so that
    /// pages need not be asked for anew.
    private static func prepareScratch(_ database: Database) throws {
        try database.execute(
            sql: "PRAGMA page_size = 16384; PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE")
    }
}

/// What the write-ahead log's hook writes and the same thread reads.
private final class WaitingPages {
    var count: Int32 = 0
}

extension StoreError {
    /// Whatever GRDB or this module threw, as this module's error.
    static func from(_ error: any Error, operation: String, path: String) -> StoreError {
        if let error = error as? StoreError { return error }
        guard let error = error as? DatabaseError else {
            return StoreError(
                kind: .other, code: 0, operation: operation, message: "The store could not \(operation): \(error).")
        }
        // GRDB does not tell `errno`: a full disk that shows as an open or memory-map error is told from the file system.
        return .sqlite(
            error.extendedResultCode.rawValue, operation: operation, text: error.message ?? "no message",
            systemError: 0,
            path: path)
    }
}
