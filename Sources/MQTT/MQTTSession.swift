import CMosquitto
import Glibc

/// The intake session: messages come in and are acknowledged after the commit that holds them.
///
/// Not Sendable: one thread owns it, the one that parses and commits. It never publishes: the library's queue is first
/// in, first out, and writing an order would push PUBACKs out before the commit. The turn of the owner's loop is
/// `advance`, `poll`, `receive`, commit, `acknowledge`.
package final class MQTTSession {
    private let connection: MQTTConnection
    private let subscriptions: [MQTTSubscription]
    private var awaitedSubscriptions: [(identifier: Int32, filter: String)] = []
    private var droppedMessages: DroppedMessages?
    private let goodbye: BrokerGoodbye?
    private var uptimeSubscription: Int32 = 0
    /// The broker has confirmed that subscription on this connection.
    private var hearsUptime = false
    /// A loss that looks like a take-over, until the witness has answered: its number of PUBACKs that proves it.
    private var suspicionProof: UInt64?

    /// The outgoing session to the same broker. mosquitto 2.0.11 closes a taken-over connection without saying why; if
    /// the broker still answers the other session afterwards, neither it nor the network was the cause.
    package weak var witness: MQTTPublisher?

    /// Messages handed over whose PUBACK must wait for the commit. While it is above 0 nothing at all is written, pings
    /// neither: commit well within the keep-alive.
    package private(set) var unacknowledgedCount = 0
    /// Messages handed over since the start, QoS 0 included.
    package private(set) var receivedCount: UInt64 = 0
    /// Messages of QoS 0 among them: no acknowledgement protects those.
    package private(set) var unprotectedCount: UInt64 = 0
    /// Number of the present connection; 0 before the first.
    package private(set) var connectionNumber: UInt64 = 0
    /// Whether the broker had kept the session when it accepted the present connection.
    package private(set) var isSessionPresent = false

    /// - Parameters:
    ///   - watchesDroppedMessages: also reads the broker's count of dropped messages and reports its rise.
    ///   - lastDroppedCount: the count that an earlier process saw last, so that a rise in between is seen too.
    ///   - watchesBrokerLife: also reads for how long the broker has been running, and leaves a will by which it says
    ///     goodbye: a broker that was started anew without one may have forgotten messages that it had confirmed.
    ///   - cleanStart: a session of its own, without what an earlier one of this client id left at the broker.
    ///   - random: spreads the reconnects.
    /// - Throws: `MQTTError` if a value cannot be used.
    package init(
        _ configuration: MQTTConnectionConfiguration, subscriptions: [MQTTSubscription], cleanStart: Bool = false,
        watchesDroppedMessages: Bool = false, lastDroppedCount: UInt64? = nil, watchesBrokerLife: Bool = false,
        random: any RandomNumberGenerator
    ) throws(MQTTError) {
        self.subscriptions = subscriptions
        let goodbye =
            watchesBrokerLife ? BrokerGoodbye(clientIdentifier: configuration.clientIdentifier, random: random) : nil
        self.goodbye = goodbye
        if watchesDroppedMessages { droppedMessages = DroppedMessages(lastTotal: lastDroppedCount) }
        connection = try MQTTConnection(
            configuration, cleanStart: cleanStart, sendMaximum: 20, random: random,
            prepare: { handle throws(MQTTError) in
                if let goodbye { try goodbye.leave(with: handle) }
            })
        connection.onAccepted = { [unowned self] in accepted(sessionPresent: $0) }
        connection.onEnded = { [unowned self] in ended() }
        connection.onLost = { [unowned self] in suspectTakeOver($0) }
        connection.onSubscribed = { [unowned self] in subscribed(identifier: $0, granted: $1) }
    }

    /// To be polled; -1 while there is nothing to wait for. Changes with each connection.
    package var pollDescriptor: Int32 { connection.pollDescriptor }

    /// POLLIN, POLLOUT or both.
    package var pollEvents: Int16 {
        guard unacknowledgedCount == 0, connection.wantsWrite else { return Int16(POLLIN) }
        // What is committed leaves first: with POLLIN the owner would spin on messages that `receive` does not take.
        return connection.isHandshaking ? Int16(POLLIN | POLLOUT) : Int16(POLLOUT)
    }

    /// When `advance` must be called at the latest, besides once a second for the keep-alive.
    package var nextDeadlineNanoseconds: Int64? { connection.machine.nextDeadlineNanoseconds }

    package var isConnected: Bool { connection.machine.isActive }

    /// What happened since the last call, in order; nil if nothing is left.
    package func nextEvent() -> MQTTEvent? { connection.nextEvent() }

    /// Connects when due, takes over a finished connect, sees to time-outs and keep-alive. Never blocks.
    ///
    /// - Parameter now: monotone time, nanoseconds.
    package func advance(now: Int64) {
        connection.advance(now: now)
        writeIfAllowed()
        judgeSuspicion()
    }

    /// Hands over what the socket holds, up to a bound, and reads until a call yields nothing.
    ///
    /// While committed acknowledgements are still being written it hands over nothing: new PUBACKs would queue behind
    /// them and leave with them.
    ///
    /// - Parameter handler: called for each message on this thread; the message's bytes are valid only inside it.
    package func receive(maximumCount: Int, _ handler: (MQTTMessage) -> Void) -> MQTTReceipt {
        guard maximumCount > 0 else { return MQTTReceipt(count: 0, isDrained: false) }
        writeIfAllowed()
        if unacknowledgedCount == 0, connection.wantsWrite, !connection.isHandshaking {
            return MQTTReceipt(count: 0, isDrained: true)
        }
        let receipt = withoutActuallyEscaping(handler) { handler in
            connection.onMessage = { [unowned self] message in handOver(message, to: handler) }
            defer { connection.onMessage = nil }
            return readUntilDrained(maximumCount: maximumCount)
        }
        writeIfAllowed()
        return receipt
    }

    /// Makes the `receive` that is under way end after the present message, as if its bound were reached. To be called
    /// inside its handler.
    package func endReceive() {
        connection.messagesLeft = 0
    }

    /// Writes the PUBACKs of everything that `receive` has handed over. Call it only after the commit of all of it.
    ///
    /// - Returns: false if the socket was full; the rest follows by itself from `advance` and `receive`.
    @discardableResult
    package func acknowledge() -> Bool {
        let count = unacknowledgedCount
        unacknowledgedCount = 0
        return connection.writeAll(packetCount: count)
    }

    /// The commit failed: closes the socket without writing. The broker sends everything unacknowledged again.
    package func abandon(now: Int64, retryAfterNanoseconds: Int64? = nil) {
        connection.setTime(now)
        connection.end(
            MQTTReason(.abandoned, detail: "closed without acknowledging, because the commit failed"),
            retryAfterNanoseconds: retryAfterNanoseconds)
    }

    /// An orderly end; the broker keeps the session. With anything unacknowledged it closes without writing.
    package func finish(now: Int64) {
        let mayWrite = unacknowledgedCount == 0
        guard connection.finish(now: now, timeoutNanoseconds: 2_000_000_000) == .disconnect else { return }
        if mayWrite {
            connection.disconnect(keepsWill: goodbye != nil)
        } else {
            connection.end(MQTTReason(.abandoned, detail: "ended with messages unacknowledged"))
        }
    }

    /// After `.takenOver` or `.finished`, if a person decided to connect again.
    package func restart(now: Int64) { connection.restart(now: now) }
}

extension MQTTSession {
    private func readUntilDrained(maximumCount: Int) -> MQTTReceipt {
        connection.messagesLeft = maximumCount
        var left = maximumCount
        let receivedBefore = receivedCount
        func receipt(drained: Bool) -> MQTTReceipt {
            MQTTReceipt(count: Int(receivedCount - receivedBefore), isDrained: drained)
        }
        // Packets that are no messages (PINGRESP, SUBACK) are bounded too, so that timers are never held up.
        var otherPacketsLeft = maximumCount + 64
        while true {
            let outcome = connection.readPacket()
            let got = left - connection.messagesLeft
            left = connection.messagesLeft
            if left <= 0 { return receipt(drained: false) }
            switch outcome {
            case .ended:
                return receipt(drained: true)
            case .nothingThere where got == 0 && !connection.hasPendingBytes:
                return receipt(drained: true)
            case .nothingThere, .packet:
                // With a message the library's "nothing there" may come from its own full wake-up pipe: call again.
                if got == 0 {
                    otherPacketsLeft -= 1
                    if otherPacketsLeft == 0 { return receipt(drained: false) }
                }
            }
        }
    }

    private func handOver(_ message: MQTTMessage, to handler: (MQTTMessage) -> Void) {
        if message.topic.first == UInt8(ascii: "$"), isCountOfDropped(message) || isUptime(message) { return }
        if isGoodbye(message) { return }
        receivedCount += 1
        if message.quality == 0 { unprotectedCount += 1 } else { unacknowledgedCount += 1 }
        handler(message)
    }

    /// Before the commit nothing may be written, whatever waits.
    private func writeIfAllowed() {
        if unacknowledgedCount == 0 { _ = connection.writeAll() }
    }

    private func ended() {
        unacknowledgedCount = 0
        hearsUptime = false
        awaitedSubscriptions.removeAll()
    }

    /// Only an end that the broker made in silence is suspicious: not one for the keep-alive, nor a reset.
    private func suspectTakeOver(_ reason: MQTTReason) {
        guard reason.code == .connectionLost, let witness else { return }
        suspicionProof = witness.askForProof()
    }

    private func judgeSuspicion() {
        guard let proof = suspicionProof else { return }
        guard let witness, witness.isConnected else {
            suspicionProof = nil
            return
        }
        guard witness.confirmedCount >= proof else { return }
        suspicionProof = nil
        connection.append(.takeOverSuspected)
    }

    private func isCountOfDropped(_ message: MQTTMessage) -> Bool {
        guard droppedMessages != nil, message.topic.elementsEqual(DroppedMessages.topic.utf8) else { return false }
        if let event = droppedMessages?.take(payload: message.payload) { connection.append(event) }
        return true
    }

    private func isUptime(_ message: MQTTMessage) -> Bool {
        guard goodbye != nil, message.topic.elementsEqual(BrokerUptime.topic.utf8) else { return false }
        // What the kept session had queued while we were away is old, though it looks like news.
        guard message.isRetained || hearsUptime else { return true }
        if let seconds = BrokerUptime.seconds(payload: message.payload) {
            connection.append(.brokerUptime(seconds: seconds, isRetained: message.isRetained))
        }
        return true
    }

    /// What it said is of the connection before: the present one's will is only published when it is over.
    private func isGoodbye(_ message: MQTTMessage) -> Bool {
        guard let goodbye, message.topic.count == goodbye.topic.utf8.count,
            message.topic.elementsEqual(goodbye.topic.utf8)
        else { return false }
        connection.append(.brokerGoodbye(will: Array(message.payload.prefix(64))))
        return true
    }

    /// What the will of the present connection says; empty where none was left.
    package var will: [UInt8] { goodbye?.current ?? [] }

    private func accepted(sessionPresent: Bool) {
        connectionNumber += 1
        goodbye?.accepted()
        isSessionPresent = sessionPresent
        subscribe()
    }

    private func subscribe() {
        for subscription in subscriptions {
            subscribe(subscription.filter, quality: subscription.quality, options: subscription.options)
        }
        if droppedMessages != nil { subscribe(DroppedMessages.topic, quality: 0, options: 0) }
        // Only of use, never needed: a refusal is no alarm. The goodbye first, for the uptime is judged by it.
        if let goodbye {
            _ = requestSubscription(goodbye.topic, quality: 0, options: 0)
            uptimeSubscription = requestSubscription(BrokerUptime.topic, quality: 0, options: 0).identifier
        }
    }

    private func subscribe(_ filter: String, quality: UInt8, options: Int32) {
        let (result, identifier) = requestSubscription(filter, quality: quality, options: options)
        if result == MOSQ_ERR_SUCCESS.rawValue {
            awaitedSubscriptions.append((identifier, filter))
        } else {
            connection.append(
                .subscriptionRefused(filter: filter, reason: .library(result, errorNumber: 0, logged: nil)))
        }
    }

    private func requestSubscription(
        _ filter: String, quality: UInt8, options: Int32
    ) -> (result: Int32, identifier: Int32) {
        guard let handle = connection.handle else { return (MOSQ_ERR_NO_CONN.rawValue, 0) }
        var identifier: Int32 = 0
        let result = mosquitto_subscribe_v5(handle.pointer, &identifier, filter, Int32(quality), options, nil)
        return (result, identifier)
    }

    private func subscribed(identifier: Int32, granted: Int32) {
        if identifier == uptimeSubscription { hearsUptime = true }
        guard let index = awaitedSubscriptions.firstIndex(where: { $0.identifier == identifier }) else { return }
        let filter = awaitedSubscriptions.remove(at: index).filter
        if granted >= 0x80 {
            connection.append(.subscriptionRefused(filter: filter, reason: .broker(granted)))
        } else {
            connection.append(.subscribed(filter: filter, quality: UInt8(clamping: granted)))
        }
    }
}
