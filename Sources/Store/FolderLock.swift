import Glibc

/// One process per data folder. Advisory (`flock`), so a killed process leaves nothing behind that needs tidying.
final class FolderLock {
    private let descriptor: Int32

    /// - Throws: kind `locked`, naming the process that has the folder.
    init(folder: String) throws(StoreError) {
        let path = folder + "/tocsin.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(errno, operation: "open the lock file", path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = errno
            let owner = FolderLock.read(descriptor)
            Glibc.close(descriptor)
            guard error == EWOULDBLOCK else { throw .system(error, operation: "lock", path: path) }
            let process = owner.isEmpty ? "another process" : "process \(owner)"
            throw StoreError(
                kind: .locked, code: -error, operation: "lock",
                message: "The data folder \(folder) is in use by \(process). Stop it first (two servers on one folder "
                    + "would each lose half), or choose another folder with --data.")
        }
        // The number is for people only; the lock is what holds, so a full disk is no reason to stop here.
        _ = ftruncate(descriptor, 0)
        let text = "\(getpid())\n"
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
        self.descriptor = descriptor
    }

    deinit {
        Glibc.close(descriptor)
    }

    private static func read(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        return String(decoding: buffer.prefix(max(0, count)).prefix { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self)
    }
}
