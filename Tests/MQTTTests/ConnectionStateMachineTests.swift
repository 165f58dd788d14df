import Testing

@testable import MQTT

@Suite struct ConnectionStateMachineTests {
    private static let second: Int64 = 1_000_000_000

    private func active(at now: Int64) -> ConnectionStateMachine {
        var machine = ConnectionStateMachine(
            handshakeTimeoutSeconds: 20,
            backoff: .init(firstMilliseconds: 1_000, longestMilliseconds: 8_000, stableSeconds: 30))
        #expect(machine.advance(now: now) == .startAttempt)
        machine.socketOpened(now: now)
        machine.accepted(now: now)
        #expect(machine.isActive)
        return machine
    }

    @Test func aLossIsFollowedByAnAttemptAfterTheWait() {
        var machine = active(at: 0)
        guard case .reportLoss(let wait) = machine.ended(now: 5 * Self.second, takenOver: false, random: 0) else {
            Issue.record("no loss")
            return
        }
        #expect(machine.nextDeadlineNanoseconds == 5 * Self.second + wait)
        #expect(machine.advance(now: 5 * Self.second + wait - 1) == .none)
        #expect(machine.advance(now: 5 * Self.second + wait) == .startAttempt)
        #expect(machine.advance(now: 6 * Self.second + wait) == .none, "one attempt at a time")
    }

    @Test func beingTakenOverStaysUntilAPersonRestarts() {
        var machine = active(at: 0)
        #expect(machine.ended(now: 1, takenOver: true, random: 0) == .reportTakeOver)
        #expect(machine.nextDeadlineNanoseconds == nil)
        #expect(machine.advance(now: .max) == .none)
        machine.restart(now: 7)
        #expect(machine.advance(now: 7) == .startAttempt)
    }

    @Test func aBrokerThatDoesNotAnswerIsGivenUpOn() {
        var machine = ConnectionStateMachine(handshakeTimeoutSeconds: 20, backoff: .init())
        #expect(machine.advance(now: 0) == .startAttempt)
        machine.socketOpened(now: 100)
        #expect(machine.advance(now: 20 * Self.second + 99) == .none)
        #expect(machine.advance(now: 20 * Self.second + 100) == .endHandshake)
        guard case .reportFailure(let attempt, _) = machine.ended(now: 0, takenOver: false, random: 0) else {
            Issue.record("no failure")
            return
        }
        #expect(attempt == 1)
    }

    @Test func aWishedForEndIsNoLoss() {
        var machine = active(at: 0)
        #expect(machine.finish(now: 0, timeoutNanoseconds: 10) == .disconnect)
        #expect(machine.advance(now: 10) == .endFinishing)
        #expect(machine.ended(now: 10, takenOver: false, random: 0) == .reportFinish)
        #expect(machine.ended(now: 11, takenOver: false, random: 0) == .none)
        #expect(machine.advance(now: .max) == .none)
    }

    @Test func endingWhileWaitingIsImmediate() {
        var machine = ConnectionStateMachine(handshakeTimeoutSeconds: 20, backoff: .init())
        #expect(machine.finish(now: 0, timeoutNanoseconds: 10) == .closeAtOnce)
        #expect(machine.state == .finished)
    }

    @Test func theOwnersWaitGoesBeforeTheBackoff() {
        var machine = active(at: 0)
        let action = machine.ended(now: 0, takenOver: false, random: 0, retryAfterNanoseconds: 77)
        #expect(action == .reportLoss(retryNanoseconds: 77))
    }
}

@Suite struct ReconnectBackoffTests {
    private let limits = ReconnectBackoff.Limits(firstMilliseconds: 500, longestMilliseconds: 30_000, stableSeconds: 30)

    @Test func theWaitsDoubleUpToTheLongest() {
        var backoff = ReconnectBackoff(limits: limits)
        let waits = (0..<9).map { _ in backoff.nextWaitNanoseconds(random: 0) / 1_000_000 }
        #expect(waits == [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
    }

    @Test func theWaitsAreSpreadBetweenHalfAndAllOfTheirBound() {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var state = seed
        for _ in 0..<1_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var backoff = ReconnectBackoff(limits: limits)
            #expect((250_000_000...500_000_000).contains(backoff.nextWaitNanoseconds(random: state)))
        }
    }

    @Test func onlyAConnectionThatHeldStartsAnew() {
        var backoff = ReconnectBackoff(limits: limits)
        _ = backoff.nextWaitNanoseconds(random: 0)
        backoff.held(nanoseconds: 29_999_999_999)
        #expect(backoff.nextWaitNanoseconds(random: 0) == 500_000_000)
        backoff.held(nanoseconds: 30_000_000_000)
        #expect(backoff.nextWaitNanoseconds(random: 0) == 250_000_000)
    }

    @Test func manyFailuresDoNotOverflow() {
        var backoff = ReconnectBackoff(limits: .init(firstMilliseconds: 86_400_000, longestMilliseconds: 86_400_000))
        for _ in 0..<200 { #expect(backoff.nextWaitNanoseconds(random: .max) <= 86_400_000_000_000) }
    }
}

@Suite struct DroppedMessagesTests {
    private func take(_ text: String, _ dropped: inout DroppedMessages) -> MQTTEvent? {
        var bytes = Array(text.utf8)
        return bytes.withUnsafeMutableBytes { dropped.take(payload: UnsafeRawBufferPointer($0)) }
    }

    @Test func onlyARiseIsAnIncrease() {
        var dropped = DroppedMessages(lastTotal: nil)
        #expect(take("5", &dropped) == .brokerDropped(total: 5, increase: 0))
        #expect(take("5", &dropped) == nil)
        #expect(take("9", &dropped) == .brokerDropped(total: 9, increase: 4))
        #expect(take("nonsense", &dropped) == nil)
        #expect(take("2", &dropped) == .brokerDropped(total: 2, increase: 2), "the broker was started anew")
    }

    @Test func aRiseWhileWeWereAwayIsSeen() {
        var dropped = DroppedMessages(lastTotal: 5)
        #expect(take("6", &dropped) == .brokerDropped(total: 6, increase: 1))
    }
}
