import Glibc
import Synchronization

/// A bounded queue into the watch thread, with a pipe that wakes its poll.
package final class Mailbox<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var isClosed = false
    }

    private let state = Mutex(State())
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
        Glibc.close(descriptor)
        Glibc.close(wakeDescriptor)
    }

    /// What became of an item that was put in.
    package enum Acceptance: Hashable, Sendable {
        case accepted
        case full
        /// Nobody takes anything out any more.
        case closed
    }

    /// - Parameter evenIfFull: for the one item that must come through.
    package func put(_ item: Item, evenIfFull: Bool = false) -> Acceptance {
        let acceptance: Acceptance = state.withLock { state in
            if state.isClosed { return .closed }
            guard evenIfFull || state.items.count < capacity else { return .full }
            state.items.append(item)
            return .accepted
        }
        if acceptance == .accepted {
            var one: UInt8 = 1
            _ = write(wakeDescriptor, &one, 1)
        }
        return acceptance
    }

    /// Everything that waits, in order.
    package func takeAll() -> [Item] {
        var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let size = MemoryLayout.size(ofValue: bytes)
        while read(descriptor, &bytes, size) == size {}
        return state.withLock { state in
            if state.items.isEmpty { return [] }
            defer { state.items = [] }
            return state.items
        }
    }

    /// Takes out what waits, and refuses everything that comes after.
    package func close() -> [Item] {
        state.withLock { state in
            defer { state.items = [] }
            state.isClosed = true
            return state.items
        }
    }
}
