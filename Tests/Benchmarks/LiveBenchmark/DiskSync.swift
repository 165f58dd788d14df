import BrokerSupport
import Glibc

/// What one fdatasync costs on the disk of a folder: no commit can be quicker.
enum DiskSync {
    /// Appends 4 KiB and syncs, again and again.
    static func measure(folder: String, times: Int = 500) -> Quantiles {
        let path = folder + "/fdatasync"
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { return Quantiles([]) }
        defer {
            close(descriptor)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x5A, count: 4_096)
        var durations: [Int64] = []
        for number in 0..<times {
            guard pwrite(descriptor, page, page.count, number * page.count) == page.count else { break }
            let began = MonotonicClock.nanoseconds()
            fdatasync(descriptor)
            durations.append(MonotonicClock.nanoseconds() - began)
        }
        return Quantiles(durations)
    }
}
