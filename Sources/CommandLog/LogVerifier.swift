import Telemetry

/// Checks a log from its first entry to its last, in constant memory while nothing is wrong, and names what is.
///
/// Every entry is checked against the stored hash of the one before it, so that one changed entry is one finding and not
/// everything after it. What fails is kept (`faultLimit` of it) and explained at the end, when the hashes of entries that
/// were moved or stand after an inserted one are known as well.
package struct LogVerifier: Sendable {
    /// Entries that may fail before checking stops being precise: what follows is counted, not explained.
    package static let faultLimit = 1_000
    /// Entries before a fault whose hashes are remembered, so that what follows an inserted run can be joined to it.
    private static let rememberedBefore = 64
    /// Entries after the first fault whose hashes are remembered.
    private static let rememberedAfter = 200_000

    struct Seen: Hashable, Sendable {
        /// Place in the stored order, from 1.
        var position: Int64
        /// The number it is stored under.
        var row: Int64
        /// Number inside the line; nil where the line does not begin like an entry.
        var number: Int64?
        var hash: LogHash

        /// What the first entry follows.
        static let beginning = Seen(position: 0, row: 0, number: 0, hash: .zero)
    }

    struct Fault: Hashable, Sendable {
        var seen: Seen
        var line: [UInt8]
        var previous: Seen
        /// Its hash does not follow from the entry stored before it.
        var linkBroken: Bool
    }

    let head: LogHead?
    private(set) var entries: Int64 = 0
    private(set) var last = Seen.beginning
    private(set) var highest: Int64 = 0
    private(set) var faults: [Fault] = []
    private(set) var unexplained: Int64 = 0
    /// Stored order around the faults.
    private(set) var remembered: [Seen] = []
    private(set) var hashAtHead: LogHash?

    /// - Parameter head: from outside the database; nil proves the chain but not that its end is there.
    package init(head: LogHead?) {
        self.head = head
    }

    /// Takes the next entry in the stored order.
    ///
    /// - Parameters:
    ///   - seq: the number it is stored under.
    ///   - line: as it is stored.
    ///   - hash: as it is stored.
    package mutating func check(seq: Int64, line: UnsafeRawBufferPointer, hash: LogHash) {
        let number = LogEntryEncoder.number(of: line)
        let linkBroken = LogHash.chained(last.hash, line) != hash
        let seen = Seen(position: entries + 1, row: seq, number: number, hash: hash)
        if linkBroken || number != (last.number ?? last.row) + 1 {
            if faults.count < LogVerifier.faultLimit {
                faults.append(Fault(seen: seen, line: Array(line), previous: last, linkBroken: linkBroken))
            } else {
                unexplained += 1
            }
        }
        remember(seen)
        if let number {
            highest = max(highest, number)
            if number == head?.entries { hashAtHead = hash }
        }
        entries += 1
        last = seen
    }

    private mutating func remember(_ seen: Seen) {
        if faults.isEmpty {
            if remembered.count == 2 * LogVerifier.rememberedBefore {
                remembered.removeFirst(LogVerifier.rememberedBefore)
            }
            remembered.append(seen)
        } else if remembered.count < LogVerifier.rememberedAfter {
            remembered.append(seen)
        }
    }
}
