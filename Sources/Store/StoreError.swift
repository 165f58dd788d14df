import CSQLite
import Glibc

/// What went wrong with the stored data, told by kind so that the owner can decide what to do.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// No room: disk, quota or file size limit. Goes on when there is room again.
        case full
        /// The disk or file system refused for another reason.
        case io
        /// The file is damaged.
        case corrupt
        /// Another process has the data folder.
        case locked
        /// Written by a newer version of this program.
        case newer
        /// Never finished, or of an older version: the server has to open it first.
        case incomplete
        /// The program called the store wrongly: a mistake of ours.
        case misuse
        /// A query was stopped at its limit.
        case interrupted
        case other
    }

    package var kind: Kind
    /// SQLite's extended result code, or a negative `errno` where the file system itself was asked.
    package var code: Int32
    /// What was being done, in a few words: `commit`, `open`.
    package var operation: String
    /// Full sentences: what happened, and what to do.
    package var message: String

    package init(kind: Kind, code: Int32, operation: String, message: String) {
        self.kind = kind
        self.code = code
        self.operation = operation
        self.message = message
    }

    package var description: String { message }

    /// The connection is not to be used further before `Store.reopen()`.
    package var needsReopen: Bool {
        switch kind {
        case .io, .corrupt, .other: true
        case .full, .locked, .newer, .incomplete, .misuse, .interrupted: false
        }
    }

    /// The connection's latest error.
    static func last(_ connection: OpaquePointer?, operation: String, path: String) -> StoreError {
        let code = sqlite3_extended_errcode(connection)
        // SQLite keeps `errno` of the last input or output error only; with other codes it would be a stale one.
        let isSystemError = code & 0xFF == SQLITE_IOERR || code & 0xFF == SQLITE_CANTOPEN
        return sqlite(
            code, operation: operation, text: String(cString: sqlite3_errmsg(connection)),
            systemError: isSystemError ? sqlite3_system_errno(connection) : 0, path: path)
    }

    /// - Parameters:
    ///   - code: an extended result code.
    ///   - systemError: `errno` of the call below SQLite that failed, 0 where unknown.
    static func sqlite(_ code: Int32, operation: String, text: String, systemError: Int32, path: String) -> StoreError {
        let kind = kind(of: code, systemError: systemError)
        let cause = systemError == 0 ? text : "\(text): \(String(cString: strerror(systemError)))"
        return StoreError(
            kind: kind, code: code, operation: operation,
            message: "The store could not \(operation) (\(cause), SQLite code \(code), \(path)). \(remedy(kind))")
    }

    static func newer(_ path: String) -> StoreError {
        StoreError(
            kind: .newer, code: 0, operation: "open",
            message:
                "The database \(path) was written by a newer version of tocsin. Use that version, or restore a backup "
                + "taken before the upgrade.")
    }

    static func system(_ error: Int32, operation: String, path: String) -> StoreError {
        let kind: Kind = isFull(error) ? .full : .io
        return StoreError(
            kind: kind, code: -error, operation: operation,
            message: "The store could not \(operation) \(path): \(String(cString: strerror(error))). \(remedy(kind))")
    }

    /// A write that fails is taken for a full disk: on quotas, file size limits and overlay file systems SQLite reports
    /// those as plain write errors, and waiting for room is right for a disk that comes back as well.
    static func kind(of code: Int32, systemError: Int32) -> Kind {
        if isFull(systemError) { return .full }
        switch code {
        case SQLITE_IOERR | (3 << 8): return .full  // SQLITE_IOERR_WRITE; the macro is an expression Swift can't import
        case SQLITE_IOERR | (19 << 8): return .full  // SQLITE_IOERR_SHMSIZE
        default: break
        }
        switch code & 0xFF {
        case SQLITE_FULL: return .full
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: return .io
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .corrupt
        case SQLITE_BUSY, SQLITE_LOCKED: return .locked
        case SQLITE_INTERRUPT: return .interrupted
        case SQLITE_MISUSE, SQLITE_CONSTRAINT, SQLITE_RANGE, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_ERROR:
            return .misuse
        default: return .other
        }
    }

    static func isFull(_ error: Int32) -> Bool {
        error == ENOSPC || error == EDQUOT || error == EFBIG
    }

    private static func remedy(_ kind: Kind) -> String {
        switch kind {
        case .full: "Make room on the disk that holds the data folder; work goes on by itself."
        case .io: "Check the disk and the data folder's permissions."
        case .corrupt: "Stop, keep the folder as it is, and restore the last backup into a new one."
        case .locked: "Stop the other process first."
        case .newer: "Use the newer version, or restore a backup taken before the upgrade."
        case .incomplete: "Start the server on this folder once."
        case .misuse, .other: "Please report this; the data of earlier commits is safe."
        case .interrupted: "Ask for a shorter range."
        }
    }
}
