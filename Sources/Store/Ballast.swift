import Glibc

/// A file of nothing that is given up when the disk is full: SQLite needs room even to open a file again, and an
/// officer's last command should still be stored.
struct Ballast {
    let path: String
    let bytes: Int64

    init(folder: String, bytes: Int64) {
        path = folder + "/ballast"
        self.bytes = bytes
    }

    var isThere: Bool {
        guard bytes > 0 else { return true }
        var status = stat()
        return stat(path, &status) == 0 && Int64(status.st_size) >= bytes
    }

    func release() {
        if bytes > 0 { _ = unlink(path) }
    }

    /// Takes the room again where there is at least twice as much free; otherwise leaves things as they are.
    func restore() {
        guard bytes > 0, !isThere else { return }
        var volume = statvfs()
        guard statvfs(path.folderOfPath, &volume) == 0 else { return }
        guard Int64(volume.f_bavail) * Int64(volume.f_frsize) >= 2 * bytes else { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let taken = posix_fallocate(descriptor, 0, off_t(bytes)) == 0
        Glibc.close(descriptor)
        if !taken { _ = unlink(path) }
    }
}

extension String {
    /// The folder that a path names its last part in.
    var folderOfPath: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
