import CommandLog

/// The log's head in a file of its own, outside the database.
package enum HeadFile {
    /// Replaces the file so that a power cut leaves the old head or the new one.
    package static func write(_ head: LogHead, to path: String) throws(StoreError) {
        try FileSystem.replace(path, with: head.json)
    }

    /// - Returns: nil where there is no file.
    package static func read(_ path: String) throws(StoreError) -> LogHead? {
        guard let bytes = try FileSystem.read(path, limit: 4_096) else { return nil }
        do {
            return try LogHead(json: bytes)
        } catch {
            throw StoreError(
                kind: .corrupt, code: 0, operation: "read the log head",
                message: "The log head in \(path) can't be read: \(error.message) Use another copy of the head.")
        }
    }
}
