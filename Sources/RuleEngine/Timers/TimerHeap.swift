import Telemetry

/// What may be due, smallest (due, id) first.
struct TimerHeap {
    struct Entry {
        /// Nanoseconds since the epoch.
        var due: Int64
        var id: TimerID

        @inline(__always)
        static func < (left: Entry, right: Entry) -> Bool {
            left.due != right.due ? left.due < right.due : left.id.rawValue < right.id.rawValue
        }
    }

    private var entries: [Entry] = []

    var first: Entry? { entries.first }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    mutating func push(due: Int64, id: TimerID) {
        let entry = Entry(due: due, id: id)
        var child = entries.count
        entries.append(entry)
        while child > 0 {
            let parent = (child - 1) / 2
            guard entry < entries[parent] else { break }
            entries[child] = entries[parent]
            child = parent
        }
        entries[child] = entry
    }

    mutating func pop() -> Entry? {
        guard let result = entries.first, let last = entries.popLast() else { return nil }
        let count = entries.count
        guard count > 0 else { return result }
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < count else { break }
            if child + 1 < count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < last else { break }
            entries[parent] = entries[child]
            parent = child
        }
        entries[parent] = last
        return result
    }
}

/// Whose timer it is.
struct TimerID: Hashable {
    enum Owner {
        /// A series that may have been silent for too long.
        case series(Int)
        /// A rule's `for` or off-delay on one series: the series and the rule's position in its plan.
        case cell(Int, Int)
        /// An alarm over events or raises.
        case keyed(Int)
        /// A rule's `blind_after` on one series.
        case blind(Int, Int)
        /// Series that are judged again.
        case reevaluation
    }

    let rawValue: Int64

    // Kind, series, position: an order that does not depend on where a cell happens to lie in memory.
    private static let kindShift: Int64 = 56
    private static let seriesShift: Int64 = 20

    init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    init(_ owner: Owner) {
        switch owner {
        case .series(let index): rawValue = Int64(index)
        case .cell(let series, let position):
            rawValue = 1 << TimerID.kindShift | Int64(series) << TimerID.seriesShift | Int64(position)
        case .keyed(let index): rawValue = 2 << TimerID.kindShift | Int64(index)
        case .blind(let series, let position):
            rawValue = 4 << TimerID.kindShift | Int64(series) << TimerID.seriesShift | Int64(position)
        case .reevaluation: rawValue = 3 << TimerID.kindShift
        }
    }

    var owner: Owner {
        let index = Int(rawValue & ((1 << TimerID.kindShift) - 1))
        switch rawValue >> TimerID.kindShift {
        case 0: return .series(index)
        case 1: return .cell(index >> TimerID.seriesShift, index & ((1 << TimerID.seriesShift) - 1))
        case 2: return .keyed(index)
        case 4: return .blind(index >> TimerID.seriesShift, index & ((1 << TimerID.seriesShift) - 1))
        default: return .reevaluation
        }
    }
}
