import Glibc

/// The few calls to the file system beside SQLite's own.
package enum FileSystem {
    /// Creates the folder, and those above it, readable by the owner only.
    package static func createFolder(_ path: String) throws(StoreError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw .system(ENOTDIR, operation: "use as a folder", path: path)
            }
            return
        }
        let parent = path.folderOfPath
        if parent != "/", parent != ".", parent != path { try createFolder(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .system(errno, operation: "create", path: path) }
        try? syncFolder(parent)
    }

    /// Makes new names in the folder last through a power cut.
    static func syncFolder(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, operation: "open", path: path) }
        defer { Glibc.close(descriptor) }
        // Some file systems have no sync for folders and say so.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .system(errno, operation: "sync", path: path) }
    }

    /// Writes a small file so that a reader finds the old or the new content, never a part, and syncs it.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(StoreError) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(errno, operation: "write", path: temporary) }
        var written = 0
        var failure: Int32 = 0
        while written < bytes.count, failure == 0 {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                failure = count == 0 ? EIO : errno
            }
        }
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        if Glibc.close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary, path) != 0 { failure = errno }
        guard failure == 0 else {
            _ = unlink(temporary)
            throw .system(failure, operation: "write", path: path)
        }
        try syncFolder(path.folderOfPath)
    }

    /// Writes over a small file and takes it away, so that what it held is not found in it again; copies that the file system or the
    /// disk made of their own accord are beyond our reach.
    package static func erase(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .system(errno, operation: "erase", path: path) }
        let zeros = [UInt8](repeating: 0, count: Int(size(path)))
        let written = zeros.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        var failure: Int32 = written == zeros.count && fsync(descriptor) == 0 ? 0 : errno
        if Glibc.close(descriptor) != 0, failure == 0 { failure = errno }
        guard failure == 0, unlink(path) == 0 else {
            throw .system(failure == 0 ? errno : failure, operation: "erase", path: path)
        }
        try syncFolder(path.folderOfPath)
    }

    /// - Returns: nil where there is no such file.
    package static func read(_ path: String, limit: Int) throws(StoreError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(errno, operation: "read", path: path)
        }
        defer { Glibc.close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit {
            let read = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), limit - count)
            }
            if read == 0 { break }
            if read > 0 { count += read } else if errno != EINTR { throw .system(errno, operation: "read", path: path) }
        }
        return Array(bytes.prefix(count))
    }

    /// Creates an empty file that only its owner may read, where there is none. One that exists is not even opened: closing
    /// it again would drop the locks that other connections of this process hold on it.
    static func createPrivate(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            Glibc.close(descriptor)
        } else if errno != EEXIST {
            throw .system(errno, operation: "create", path: path)
        }
    }

    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
