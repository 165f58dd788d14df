import Telemetry

/// A binary heap of timers by (due, serial). They are never taken out: what has been settled meanwhile does nothing.
struct AlarmTimers: Hashable, Sendable, Codable {
    enum Target: Hashable, Sendable, Codable {
        /// Look at a withheld alarm again.
        case look(AlarmID)
        /// A suppression may have run out.
        case suppression(String)
        case stale(AlarmID)
        /// The flood may be over.
        case flood
        /// An alarm may have become calm, or may be forgotten.
        case calm(AlarmID)
    }

    struct Entry: Hashable, Sendable, Codable {
        var due: Timestamp
        var serial: Int64
        var target: Target

        func isBefore(_ other: Entry) -> Bool { (due, serial) < (other.due, other.serial) }
    }

    private var heap: [Entry] = []
    private var serial: Int64 = 0

    var earliest: Entry? { heap.first }
    var count: Int { heap.count }

    mutating func schedule(_ due: Timestamp, _ target: Target) {
        serial += 1
        heap.append(Entry(due: due, serial: serial, target: target))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popEarliest() -> Entry? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if heap.isEmpty { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
