import CMosquitto
import Glibc

/// The outgoing session: orders, incident messages and our own status at QoS 1, each completed by the broker's PUBACK.
///
/// Not Sendable: the owner of the intake session owns it too and polls both. It keeps nothing across connections: what
/// was not confirmed is reported uncertain, and the outbox, which is durable, sends it again with the same key.
package final class MQTTPublisher {
    /// What became of a call of `publish`.
    package enum Acceptance: Sendable, Equatable {
        /// An event with the token follows.
        case queued
        /// As many as allowed are on their way; try again after the next event.
        case full
        /// No connection now; nothing was kept.
        case notConnected
    }

    private let connection: MQTTConnection
    private let inFlightLimit: Int
    private let status: StatusTopic?
    private var lastStatus: ServiceStatus?
    /// In the order of sending, which is that of the PUBACKs. The token is nil for our own status.
    private var inFlight: [(identifier: Int32, token: UInt64?)] = []
    private var isFinishing = false
    /// PUBACKs of this session, status included.
    private(set) var confirmedCount: UInt64 = 0

    /// MQTT 5, 2.2.1: a packet identifier has two bytes, 0 is none; some room is left for our status.
    package static let inFlightLimitMaximum = 60_000

    /// - Parameters:
    ///   - configuration: with a client id of its own; the session expiry should be 0, for it subscribes to nothing.
    ///   - inFlightLimit: messages on their way at once, 1…60,000.
    ///   - status: where to say that we are online, and the Last Will; nil says nothing.
    package init(
        _ configuration: MQTTConnectionConfiguration, inFlightLimit: Int = 256, status: StatusTopic?,
        random: any RandomNumberGenerator
    ) throws(MQTTError) {
        guard (1...Self.inFlightLimitMaximum).contains(inFlightLimit) else {
            throw .configuration("\(inFlightLimit) messages in flight: write 1 to \(Self.inFlightLimitMaximum).")
        }
        self.inFlightLimit = inFlightLimit
        self.status = status
        connection = try MQTTConnection(
            configuration, cleanStart: true, sendMaximum: Int32(inFlightLimit + 16), random: random,
            prepare: { handle throws(MQTTError) in
                if let status { try handle.setWill(topic: status.topic, payload: status.offline.json()) }
            })
        connection.onAccepted = { [unowned self] _ in announce() }
        connection.onEnded = { [unowned self] in reportUncertain() }
        connection.onPublished = { [unowned self] in published(identifier: $0, reasonCode: $1) }
    }

    /// To be polled; -1 while there is nothing to wait for. Changes with each connection.
    package var pollDescriptor: Int32 { connection.pollDescriptor }

    /// POLLIN, with POLLOUT while something waits.
    package var pollEvents: Int16 { Int16(connection.wantsWrite ? POLLIN | POLLOUT : POLLIN) }

    /// When `advance` must be called at the latest, besides once a second for the keep-alive.
    package var nextDeadlineNanoseconds: Int64? { connection.machine.nextDeadlineNanoseconds }

    package var isConnected: Bool { connection.machine.isActive }

    /// Messages on their way, our own status included.
    package var inFlightCount: Int { inFlight.count }

    /// What happened since the last call, in order; nil if nothing is left.
    package func nextEvent() -> MQTTEvent? { connection.nextEvent() }

    /// Connects when due, takes over a finished connect, sees to time-outs and keep-alive. Never blocks.
    package func advance(now: Int64) {
        connection.advance(now: now)
        _ = connection.writeAll()
    }

    /// Reads PUBACKs; they become events. Writes what waits.
    package func receive() {
        var packetsLeft = inFlightLimit + 64
        while packetsLeft > 0 {
            packetsLeft -= 1
            switch connection.readPacket() {
            case .ended: return
            case .packet: continue
            case .nothingThere:
                if connection.hasPendingBytes { continue }
                packetsLeft = 0
            }
        }
        _ = connection.writeAll()
        sayGoodbyeIfDone()
    }

    /// Sends one message, at once if the socket has room.
    ///
    /// - Parameters:
    ///   - token: the caller's name for it; comes back in exactly one event.
    ///   - quality: 1; 0 and 2 for what is played as another published it. At 0 the event follows when it is written.
    ///   - retained: the broker keeps it for those who subscribe later. Never for orders.
    /// - Throws: `MQTTError.topic` if this message can never be sent.
    package func publish(
        token: UInt64, topic: String, payload: [UInt8], quality: UInt8 = 1, retained: Bool = false,
        properties: MQTTProperties = MQTTProperties()
    ) throws(MQTTError) -> Acceptance {
        guard isConnected else { return .notConnected }
        guard inFlight.count < inFlightLimit else { return .full }
        return try send(
            token: token, topic: topic, payload: payload, quality: quality, retained: retained, properties: properties)
    }

    /// A heartbeat: the status, retained. It is said again on each new connection.
    package func publishStatus(_ status: ServiceStatus) {
        lastStatus = status
        if isConnected { announce() }
    }

    /// Says that we stop, waits for the broker's confirmation, then ends; `.finished` follows, after 5 s at the latest.
    package func finish(now: Int64) {
        // Said before the machine leaves `active`, which publishing needs.
        if isConnected, let status {
            var goodbye = lastStatus ?? status.offline
            goodbye.state = .stopped
            lastStatus = goodbye
            announce()
        }
        guard connection.finish(now: now, timeoutNanoseconds: 5_000_000_000) == .disconnect else { return }
        isFinishing = true
        sayGoodbyeIfDone()
    }

    /// After `.takenOver` or `.finished`, if a person decided to connect again.
    package func restart(now: Int64) {
        isFinishing = false
        connection.restart(now: now)
    }
}

extension MQTTPublisher {
    private func send(
        token: UInt64?, topic: String, payload: [UInt8], quality: UInt8 = 1, retained: Bool,
        properties: MQTTProperties = MQTTProperties()
    ) throws(MQTTError) -> Acceptance {
        guard let handle = connection.handle else { return .notConnected }
        var identifier: Int32 = 0
        var list = properties.isEmpty ? nil : try properties.makeList(topic: topic)
        defer { mosquitto_property_free_all(&list) }
        let result = mosquitto_publish_v5(
            handle.pointer, &identifier, topic, Int32(clamping: payload.count), payload, Int32(quality), retained, list)
        switch result {
        case MOSQ_ERR_SUCCESS.rawValue:
            inFlight.append((identifier, token))
            _ = connection.writeAll()
            return .queued
        case MOSQ_ERR_NO_CONN.rawValue, MOSQ_ERR_CONN_LOST.rawValue:
            return .notConnected
        case MOSQ_ERR_NOMEM.rawValue:
            return .full
        case let other:
            throw .topic(topic, problem: MQTTReason.library(other, errorNumber: 0, logged: nil).detail)
        }
    }

    /// Sends something that the broker has to confirm.
    ///
    /// - Returns: the `confirmedCount` from which on it is confirmed; nil if nothing could be sent.
    func askForProof() -> UInt64? {
        guard isConnected, status != nil, lastStatus != nil else { return nil }
        announce()
        return confirmedCount + UInt64(inFlight.count)
    }

    private func announce() {
        guard let status, let lastStatus else { return }
        do throws(MQTTError) {
            _ = try send(token: nil, topic: status.topic, payload: lastStatus.json(), retained: true)
        } catch {
            connection.append(.statusRefused(MQTTReason(.library, detail: error.description)))
        }
    }

    private func published(identifier: Int32, reasonCode: Int32) {
        guard let index = inFlight.firstIndex(where: { $0.identifier == identifier }) else { return }
        confirmedCount += 1
        guard let token = inFlight.remove(at: index).token else {
            if reasonCode >= 0x80 { connection.append(.statusRefused(.broker(reasonCode))) }
            return
        }
        // 0x10, no subscriber, is a success for the broker and for us: the answer's deadline sees to the rest.
        connection.append(
            reasonCode < 0x80
                ? .published(token: token) : .publishRefused(token: token, reason: .broker(reasonCode)))
    }

    private func reportUncertain() {
        let tokens = inFlight.compactMap(\.token)
        inFlight.removeAll()
        for token in tokens { connection.append(.publishUncertain(token: token)) }
    }

    private func sayGoodbyeIfDone() {
        guard isFinishing, inFlight.isEmpty else { return }
        isFinishing = false
        connection.disconnect()
    }
}
