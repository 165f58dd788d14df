import CSQLite

/// Changes a closed database behind the store's back.
enum Tampering {
    struct Failure: Error {
        var message: String
    }

    static func run(_ sql: String, on path: String) throws {
        var connection: OpaquePointer?
        defer { sqlite3_close_v2(connection) }
        guard sqlite3_open(path, &connection) == SQLITE_OK, sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK
        else {
            throw Failure(message: String(cString: sqlite3_errmsg(connection)))
        }
    }
}
