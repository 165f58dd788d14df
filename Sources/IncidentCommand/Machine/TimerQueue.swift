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
///
/// A timer that is taken out stays in the heap until it comes to the top, or until the heap is half full of such: thousands
/// that are due in one moment must not keep account of where each of them is.
struct TimerQueue: Sendable {
    struct Entry: Hashable, Sendable {
        var due: Timestamp
        var id: Int64
        var target: TimerTarget

        func isBefore(_ other: Entry) -> Bool { (due, id) < (other.due, other.id) }
    }

    /// The first is always one that runs.
    private var heap: [Entry] = []
    /// Ids that run. Only looked up, never iterated.
    private var running: Set<Int64> = []
    private(set) var nextID: Int64 = 1

    var earliest: Entry? { heap.first }
    var count: Int { running.count }

    mutating func schedule(_ due: Timestamp, _ target: TimerTarget) -> Int64 {
        let entry = Entry(due: due, id: nextID, target: target)
        nextID += 1
        running.insert(entry.id)
        heap.append(entry)
        siftUp(heap.count - 1)
        return entry.id
    }

    /// Takes a timer out; one that has fired, or none, is no matter.
    mutating func cancel(_ id: inout Int64?) {
        if let known = id, running.remove(known) != nil {
            if heap.count > 2 * running.count + 64 { sweep() }
            dropStopped()
        }
        id = nil
    }

    mutating func popEarliest() -> Entry? {
        guard let first = heap.first else { return nil }
        running.remove(first.id)
        removeFirst()
        dropStopped()
        return first
    }

    private mutating func dropStopped() {
        while let first = heap.first, !running.contains(first.id) { removeFirst() }
    }

    /// Keeps those that run; sorted is a heap.
    private mutating func sweep() {
        heap = heap.filter { running.contains($0.id) }.sorted { $0.isBefore($1) }
    }

    private mutating func removeFirst() {
        let last = heap.removeLast()
        if !heap.isEmpty { siftDown(last) }
    }

    private mutating func siftUp(_ start: Int) {
        let entry = heap[start]
        var child = start
        while child > 0, case let parent = (child - 1) / 2, entry.isBefore(heap[parent]) {
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = entry
    }

    /// Puts an entry in the place of the first.
    private mutating func siftDown(_ entry: Entry) {
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

    // MARK: Snapshot

    func encode(into writer: inout ByteWriter) {
        writer.write(nextID)
        writer.write(running.count)
        for entry in heap.filter({ running.contains($0.id) }).sorted(by: { $0.isBefore($1) }) {
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
        for _ in 0..<count {
            let due = try reader.readTimestamp()
            let id = try reader.readInt64()
            let code = try reader.readByte()
            guard let kind = TimerTarget.Kind(rawValue: code) else {
                throw CodingFault(position: reader.position, what: "has an unknown kind of timer, \(code)")
            }
            let target = TimerTarget(kind: kind, incident: try reader.readInt(), order: try reader.readInt())
            heap.append(Entry(due: due, id: id, target: target))
            running.insert(id)
        }
        // What was written is sorted, which is a heap; bytes that are not are refused.
        for position in 1..<max(1, count) where !heap[position - 1].isBefore(heap[position]) {
            throw CodingFault(position: reader.position, what: "has timers out of order")
        }
    }
}
