import Glibc
import MQTT

/// Turns the loop of an intake session in tests, and keeps what came.
package final class IntakeDriver {
    package struct Message: Sendable, Equatable {
        package var topic: String
        package var payload: [UInt8]
        package var quality: UInt8
        package var isRetained: Bool

        package var text: String { String(decoding: payload, as: UTF8.self) }
    }

    package let session: MQTTSession
    package private(set) var messages: [Message] = []
    package private(set) var events: [MQTTEvent] = []
    /// Acknowledge after each `receive`, as if a commit had gone well.
    package var acknowledgesEachTurn: Bool
    package var maximumCount = 1_000
    /// Ends a `receive` from inside its handler once so many messages have come by it.
    package var endsReceiveAfter = Int.max
    /// Called after each turn with messages; for commits of one's own.
    package var onTurn: (() -> Void)?

    /// Called at each turn; for another session of the same thread.
    package var beside: (() -> Void)?

    package init(_ session: MQTTSession, acknowledgesEachTurn: Bool = true) {
        self.session = session
        self.acknowledgesEachTurn = acknowledgesEachTurn
    }

    /// One turn; waits at most `milliseconds` for something to happen.
    package func turn(milliseconds: Int32 = 20) {
        session.advance(now: MonotonicClock.nanoseconds())
        var waiting = pollfd(fd: session.pollDescriptor, events: session.pollEvents, revents: 0)
        poll(&waiting, 1, milliseconds)
        beside?()
        session.advance(now: MonotonicClock.nanoseconds())
        var receipt: MQTTReceipt
        repeat {
            let countBefore = messages.count
            receipt = session.receive(maximumCount: maximumCount) { message in
                messages.append(
                    Message(
                        topic: String(decoding: message.topic, as: UTF8.self), payload: Array(message.payload),
                        quality: message.quality, isRetained: message.isRetained))
                if messages.count - countBefore == endsReceiveAfter { session.endReceive() }
            }
            if acknowledgesEachTurn { session.acknowledge() }
            if receipt.count > 0 { onTurn?() }
        } while !receipt.isDrained
        while let event = session.nextEvent() { events.append(event) }
    }

    /// - Returns: false if the condition did not come true in time.
    package func run(seconds: Int = 20, until condition: (IntakeDriver) -> Bool) -> Bool {
        let end = MonotonicClock.nanoseconds() + Int64(seconds) * 1_000_000_000
        while !condition(self) {
            guard MonotonicClock.nanoseconds() < end else { return false }
            turn()
        }
        return true
    }

    /// Runs until the session is connected and its `count` filters are subscribed.
    package func connect(subscriptions count: Int = 1, seconds: Int = 20) -> Bool {
        let before = subscribedCount
        return run(seconds: seconds) { $0.subscribedCount >= before + count }
    }

    package var subscribedCount: Int {
        events.count { if case .subscribed = $0 { true } else { false } }
    }

    package func forget() {
        messages.removeAll()
        events.removeAll()
    }
}
