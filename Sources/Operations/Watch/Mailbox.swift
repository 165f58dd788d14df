import Glibc
import Synchronization

/// A bounded queue into the watch thread, with a pipe that wakes its poll.
package final class Mailbox<Item: Sendable>: Sendable {
    private let items = Mutex<[Item]>([])
    private let capacity: Int
    /// Readable while something waits; belongs in the watch's poll set.
    package let descriptor: Int32
    private let wakeDescriptor: Int32

    /// - Parameter capacity: items that may wait; a further one is refused.
    package init(capacity: Int) {
        self.capacity = capacity
        var ends: [Int32] = [-1, -1]
        // Without a pipe (no descriptors left) requests still come through: the watch turns at least once a second.
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
        }
        self.descriptor = ends[0]
        self.wakeDescriptor = ends[1]
    }

    deinit {
        close(descriptor)
        close(wakeDescriptor)
    }

    /// - Returns: false where the queue is full.
    package func put(_ item: Item) -> Bool {
        let accepted = items.withLock { items in
            guard items.count < capacity else { return false }
            items.append(item)
            return true
        }
        if accepted {
            var one: UInt8 = 1
            _ = write(wakeDescriptor, &one, 1)
        }
        return accepted
    }

    /// Everything that waits, in order.
    package func takeAll() -> [Item] {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(descriptor, &bytes, bytes.count) == bytes.count {}
        return items.withLock { items in
            defer { items = [] }
            return items
        }
    }
}
