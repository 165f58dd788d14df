import CommandLog
import Dispatch
import Store
import Synchronization

/// Writes the log's head outside the database, at most once a second, on a queue of its own: its fsync is not the watch's.
final class HeadKeeper {
    private let path: String
    private let queue = DispatchQueue(label: "tocsin.head")
    private var waiting: LogHead?
    private var lastWrite: Int64 = Int64.min / 2
    private static let intervalNanoseconds: Int64 = 1_000_000_000

    init(path: String) {
        self.path = path
    }

    func changed(_ head: LogHead) {
        waiting = head
    }

    func writeIfDue(now: Int64) {
        guard let head = waiting, now - lastWrite >= HeadKeeper.intervalNanoseconds else { return }
        waiting = nil
        lastWrite = now
        let path = path
        queue.async { try? HeadFile.write(head, to: path) }
    }

    /// Writes what waits, now, and returns when it is on disk.
    func flush() {
        let head = waiting
        waiting = nil
        let path = path
        queue.sync { if let head { try? HeadFile.write(head, to: path) } }
    }
}
