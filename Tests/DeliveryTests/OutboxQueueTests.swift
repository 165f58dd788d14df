import Delivery
import IncidentCommand
import Testing

@Suite struct OutboxQueueTests {
    private func item(_ key: String, lifeSafety: Bool = false) -> OutboxQueue.Item {
        let report = HandOverReport(
            key: key, kind: .order, incident: "I-2026-000001", order: "O-2026-000001", orderVersion: 1,
            recipient: .department("water"), channel: "mqtt", outcome: .failed(reason: ""))
        return OutboxQueue.Item(
            report: report,
            message: OrderMessage(
                report: report, body: Array("{\"key\":\"\(key)\"}".utf8), orderKey: OrderKey("k"), exercise: true),
            lifeSafety: lifeSafety)
    }

    @Test func lifeSafetyGoesFirst() {
        var queue = OutboxQueue()
        queue.add(item("a"))
        queue.add(item("b", lifeSafety: true))
        #expect(queue.next(nowNanoseconds: 0)?.item.report.key == "b")
        #expect(queue.next(nowNanoseconds: 0)?.item.report.key == "a")
        #expect(queue.next(nowNanoseconds: 0) == nil)
    }

    @Test func theSameKeyIsToldOnceUntilItIsDone() {
        var queue = OutboxQueue()
        queue.add(item("a"))
        queue.add(item("a"))
        #expect(queue.count == 1)
    }

    @Test func anUnconfirmedMessageIsSentAgainUnderTheSameKey() {
        var queue = OutboxQueue()
        queue.add(item("a"))
        guard let first = queue.next(nowNanoseconds: 0) else {
            Issue.record("Nothing to send.")
            return
        }
        queue.uncertain(token: first.token)
        guard let second = queue.next(nowNanoseconds: 0) else {
            Issue.record("Nothing to send.")
            return
        }
        #expect(second.item.report.key == "a")
        #expect(second.token != first.token)
        #expect(queue.published(token: second.token)?.report.key == "a")
        #expect(queue.isEmpty)
    }

    /// The connection goes while an order and its stand-down are on their way: they are sent again in their order.
    @Test func aStandDownNeverGoesBeforeItsOrder() {
        var queue = OutboxQueue()
        for key in ["order", "reminder", "stand-down", "later"] { queue.add(item(key)) }
        var tokens: [UInt64] = []
        for _ in 0..<3 { if let next = queue.next(nowNanoseconds: 0) { tokens.append(next.token) } }
        for token in tokens { queue.uncertain(token: token) }
        var keys: [String] = []
        while let next = queue.next(nowNanoseconds: 0) { keys.append(next.item.report.key) }
        #expect(keys == ["order", "reminder", "stand-down", "later"])
    }

    /// What did not fit is read from the database again once half of the queue is told.
    @Test func whatDidNotFitComesAfterARefill() {
        var queue = OutboxQueue()
        for number in 0...OutboxQueue.limit { queue.add(item("k\(number)")) }
        #expect(queue.hasOverflowed)
        while queue.count >= OutboxQueue.limit / 2, let next = queue.next(nowNanoseconds: 0) {
            _ = queue.published(token: next.token)
        }
        queue.refilled()
        queue.add(item("k\(OutboxQueue.limit)"))
        queue.add(item("k\(OutboxQueue.limit - 1)"))
        #expect(!queue.hasOverflowed)
        #expect(queue.count == OutboxQueue.limit / 2)
    }

    @Test func aRefusedMessageIsTriedAgainLaterAndThenGivenUp() {
        var queue = OutboxQueue()
        queue.add(item("a"))
        var now: Int64 = 0
        for attempt in 1...OutboxQueue.refusalLimit {
            guard let next = queue.next(nowNanoseconds: now) else {
                Issue.record("Nothing to send.")
                return
            }
            let givenUp = queue.refused(token: next.token, nowNanoseconds: now)
            #expect((givenUp != nil) == (attempt == OutboxQueue.refusalLimit))
            #expect(queue.next(nowNanoseconds: now) == nil)
            now = queue.nextRetryNanoseconds ?? now
        }
        #expect(queue.isEmpty)
    }

    @Test func theQueueIsBoundedButNotForLifeSafety() {
        var queue = OutboxQueue()
        for number in 0...OutboxQueue.limit { queue.add(item("k\(number)")) }
        #expect(queue.count == OutboxQueue.limit)
        #expect(queue.hasOverflowed)
        queue.add(item("urgent", lifeSafety: true))
        #expect(queue.count == OutboxQueue.limit + 1)
    }

    @Test func anOrderCarriesItsSecretAndTheExerciseMark() {
        let message = item("a").message
        let text = String(decoding: message.payload, as: UTF8.self)
        #expect(message.topic == "tocsin/departments/water/orders")
        #expect(text.hasPrefix("{\"key\":\"a\",\"exercise\":true,\"secret\":\""))
        #expect(text.hasSuffix("\"}"))
    }
}

@Suite struct OrderSecretTests {
    @Test func aProofHoldsForItsMessageOnly() {
        let secret = OrderSecret.secret(orderKey: "key", order: "O-1", version: 1)
        let message = OrderSecret.message(
            order: "O-1", version: 1, department: "water", state: "accepted", person: "李某")
        let proof = OrderSecret.proof(of: message, secret: secret)
        #expect(OrderSecret.isProof(proof, of: message, secret: secret))
        let other = OrderSecret.message(order: "O-1", version: 1, department: "power", state: "accepted", person: "李某")
        #expect(!OrderSecret.isProof(proof, of: other, secret: secret))
        let otherSecret = OrderSecret.secret(orderKey: "key", order: "O-1", version: 2)
        #expect(!OrderSecret.isProof(proof, of: message, secret: otherSecret))
        #expect(!OrderSecret.isProof("zz", of: message, secret: secret))
    }
}
