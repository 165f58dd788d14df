import IncidentCommand
import Telemetry

/// What waits for the channels that are not the broker's, what is on its way, and what is tried again when. A pure state
/// machine on the owner's monotone clock.
///
/// Within a channel life safety goes first, otherwise first in, first out. Messages about the same order to the same
/// recipient keep their order whatever fails: a stand-down never overtakes what it ends.
package struct ChannelQueue {
    /// Messages held in memory; further ones wait in the database.
    package static let limit = 10_000

    private struct Entry {
        var delivery: ChannelDelivery
        /// In the order of adding.
        var token: UInt64
        var schedule: RetrySchedule?
        /// Not before this; 0 for what was never tried.
        var dueNanoseconds: Int64 = 0
        var isOnItsWay = false
        /// The channel and what the message is about: one after the other.
        var line: Line
    }

    private struct Line: Hashable {
        var channel: String
        var recipient: OutboundMessage.Recipient
        var about: String
    }

    private var entries: [Entry] = []
    private var keys: Set<String> = []
    private var nextToken: UInt64 = 1
    private var onTheirWay: [String: Int] = [:]
    /// Messages wait in the database that did not fit.
    package private(set) var hasOverflowed = false

    package init() {}

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    /// Adds a message; one with the same key is the same message and is added once.
    package mutating func add(_ delivery: ChannelDelivery) {
        let key = delivery.report.key
        if keys.contains(key) { return }
        if entries.count >= ChannelQueue.limit && !delivery.lifeSafety {
            hasOverflowed = true
            return
        }
        keys.insert(key)
        let line = Line(
            channel: delivery.report.channel, recipient: delivery.report.recipient,
            about: delivery.report.order ?? delivery.report.incident)
        entries.append(Entry(delivery: delivery, token: nextToken, line: line))
        nextToken += 1
    }

    /// The owner has read the database's pending rows again.
    package mutating func refilled() {
        hasOverflowed = false
    }

    /// Takes out what is to be tried now.
    ///
    /// - Parameter room: messages that a channel takes at the same time; 0 for one that there is not.
    package mutating func takeDue(
        nowNanoseconds now: Int64, room: (String) -> Int
    ) -> [(token: UInt64, delivery: ChannelDelivery)] {
        var heads: Set<Line> = []
        var urgent: Set<Line> = []
        for entry in entries where entry.delivery.lifeSafety { urgent.insert(entry.line) }
        var due: [(token: UInt64, delivery: ChannelDelivery)] = []
        // What is urgent hurries those before it in its line too.
        for isUrgentTurn in [true, false] {
            for index in entries.indices {
                let line = entries[index].line
                guard urgent.contains(line) == isUrgentTurn, heads.insert(line).inserted,
                    !entries[index].isOnItsWay, entries[index].dueNanoseconds <= now,
                    onTheirWay[line.channel, default: 0] < room(line.channel)
                else { continue }
                entries[index].isOnItsWay = true
                onTheirWay[line.channel, default: 0] += 1
                due.append((entries[index].token, entries[index].delivery))
            }
        }
        return due
    }

    /// When something is to be tried next; nil where nothing waits for time to pass.
    package var nextDueNanoseconds: Int64? {
        entries.lazy.filter { !$0.isOnItsWay && $0.dueNanoseconds > 0 }.map(\.dueNanoseconds).min()
    }

    /// An attempt ended.
    ///
    /// - Parameters:
    ///   - policy: of the message's channel.
    ///   - began: the owner's clock as this attempt began.
    ///   - jitter: from 0 to below 1.
    /// - Returns: the message with its final outcome; nil where it is tried again.
    package mutating func finished(
        token: UInt64, _ attempt: AttemptOutcome, policy: RetryPolicy, beganNanoseconds began: Int64,
        nowNanoseconds now: Int64, jitter: Double
    ) -> FinishedDelivery? {
        guard let index = entries.firstIndex(where: { $0.token == token && $0.isOnItsWay }) else { return nil }
        onTheirWay[entries[index].line.channel, default: 1] -= 1
        entries[index].isOnItsWay = false
        switch attempt {
        case .handedOver(let evidence): return finish(index, .handedOver(evidence: evidence))
        case .refused(let reason): return finish(index, .failed(reason: reason))
        case .again(let reason, let after):
            var schedule = entries[index].schedule ?? RetrySchedule(policy: policy, nowNanoseconds: began)
            switch schedule.failed(nowNanoseconds: now, retryAfter: after, jitter: jitter) {
            case .giveUp(let why): return finish(index, .failed(reason: "\(reason) \(why)"))
            case .again(let due):
                entries[index].schedule = schedule
                entries[index].dueNanoseconds = max(1, due)
                return nil
            }
        }
    }

    private mutating func finish(_ index: Int, _ outcome: HandOverReport.Outcome) -> FinishedDelivery {
        let failures = entries[index].schedule?.failures ?? 0
        let delivery = entries.remove(at: index).delivery
        keys.remove(delivery.report.key)
        var report = delivery.report
        report.outcome = outcome
        if failures > 0 { report.attempts = failures + 1 }
        return FinishedDelivery(report: report, isRecorded: delivery.isRecorded)
    }
}
