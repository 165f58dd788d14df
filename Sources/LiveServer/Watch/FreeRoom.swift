import Glibc

/// Free room on a file system.
package enum FreeRoom {
    /// Bytes that this user may still write where `path` lies; the largest number where that can't be told.
    package static func bytes(at path: String) -> Int64 {
        var volume = statvfs()
        guard statvfs(path, &volume) == 0 else { return Int64.max }
        return Int64(clamping: UInt64(volume.f_bavail) &* UInt64(volume.f_frsize))
    }
}
