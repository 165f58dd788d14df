/// A `DueQueue` of timers.
package typealias TimerQueue<Target: Hashable & Sendable> = DueQueue<Timestamp, Target>

/// A binary heap of (due, id) whose entries can be taken out by their id. Ids grow, so that equal due times fire in the
/// order in which they were set.
///
/// A timer that is taken out stays in the heap until it comes to the top, or until the heap is half full of such: thousands
/// that are due in one moment must not keep account of where each of them is.
///
/// Public and inlinable, with times of any kind: a tick in which a thousand deadlines are due must not go through generic code, and
/// the compiler makes code for one kind of target only of what is public. Used as `TimerQueue`.
@frozen public struct DueQueue<Due: Comparable & Hashable & Sendable, Target: Hashable & Sendable>: Sendable {
    @frozen public struct Entry: Hashable, Sendable {
        public var due: Due
        public var id: Int64
        public var target: Target

        @inlinable public init(due: Due, id: Int64, target: Target) {
            self.due = due
            self.id = id
            self.target = target
        }

        @inlinable func isBefore(_ other: Entry) -> Bool { (due, id) < (other.due, other.id) }
    }

    /// The first is always one that runs.
    @usableFromInline var heap: [Entry] = []
    /// Ids that run. Only looked up, never iterated.
    @usableFromInline var running: Set<Int64> = []
    @usableFromInline var nextID: Int64 = 1
    /// Of the first; kept, because it is asked for with every reading.
    @usableFromInline var kept: Due?

    @inlinable public init() {}

    @inlinable public var earliest: Entry? { heap.first }
    /// When the first is due; nil where none runs.
    @inlinable public var firstDue: Due? { kept }
    @inlinable public var count: Int { running.count }

    /// - Returns: the timer's id, by which it can be cancelled.
    @inlinable public mutating func schedule(_ due: Due, _ target: Target) -> Int64 {
        let entry = Entry(due: due, id: nextID, target: target)
        nextID += 1
        running.insert(entry.id)
        heap.append(entry)
        siftUp(heap.count - 1)
        kept = kept.map { min($0, due) } ?? due
        return entry.id
    }

    /// Sets a timer in the place of another, which is taken out.
    @inlinable public mutating func reschedule(_ id: inout Int64?, _ due: Due, _ target: Target) {
        cancel(&id)
        id = schedule(due, target)
    }

    /// Takes a timer out; one that has fired, or none, is no matter.
    @inlinable public mutating func cancel(_ id: inout Int64?) {
        if let known = id, running.remove(known) != nil {
            if heap.count > 2 * running.count + 64 { sweep() }
            dropStopped()
        }
        id = nil
    }

    /// These timers are for other targets from now on; their times and their places among equals stay. Looks at every timer
    /// once: for what a person does now and then.
    @inlinable public mutating func retarget(_ targets: [Int64: Target]) {
        for position in heap.indices {
            if let target = targets[heap[position].id] { heap[position].target = target }
        }
    }

    @inlinable public mutating func popEarliest() -> Entry? {
        guard let first = heap.first else { return nil }
        running.remove(first.id)
        removeFirst()
        dropStopped()
        return first
    }

    @inlinable mutating func dropStopped() {
        while let first = heap.first, !running.contains(first.id) { removeFirst() }
        kept = heap.first?.due
    }

    /// Keeps those that run; sorted is a heap.
    @inlinable mutating func sweep() {
        heap = sorted
    }

    /// Timers that run, in the order in which they fire.
    @inlinable var sorted: [Entry] {
        heap.filter { running.contains($0.id) }.sorted { $0.isBefore($1) }
    }

    @inlinable mutating func removeFirst() {
        let last = heap.removeLast()
        if !heap.isEmpty { siftDown(last) }
    }

    @inlinable mutating func siftUp(_ start: Int) {
        let entry = heap[start]
        var child = start
        while child > 0, case let parent = (child - 1) / 2, entry.isBefore(heap[parent]) {
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = entry
    }

    /// Puts an entry in the place of the first.
    @inlinable mutating func siftDown(_ entry: Entry) {
        var parent = 0
        while true {
            var least = 2 * parent + 1
            if least + 1 < heap.count, heap[least + 1].isBefore(heap[least]) { least += 1 }
            guard least < heap.count, heap[least].isBefore(entry) else { break }
            heap[parent] = heap[least]
            parent = least
        }
        heap[parent] = entry
    }
}

// MARK: Snapshot

extension DueQueue where Due == Timestamp {
    /// - Parameter writeTarget: writes one target.
    package func encode(into writer: inout ByteWriter, _ writeTarget: (Target, inout ByteWriter) -> Void) {
        writer.write(nextID)
        writer.write(running.count)
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
        guard takeRunning() else {
            throw CodingFault(position: reader.position, what: "has timers out of order")
        }
    }
}

extension DueQueue.Entry: Codable where Due: Codable, Target: Codable {}

extension DueQueue {
    /// - Returns: false where the entries are not as they were written: sorted, which is a heap.
    fileprivate mutating func takeRunning() -> Bool {
        running = Set(heap.map(\.id))
        kept = heap.first?.due
        return zip(heap, heap.dropFirst()).allSatisfy { $0.isBefore($1) }
    }
}

extension DueQueue: Codable where Due: Codable, Target: Codable {
    private enum CodingKeys: String, CodingKey {
        case nextID = "next_id"
        case timers
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(nextID, forKey: .nextID)
        try container.encode(sorted, forKey: .timers)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        nextID = try container.decode(Int64.self, forKey: .nextID)
        heap = try container.decode([Entry].self, forKey: .timers)
        guard takeRunning() else {
            throw DecodingError.dataCorruptedError(
                forKey: .timers, in: container, debugDescription: "has timers out of order")
        }
    }
}
