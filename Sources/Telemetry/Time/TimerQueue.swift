/// A binary heap of (due, id) whose entries can be taken out by their id. Ids grow, so that equal due times fire in the
/// order in which they were set.
///
/// Inlinable, because a tick in which ten thousand deadlines are due must not go through generic code.
@frozen package struct TimerQueue<Target: Hashable & Sendable>: Sendable {
    @frozen package struct Entry: Hashable, Sendable {
        package var due: Timestamp
        package var id: Int64
        package var target: Target

        @inlinable package init(due: Timestamp, id: Int64, target: Target) {
            self.due = due
            self.id = id
            self.target = target
        }
    }

    @usableFromInline var heap: [Entry] = []
    /// Where each id is in the heap. Only looked up, never iterated.
    @usableFromInline var positions: [Int64: Int] = [:]
    @usableFromInline var nextID: Int64 = 1

    @inlinable package init() {}

    @inlinable package var earliest: Entry? { heap.first }
    @inlinable package var count: Int { heap.count }

    /// - Returns: the timer's id, by which it can be cancelled.
    @inlinable package mutating func schedule(_ due: Timestamp, _ target: Target) -> Int64 {
        let entry = Entry(due: due, id: nextID, target: target)
        nextID += 1
        heap.append(entry)
        positions[entry.id] = heap.count - 1
        siftUp(heap.count - 1)
        return entry.id
    }

    /// Sets a timer in the place of another, which is taken out.
    @inlinable package mutating func reschedule(_ id: inout Int64?, _ due: Timestamp, _ target: Target) {
        cancel(&id)
        id = schedule(due, target)
    }

    /// Takes a timer out; one that has fired, or none, is no matter.
    @inlinable package mutating func cancel(_ id: inout Int64?) {
        if let known = id, let position = positions[known] { remove(at: position) }
        id = nil
    }

    @inlinable package mutating func popEarliest() -> Entry? {
        guard let first = heap.first else { return nil }
        remove(at: 0)
        return first
    }

    @inlinable mutating func remove(at position: Int) {
        positions[heap[position].id] = nil
        let last = heap.removeLast()
        guard position < heap.count else { return }
        heap[position] = last
        positions[last.id] = position
        siftDown(position)
        siftUp(position)
    }

    @inlinable func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].due, heap[left].id) < (heap[right].due, heap[right].id)
    }

    @inlinable mutating func swap(_ left: Int, _ right: Int) {
        heap.swapAt(left, right)
        positions[heap[left].id] = left
        positions[heap[right].id] = right
    }

    @inlinable mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBefore(child, parent) else { return }
            swap(child, parent)
            child = parent
        }
    }

    @inlinable mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) {
                least = child
            }
            if least == parent { return }
            swap(parent, least)
            parent = least
        }
    }
}

// MARK: Snapshot

extension TimerQueue {
    /// Timers as a snapshot holds them, in the order in which they fire.
    private var sorted: [Entry] { heap.sorted { ($0.due, $0.id) < ($1.due, $1.id) } }

    /// - Parameter writeTarget: writes one target.
    package func encode(into writer: inout ByteWriter, _ writeTarget: (Target, inout ByteWriter) -> Void) {
        writer.write(nextID)
        writer.write(heap.count)
        for entry in sorted {
            writer.write(entry.due)
            writer.write(entry.id)
            writeTarget(entry.target, &writer)
        }
    }

    /// - Parameter readTarget: reads what `writeTarget` wrote.
    /// - Throws: `CodingFault` where the bytes are damaged.
    package init(
        from reader: inout ByteReader, _ readTarget: (inout ByteReader) throws(CodingFault) -> Target
    ) throws(CodingFault) {
        nextID = try reader.readInt64()
        let count = try reader.readCount()
        heap.reserveCapacity(count)
        for _ in 0..<count {
            let due = try reader.readTimestamp()
            let id = try reader.readInt64()
            heap.append(Entry(due: due, id: id, target: try readTarget(&reader)))
        }
        guard takePositions() else {
            throw CodingFault(position: reader.position, what: "has timers out of order")
        }
    }

    /// - Returns: false where the entries are not as they were written: sorted, which is a heap.
    private mutating func takePositions() -> Bool {
        for position in heap.indices {
            if position > 0, !isBefore(position - 1, position) { return false }
            positions[heap[position].id] = position
        }
        return true
    }
}

extension TimerQueue.Entry: Codable where Target: Codable {}

extension TimerQueue: Codable where Target: Codable {
    private enum CodingKeys: String, CodingKey {
        case nextID = "next_id"
        case timers
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(nextID, forKey: .nextID)
        try container.encode(sorted, forKey: .timers)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        nextID = try container.decode(Int64.self, forKey: .nextID)
        heap = try container.decode([Entry].self, forKey: .timers)
        guard takePositions() else {
            throw DecodingError.dataCorruptedError(
                forKey: .timers, in: container, debugDescription: "has timers out of order")
        }
    }
}
