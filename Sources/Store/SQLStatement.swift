import CSQLite
import CommandLog
import Telemetry

/// A prepared statement with raw bindings: about 1 µs a row, where checked argument binding costs 3 to 5.
///
/// Used by the thread that has the store; bound memory must live until `run` or the last `next` returns.
final class SQLStatement {
    private let connection: OpaquePointer
    private let handle: OpaquePointer
    private let operation: String
    private let path: String

    /// - Parameter operation: what it does, for error messages: `store a reading`.
    init(_ connection: OpaquePointer, _ sql: String, operation: String, path: String) throws(StoreError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw StoreError.last(connection, operation: operation, path: path)
        }
        self.connection = connection
        self.handle = handle
        self.operation = operation
        self.path = path
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }
    func bind(_ index: Int32, _ value: Int32) { sqlite3_bind_int(handle, index, value) }
    func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(handle, index, Int64(value)) }
    func bind(_ index: Int32, _ value: Bool) { sqlite3_bind_int(handle, index, value ? 1 : 0) }
    func bind(_ index: Int32, _ value: Double) { sqlite3_bind_double(handle, index, value) }
    func bind(_ index: Int32, _ value: Timestamp) { sqlite3_bind_int64(handle, index, value.nanoseconds) }
    func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

    /// Not copied: the bytes must live until the statement has run.
    func bind(_ index: Int32, unowned bytes: UnsafeRawBufferPointer) {
        if bytes.isEmpty {
            sqlite3_bind_zeroblob(handle, index, 0)
        } else {
            sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), nil)
        }
    }

    func bind(_ index: Int32, _ bytes: [UInt8]) {
        if bytes.isEmpty {
            sqlite3_bind_zeroblob(handle, index, 0)
        } else {
            sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), SQLStatement.copied)
        }
    }

    /// Bytes that are UTF-8 text.
    func bind(_ index: Int32, utf8 bytes: [UInt8]) {
        bytes.withUnsafeBytes { raw in
            _ = sqlite3_bind_text64(
                handle, index, raw.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(raw.count),
                SQLStatement.copied,
                UInt8(SQLITE_UTF8))
        }
    }

    func bind(_ index: Int32, _ hash: LogHash) { bind(index, hash.bytes) }

    func bind(_ index: Int32, _ text: String) {
        sqlite3_bind_text(handle, index, text, Int32(clamping: text.utf8.count), SQLStatement.copied)
    }

    func bind(_ index: Int32, _ text: String?) {
        if let text { bind(index, text) } else { bindNull(index) }
    }

    /// Runs a statement that returns no rows.
    func run() throws(StoreError) {
        let code = sqlite3_step(handle)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw fail() }
        sqlite3_reset(handle)
    }

    /// Steps to the next row; false (and ready to be bound again) after the last.
    func next() throws(StoreError) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else { throw fail() }
        sqlite3_reset(handle)
        return false
    }

    /// Ends reading before the last row.
    func reset() { sqlite3_reset(handle) }

    func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }
    func int32(_ column: Int32) -> Int32 { sqlite3_column_int(handle, column) }
    func bool(_ column: Int32) -> Bool { sqlite3_column_int(handle, column) != 0 }
    func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }
    func time(_ column: Int32) -> Timestamp { Timestamp(nanoseconds: int64(column)) }
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// Valid until the next step.
    func raw(_ column: Int32) -> UnsafeRawBufferPointer {
        let base = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(handle, column)))
    }

    func bytes(_ column: Int32) -> [UInt8] { Array(raw(column)) }
    func text(_ column: Int32) -> String { String(decoding: raw(column), as: UTF8.self) }
    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    private func fail() -> StoreError {
        let error = StoreError.last(connection, operation: operation, path: path)
        sqlite3_reset(handle)
        return error
    }

    /// SQLite copies the bytes before the call returns (`SQLITE_TRANSIENT`, a cast that Swift can't import).
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
