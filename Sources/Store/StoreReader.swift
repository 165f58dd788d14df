import CSQLite
import CommandLog
import GRDB
import Telemetry

/// Questions to a city's data, from any thread of any process, beside the one that writes.
///
/// A read-only connection of its own; GRDB's queue orders its callers. It never checkpoints, not even when it closes last,
/// and every question is one short transaction, so that the write-ahead log can be reused. Long questions (readings over
/// a long time) stop at `stepLimit` and say so.
package final class StoreReader: Sendable {
    package let folder: String
    let path: String
    private let queue: DatabaseQueue
    /// Steps of SQLite's virtual machine that one question may take: about two seconds' work.
    static let stepLimit = 60_000_000
    private static let stepsBetweenChecks: Int32 = 100_000

    /// - Throws: kind `io` where the folder holds no database.
    package static func open(folder: String) throws(StoreError) -> StoreReader {
        let path = folder + "/tocsin.sqlite"
        guard FileSystem.exists(path) else {
            throw StoreError(
                kind: .io, code: 0, operation: "open",
                message: "There is no database in \(folder). Name the server's data folder with --data.")
        }
        return try StoreReader(folder: folder, path: path)
    }

    private init(folder: String, path: String) throws(StoreError) {
        self.folder = folder
        self.path = path
        var configuration = Configuration()
        configuration.label = "store reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            guard let handle = database.sqliteConnection else { return }
            tocsin_sqlite_no_checkpoint_on_close(handle)
            try database.execute(
                sql: "PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF")
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StoreError.from(error, operation: "open the database for reading", path: path)
        }
        try checkForm()
    }

    /// A server that was killed while it created the database, or one of another version, left other tables than ours.
    private func checkForm() throws(StoreError) {
        let migrator = StoreSchema.migrator
        let isComplete: Bool
        do {
            let (newer, complete, identifiers) = try queue.read { database in
                (
                    try migrator.hasBeenSuperseded(database), try migrator.hasCompletedMigrations(database),
                    try migrator.appliedIdentifiers(database)
                )
            }
            if newer { throw StoreError.newer(path) }
            if !complete, identifiers.isEmpty {
                throw StoreError(
                    kind: .incomplete, code: 0, operation: "open",
                    message:
                        "The database \(path) is not complete: its server ended while it was creating it. Start the server "
                        + "on this folder once, which completes it; nothing was recorded yet.")
            }
            isComplete = complete
        } catch {
            throw StoreError.from(error, operation: "open the database for reading", path: path)
        }
        if isComplete { return }
        throw StoreError(
            kind: .incomplete, code: 0, operation: "open",
            message:
                "The database \(path) is of an older version of tocsin. Start the server on this folder once, which brings "
                + "it up to date.")
    }

    /// Runs one question in one transaction.
    ///
    /// - Parameter steps: of SQLite's virtual machine that it may take.
    func read<Answer>(
        _ operation: String, steps: Int = StoreReader.stepLimit, _ body: (ReadTransaction) throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        do {
            return try queue.read { database in
                guard let handle = database.sqliteConnection else {
                    throw StoreError(kind: .misuse, code: 0, operation: operation, message: "The reader is closed.")
                }
                let steps = StepBudget(checks: steps / Int(StoreReader.stepsBetweenChecks))
                return try withExtendedLifetime(steps) {
                    sqlite3_progress_handler(
                        handle, StoreReader.stepsBetweenChecks,
                        { context in
                            guard let context else { return 0 }
                            return Unmanaged<StepBudget>.fromOpaque(context).takeUnretainedValue().isSpent ? 1 : 0
                        }, Unmanaged.passUnretained(steps).toOpaque())
                    defer { sqlite3_progress_handler(handle, 0, nil, nil) }
                    return try body(ReadTransaction(handle: handle, operation: operation, path: path))
                }
            }
        } catch {
            throw StoreError.from(error, operation: operation, path: path)
        }
    }
}

/// A reader's open transaction.
struct ReadTransaction {
    let handle: OpaquePointer
    let operation: String
    let path: String

    func prepare(_ sql: String) throws(StoreError) -> SQLStatement {
        try SQLStatement(handle, sql, operation: operation, path: path)
    }

    func number(_ sql: String) throws(StoreError) -> Int64 {
        let statement = try prepare(sql)
        defer { statement.reset() }
        return try statement.next() ? statement.int64(0) : 0
    }

    func rows<Row>(
        _ sql: String, bind: (SQLStatement) -> Void = { _ in }, _ make: (SQLStatement) throws(StoreError) -> Row
    ) throws(StoreError) -> [Row] {
        let statement = try prepare(sql)
        bind(statement)
        var rows: [Row] = []
        while try statement.next() { rows.append(try make(statement)) }
        return rows
    }
}

/// Counts SQLite's progress calls of one question; used by the thread that asks it.
private final class StepBudget {
    private var checks: Int

    init(checks: Int) {
        self.checks = checks
    }

    var isSpent: Bool {
        checks -= 1
        return checks < 0
    }
}
