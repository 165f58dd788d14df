import Telemetry

/// What a timer is for.
struct TimerTarget: Hashable, Sendable {
    var kind: Kind
    /// Serial of the incident.
    var incident: Int
    /// Position of the order in its incident; −1 for the officer's own clock.
    var order: Int

    enum Kind: UInt8, Sendable, CaseIterable {
        case handOver = 1
        case acknowledgement = 2
        case decision = 3
        case climb = 4
        case dutyAcknowledgement = 5
        case dutyClimb = 6
        case feedback = 7
    }
}

/// A binary heap of (due, id) whose entries can be taken out by their id. Ids grow, so that equal due times fire in the
/// order in which they were set.
struct TimerQueue: Sendable {
    struct Entry: Hashable, Sendable {
        var due: Timestamp
        var id: Int64
        var target: TimerTarget
    }

    private var heap: [Entry] = []
    /// Where each id is in the heap. Only looked up, never iterated.
    private var positions: [Int64: Int] = [:]
    private(set) var nextID: Int64 = 1

    var earliest: Entry? { heap.first }
    var count: Int { heap.count }

    mutating func schedule(_ due: Timestamp, _ target: TimerTarget) -> Int64 {
        let entry = Entry(due: due, id: nextID, target: target)
        nextID += 1
        heap.append(entry)
        positions[entry.id] = heap.count - 1
        siftUp(heap.count - 1)
        return entry.id
    }

    /// Takes a timer out; one that has fired, or none, is no matter.
    mutating func cancel(_ id: inout Int64?) {
        if let known = id, let position = positions[known] { remove(at: position) }
        id = nil
    }

    mutating func popEarliest() -> Entry? {
        guard let first = heap.first else { return nil }
        remove(at: 0)
        return first
    }

    private mutating func remove(at position: Int) {
        positions[heap[position].id] = nil
        let last = heap.removeLast()
        guard position < heap.count else { return }
        heap[position] = last
        positions[last.id] = position
        siftDown(position)
        siftUp(position)
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].due, heap[left].id) < (heap[right].due, heap[right].id)
    }

    private mutating func swap(_ left: Int, _ right: Int) {
        heap.swapAt(left, right)
        positions[heap[left].id] = left
        positions[heap[right].id] = right
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBefore(child, parent) else { return }
            swap(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
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

    // MARK: Snapshot

    func encode(into writer: inout ByteWriter) {
        writer.write(nextID)
        writer.write(heap.count)
        for entry in heap.sorted(by: { ($0.due, $0.id) < ($1.due, $1.id) }) {
            writer.write(entry.due)
            writer.write(entry.id)
            writer.write(byte: entry.target.kind.rawValue)
            writer.write(entry.target.incident)
            writer.write(entry.target.order)
        }
    }

    init() {}

    init(from reader: inout ByteReader) throws(CodingFault) {
        nextID = try reader.readInt64()
        let count = try reader.readCount()
        heap.reserveCapacity(count)
        for position in 0..<count {
            let due = try reader.readTimestamp()
            let id = try reader.readInt64()
            let code = try reader.readByte()
            guard let kind = TimerTarget.Kind(rawValue: code) else {
                throw CodingFault(position: reader.position, what: "has an unknown kind of timer, \(code)")
            }
            let target = TimerTarget(kind: kind, incident: try reader.readInt(), order: try reader.readInt())
            heap.append(Entry(due: due, id: id, target: target))
            positions[id] = position
        }
        // What was written is sorted, which is a heap; bytes that are not are refused.
        for position in 1..<max(1, count) where !isBefore(position - 1, position) {
            throw CodingFault(position: reader.position, what: "has timers out of order")
        }
    }
}
