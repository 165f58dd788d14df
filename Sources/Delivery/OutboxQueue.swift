import IncidentCommand
import Telemetry

/// What waits to be told, what is on its way, and what is tried again when. A pure state machine: the owner publishes and
/// reports back. Life safety goes first; otherwise first in, first out.
package struct OutboxQueue {
    package struct Item: Hashable, Sendable {
        package var report: HandOverReport
        package var message: OrderMessage
        package var lifeSafety: Bool
        /// False for what rings from memory: nothing of it is stored, and nobody waits for its report.
        package var isRecorded: Bool

        package init(report: HandOverReport, message: OrderMessage, lifeSafety: Bool, isRecorded: Bool = true) {
            self.report = report
            self.message = message
            self.lifeSafety = lifeSafety
            self.isRecorded = isRecorded
        }
    }

    /// Messages held in memory; further ones wait in the database.
    package static let limit = 10_000
    /// Refusals by the broker before a message is given up and its department climbs the ladder.
    package static let refusalLimit = 3
    private static let firstRetryNanoseconds: Int64 = 1_000_000_000

    private struct Entry {
        var item: Item
        /// In the order of adding.
        var number: UInt64
        var refusals = 0
    }

    private var urgent: [Entry] = []
    private var ordinary: [Entry] = []
    private var delayed: [(dueNanoseconds: Int64, entry: Entry)] = []
    private var inFlight: [UInt64: Entry] = [:]
    private var keys: Set<String> = []
    private var nextToken: UInt64 = 1
    private var nextNumber: UInt64 = 1
    /// Messages wait in the database that did not fit.
    package private(set) var hasOverflowed = false

    package init() {}

    package var isEmpty: Bool { keys.isEmpty }
    package var count: Int { keys.count }

    /// Due time of the next retry on the owner's clock; nil where none waits.
    package var nextRetryNanoseconds: Int64? { delayed.map(\.dueNanoseconds).min() }

    /// Adds a message; one with the same key is the same message and is added once.
    package mutating func add(_ item: Item) {
        if keys.contains(item.report.key) { return }
        if keys.count >= OutboxQueue.limit && !item.lifeSafety {
            hasOverflowed = true
            return
        }
        keys.insert(item.report.key)
        insert(Entry(item: item, number: nextNumber))
        nextNumber += 1
    }

    /// The owner has read the database's pending rows again.
    package mutating func refilled() {
        hasOverflowed = false
    }

    /// In its place by number: a stand-down never goes before its order, however often either is sent again.
    private mutating func insert(_ entry: Entry) {
        if entry.item.lifeSafety {
            OutboxQueue.insert(entry, into: &urgent)
        } else {
            OutboxQueue.insert(entry, into: &ordinary)
        }
    }

    private static func insert(_ entry: Entry, into line: inout [Entry]) {
        let place = line.lastIndex { $0.number < entry.number }.map { $0 + 1 } ?? 0
        line.insert(entry, at: place)
    }

    /// The next message to publish, with its token; nil where none is due.
    ///
    /// - Parameter now: the owner's monotone clock.
    package mutating func next(nowNanoseconds now: Int64) -> (token: UInt64, item: Item)? {
        var waiting: [(dueNanoseconds: Int64, entry: Entry)] = []
        for element in delayed {
            if element.dueNanoseconds <= now { insert(element.entry) } else { waiting.append(element) }
        }
        delayed = waiting
        let entry: Entry
        if !urgent.isEmpty {
            entry = urgent.removeFirst()
        } else if !ordinary.isEmpty {
            entry = ordinary.removeFirst()
        } else {
            return nil
        }
        let token = nextToken
        nextToken += 1
        inFlight[token] = entry
        return (token, entry.item)
    }

    /// The channel could not take it now (not connected, or its window is full): it stays in its place.
    package mutating func postponed(token: UInt64) {
        guard let entry = inFlight.removeValue(forKey: token) else { return }
        insert(entry)
    }

    /// The broker confirmed it.
    package mutating func published(token: UInt64) -> Item? {
        guard let entry = inFlight.removeValue(forKey: token) else { return nil }
        keys.remove(entry.item.report.key)
        return entry.item
    }

    /// The connection went before the confirmation: it is sent again under the same key.
    package mutating func uncertain(token: UInt64) {
        postponed(token: token)
    }

    /// The broker refused it: tried again later, given up after `refusalLimit`.
    ///
    /// - Returns: the message where it is given up.
    package mutating func refused(token: UInt64, nowNanoseconds now: Int64) -> Item? {
        guard var entry = inFlight.removeValue(forKey: token) else { return nil }
        entry.refusals += 1
        if entry.refusals >= OutboxQueue.refusalLimit {
            keys.remove(entry.item.report.key)
            return entry.item
        }
        delayed.append((now + OutboxQueue.firstRetryNanoseconds << Int64(entry.refusals - 1), entry))
        return nil
    }
}
