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
    private let onFailure: @Sendable (StoreError) -> Void
    private static let intervalNanoseconds: Int64 = 1_000_000_000

    /// - Parameter onFailure: told, on another thread, where the head can't be written; the next one is tried again.
    init(path: String, onFailure: @escaping @Sendable (StoreError) -> Void) {
        self.path = path
        self.onFailure = onFailure
    }

    func changed(_ head: LogHead) {
        waiting = head
    }

    func writeIfDue(now: Int64) {
        guard let head = waiting, now - lastWrite >= HeadKeeper.intervalNanoseconds else { return }
        waiting = nil
        lastWrite = now
        queue.async { [path, onFailure] in HeadKeeper.write(head, to: path, onFailure) }
    }

    /// Writes what waits, now, and returns when it is on disk.
    func flush() {
        let head = waiting
        waiting = nil
        queue.sync { if let head { HeadKeeper.write(head, to: path, onFailure) } }
    }

    private static func write(_ head: LogHead, to path: String, _ onFailure: (StoreError) -> Void) {
        do { try HeadFile.write(head, to: path) } catch { onFailure(error) }
    }
}
