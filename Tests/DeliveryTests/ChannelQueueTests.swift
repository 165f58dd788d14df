import Delivery
import IncidentCommand
import Telemetry
import TestSupport
import Testing

struct ChannelQueueTests {
    private static let second: Int64 = 1_000_000_000

    private func delivery(
        _ key: String, order: String? = nil, channel: String = "hook", lifeSafety: Bool = false
    ) -> ChannelDelivery {
        let report = HandOverReport(
            key: key, kind: .order, incident: "I-1", order: order ?? key, orderVersion: 1,
            recipient: .department("water"), channel: channel, outcome: .failed(reason: ""))
        return ChannelDelivery(report: report, payload: [], address: nil, lifeSafety: lifeSafety)
    }

    private func take(_ queue: inout ChannelQueue, at seconds: Int64 = 0, room: Int = 4) -> [String] {
        takeTokens(&queue, at: seconds, room: room).map(\.key)
    }

    private func takeTokens(
        _ queue: inout ChannelQueue, at seconds: Int64 = 0, room: Int = 4
    ) -> [(token: UInt64, key: String)] {
        queue.takeDue(nowNanoseconds: seconds * ChannelQueueTests.second) { _ in room }
            .map { ($0.token, $0.delivery.report.key) }
    }

    private func finish(
        _ queue: inout ChannelQueue, _ token: UInt64, _ attempt: AttemptOutcome, at seconds: Int64 = 0,
        policy: RetryPolicy = RetryPolicy(firstDelay: Interval(seconds: 2))
    ) -> FinishedDelivery? {
        queue.finished(
            token: token, attempt, policy: policy, beganNanoseconds: 0,
            nowNanoseconds: seconds * ChannelQueueTests.second, jitter: 0)
    }

    @Test func lifeSafetyGoesFirstAndEachChannelHasItsRoom() {
        var queue = ChannelQueue()
        queue.add(delivery("a"))
        queue.add(delivery("b"))
        queue.add(delivery("c", lifeSafety: true))
        queue.add(delivery("d", channel: "mail"))
        #expect(take(&queue, room: 1) == ["c", "d"])
        #expect(take(&queue, room: 1) == [])
        #expect(take(&queue, room: 2) == ["a"])
    }

    @Test func theEndNeverOvertakesTheOrder() {
        var queue = ChannelQueue()
        queue.add(delivery("order", order: "O-1"))
        queue.add(delivery("stand-down", order: "O-1", lifeSafety: true))
        queue.add(delivery("other", order: "O-2"))
        // What is urgent hurries those before it.
        let first = takeTokens(&queue)
        #expect(first.map(\.key) == ["order", "other"])
        #expect(finish(&queue, first[0].token, .again(reason: "no answer.")) == nil)
        #expect(take(&queue) == [])
        let again = takeTokens(&queue, at: 1)
        #expect(again.map(\.key) == ["order"])
        #expect(
            finish(&queue, again[0].token, .handedOver(evidence: "e"))?.report.outcome == .handedOver(evidence: "e"))
        #expect(take(&queue, at: 1) == ["stand-down"])
    }

    @Test func theSameKeyIsOneMessageUntilItIsDone() throws {
        var queue = ChannelQueue()
        queue.add(delivery("a"))
        queue.add(delivery("a"))
        #expect(queue.count == 1)
        let token = try #require(takeTokens(&queue).first?.token)
        queue.add(delivery("a"))
        #expect(queue.count == 1)
        #expect(finish(&queue, token, .refused(reason: "no."))?.report.outcome == .failed(reason: "no."))
        #expect(queue.isEmpty)
        #expect(finish(&queue, token, .handedOver(evidence: "late")) == nil)
        queue.add(delivery("a"))
        #expect(queue.count == 1)
    }

    @Test func itIsGivenUpWithTheLastReasonAndWhy() throws {
        var queue = ChannelQueue()
        let policy = RetryPolicy(firstDelay: Interval(seconds: 2), attempts: 2)
        queue.add(delivery("a"))
        let first = try #require(takeTokens(&queue).first?.token)
        #expect(finish(&queue, first, .again(reason: "It hangs."), policy: policy) == nil)
        #expect(queue.nextDueNanoseconds == ChannelQueueTests.second)
        #expect(take(&queue) == [])
        let second = try #require(takeTokens(&queue, at: 1).first?.token)
        #expect(queue.nextDueNanoseconds == nil)
        let end = finish(&queue, second, .again(reason: "It hangs."), at: 1, policy: policy)
        #expect(end?.report.outcome == .failed(reason: "It hangs. Given up after 2 attempts."))
    }

    @Test func howOftenItWasTriedIsReportedWhereItWasMoreThanOnce() throws {
        var queue = ChannelQueue()
        queue.add(delivery("at once"))
        queue.add(delivery("later"))
        let tokens = takeTokens(&queue).map(\.token)
        #expect(finish(&queue, tokens[0], .handedOver(evidence: "e"))?.report.attempts == nil)
        for second in 1...2 {
            #expect(finish(&queue, tokens[1], .again(reason: "busy."), at: Int64(10 * second)) == nil)
            #expect(takeTokens(&queue, at: Int64(10 * second + 9)).map(\.key) == ["later"])
        }
        #expect(finish(&queue, tokens[1], .handedOver(evidence: "e"), at: 30)?.report.attempts == 3)
    }

    @Test func whatDoesNotFitWaitsInTheDatabase() {
        var queue = ChannelQueue()
        for number in 0..<ChannelQueue.limit { queue.add(delivery("\(number)")) }
        #expect(!queue.hasOverflowed)
        queue.add(delivery("more"))
        #expect(queue.hasOverflowed)
        #expect(queue.count == ChannelQueue.limit)
        queue.add(delivery("life", lifeSafety: true))
        #expect(queue.count == ChannelQueue.limit + 1)
    }

    /// Random messages, failures and times: every message ends once, and each line keeps its order.
    @Test func everyMessageEndsOnceAndInOrder() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var queue = ChannelQueue()
        var ended: [String] = []
        var handedOver: [String: [Int]] = [:]
        var now: Int64 = 0
        var added = 0
        var onTheirWay: [(token: UInt64, key: String)] = []
        while ended.count < 300 {
            if added < 300, random.next() % 2 == 0 {
                queue.add(
                    delivery(
                        "\(added % 7)/\(added)", order: "O-\(added % 7)", channel: "c\(added % 3)",
                        lifeSafety: random.next() % 5 == 0))
                added += 1
            }
            onTheirWay += queue.takeDue(nowNanoseconds: now) { _ in 2 }.map { ($0.token, $0.delivery.report.key) }
            if !onTheirWay.isEmpty, random.next() % 2 == 0 {
                let one = onTheirWay.remove(at: Int(random.next() % UInt64(onTheirWay.count)))
                let outcome: AttemptOutcome =
                    random.next() % 3 == 0 ? .handedOver(evidence: "e") : .again(reason: "no.")
                let end = queue.finished(
                    token: one.token, outcome, policy: RetryPolicy(attempts: 4), beganNanoseconds: now,
                    nowNanoseconds: now, jitter: 0.5)
                if end != nil {
                    ended.append(one.key)
                    let parts = one.key.split(separator: "/")
                    handedOver["\(parts[0])/\(Int(parts[1]).map { $0 % 3 } ?? 0)", default: []].append(
                        Int(parts[1]) ?? -1)
                }
            }
            now += Int64(random.next() % 500_000_000)
        }
        #expect(Set(ended).count == 300, "seed \(seed)")
        #expect(queue.isEmpty, "seed \(seed)")
        for (line, numbers) in handedOver { #expect(numbers == numbers.sorted(), "line \(line), seed \(seed)") }
    }
}
