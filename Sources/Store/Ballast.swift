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

    /// Less (where more was asked for) would not help, and after a full disk takes what was just given up.
    private static let leastBytes: Int64 = 1 << 20

    var isThere: Bool { bytes == 0 || size > 0 }

    private var size: Int64 { FileSystem.size(path) }

    /// Gives up half of the room, in the end all of it: a disk that stays full can be opened more than once.
    func release() {
        guard bytes > 0 else { return }
        let size = size
        if size <= Ballast.leastBytes || truncate(path, off_t(size / 2)) != 0 { _ = unlink(path) }
    }

    /// Takes the room again, or what is missing of it: never more than a quarter of what is free, so that on a small disk
    /// it is smaller than asked for. Leaves things as they are where there is no room.
    func restore() {
        let size = size
        guard size < bytes else { return }
        var volume = statvfs()
        guard statvfs(path.folderOfPath, &volume) == 0 else { return }
        let free = Int64(clamping: UInt64(volume.f_bavail)) * Int64(clamping: UInt64(volume.f_frsize)) + size
        let wanted = min(bytes, free / 4)
        guard wanted >= min(bytes, Ballast.leastBytes), wanted > size else { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let taken = posix_fallocate(descriptor, 0, off_t(wanted)) == 0
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
