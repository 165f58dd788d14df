import CMosquitto
import Glibc

/// What both sessions share: the attempt, the handle, reading and writing packet by packet, and the end.
///
/// Belongs to one thread. The library calls back only from inside `readPacket`, `writeAll` and `keepAlive`, thus on
/// that thread; an end that a callback reports is carried out after the call has returned, because a handle must not be
/// destroyed inside its own callback.
final class MQTTConnection {
    /// What one read did.
    enum ReadOutcome {
        case packet
        case nothingThere
        case ended
    }

    let configuration: MQTTConnectionConfiguration
    private let cleanStart: Bool
    private let sendMaximum: Int32
    private let prepare: ((MosquittoHandle) throws(MQTTError) -> Void)?
    private var random: any RandomNumberGenerator
    private var attempt: ConnectionAttempt?
    private(set) var handle: MosquittoHandle?
    private(set) var machine: ConnectionStateMachine
    private(set) var now: Int64 = 0
    /// True while the library runs: its callbacks may only queue, and no handle is destroyed.
    private var isInsideLibrary = false
    private var endReason: (reason: MQTTReason, takenOver: Bool)?
    private var events: [MQTTEvent] = []
    private var nextEventIndex = 0

    /// Called on CONNACK with success, before any message.
    var onAccepted: ((_ sessionPresent: Bool) -> Void)?
    /// Called after the socket is gone, before the event that says so.
    var onEnded: (() -> Void)?
    /// Called after an active connection was lost.
    var onLost: ((MQTTReason) -> Void)?
    /// Called for each message inside `readPacket`.
    var onMessage: ((MQTTMessage) -> Void)?
    /// Called with the packet identifier and the granted quality or reason code.
    var onSubscribed: ((Int32, Int32) -> Void)?
    /// Called with the packet identifier and the reason code of a PUBACK.
    var onPublished: ((Int32, Int32) -> Void)?
    /// Bound for messages of one `receive`; the callback counts down and ends the library's read at zero.
    var messagesLeft = 0

    init(
        _ configuration: MQTTConnectionConfiguration, cleanStart: Bool, sendMaximum: Int32,
        random: any RandomNumberGenerator, prepare: ((MosquittoHandle) throws(MQTTError) -> Void)? = nil
    ) throws(MQTTError) {
        try configuration.validate()
        self.configuration = configuration
        self.cleanStart = cleanStart
        self.sendMaximum = sendMaximum
        self.random = random
        self.prepare = prepare
        machine = ConnectionStateMachine(
            handshakeTimeoutSeconds: configuration.handshakeTimeoutSeconds, backoff: configuration.backoff)
        // What the library does not take is the configuration's fault and told before the first attempt.
        let trial = try makeHandle()
        try prepare?(trial)
    }

    /// -1 if there is nothing to wait for.
    var pollDescriptor: Int32 {
        if let attempt { return attempt.descriptor }
        guard let handle else { return -1 }
        return mosquitto_socket(handle.pointer)
    }

    var wantsWrite: Bool {
        guard let handle, !tocsin_tls_handshaking(handle.pointer) else { return false }
        return mosquitto_want_write(handle.pointer)
    }

    /// True while reading must go on although something waits to be written.
    var isHandshaking: Bool {
        if case .handshaking = machine.state { true } else { false }
    }

    func append(_ event: MQTTEvent) {
        events.append(event)
    }

    func nextEvent() -> MQTTEvent? {
        guard nextEventIndex < events.count else {
            events.removeAll(keepingCapacity: true)
            nextEventIndex = 0
            return nil
        }
        defer { nextEventIndex += 1 }
        return events[nextEventIndex]
    }

    // MARK: Time

    func setTime(_ now: Int64) {
        self.now = now
    }

    /// Starts what is due, takes a finished attempt over, keeps the connection alive.
    func advance(now: Int64) {
        self.now = now
        takeAttempt()
        switch machine.advance(now: now) {
        case .none: break
        case .startAttempt: startAttempt()
        case .endHandshake:
            let seconds = configuration.handshakeTimeoutSeconds
            end(MQTTReason(.handshakeTimeout, detail: "the broker did not answer CONNECT within \(seconds) s"))
        case .endFinishing:
            end(MQTTReason(.abandoned, detail: "the broker did not confirm the end in time"))
        }
        keepAlive()
    }

    private func keepAlive() {
        guard let handle else { return }
        isInsideLibrary = true
        let result = mosquitto_loop_misc(handle.pointer)
        settle(result: result, errorNumber: errno)
    }

    // MARK: Connecting

    private func makeHandle() throws(MQTTError) -> MosquittoHandle {
        try MosquittoHandle(configuration, cleanStart: cleanStart, sendMaximum: sendMaximum)
    }

    private func startAttempt() {
        do throws(MQTTError) {
            let handle = try makeHandle()
            try prepare?(handle)
            let attempt = try ConnectionAttempt(handle: handle)
            self.attempt = attempt
            attempt.start(configuration)
        } catch {
            end(MQTTReason(.library, detail: error.description))
        }
    }

    private func takeAttempt() {
        guard let attempt, let result = attempt.takeResult() else { return }
        self.attempt = nil
        guard result.code == MOSQ_ERR_SUCCESS.rawValue else {
            end(.library(result.code, errorNumber: result.errorNumber, logged: attempt.handle.lastLoggedError))
            return
        }
        handle = attempt.handle
        attempt.handle.owner = self
        attempt.handle.setCallbacks()
        machine.socketOpened(now: now)
    }

    // MARK: Reading and writing

    /// Reads one packet, over TLS those that are decrypted already, up to the bound in `messagesLeft`.
    func readPacket() -> ReadOutcome {
        guard let handle else { return .ended }
        var wouldBlock = false
        isInsideLibrary = true
        let result = tocsin_loop_read(handle.pointer, &wouldBlock)
        settle(result: result, errorNumber: errno)
        guard self.handle != nil else { return .ended }
        return wouldBlock ? .nothingThere : .packet
    }

    /// Decrypted bytes that `poll` does not see.
    var hasPendingBytes: Bool {
        guard let handle else { return false }
        return tocsin_tls_pending(handle.pointer) > 0
    }

    /// Writes what is queued until nothing is left or the socket is full.
    ///
    /// - Parameter packetCount: about how many small packets there are; many share segments.
    /// - Returns: true if nothing is left.
    func writeAll(packetCount: Int = 1) -> Bool {
        guard !isInsideLibrary else { return false }
        guard let handle, wantsWrite else { return true }
        let socket = mosquitto_socket(handle.pointer)
        let holdsBack = packetCount > 3
        if holdsBack { tocsin_cork(socket, 1) }
        var wouldBlock = false
        while self.handle != nil, !wouldBlock, mosquitto_want_write(handle.pointer) {
            isInsideLibrary = true
            let result = tocsin_loop_write(handle.pointer, &wouldBlock)
            settle(result: result, errorNumber: errno)
        }
        guard self.handle != nil else { return true }
        if holdsBack { tocsin_cork(socket, 0) }
        return !mosquitto_want_write(handle.pointer)
    }

    // MARK: The end

    /// Queues DISCONNECT; the end follows when it is written.
    ///
    /// - Parameter keepsWill: the broker keeps the will as after a loss (reason code 0x04).
    func disconnect(keepsWill: Bool = false) {
        guard let handle else { return }
        isInsideLibrary = true
        let result = mosquitto_disconnect_v5(handle.pointer, keepsWill ? 4 : 0, nil)
        settle(result: result, errorNumber: errno)
        _ = writeAll()
    }

    /// Marks the end as wished for; `disconnect` or `end` then carries it out.
    func finish(now: Int64, timeoutNanoseconds: Int64) -> ConnectionStateMachine.FinishAction {
        self.now = now
        let action = machine.finish(now: now, timeoutNanoseconds: timeoutNanoseconds)
        if action == .closeAtOnce {
            close()
            append(.finished)
        }
        return action
    }

    func restart(now: Int64) {
        self.now = now
        machine.restart(now: now)
    }

    /// Ends the connection without writing anything.
    func end(_ reason: MQTTReason, takenOver: Bool = false, retryAfterNanoseconds: Int64? = nil) {
        close()
        let action = machine.ended(
            now: now, takenOver: takenOver, random: random.next(), retryAfterNanoseconds: retryAfterNanoseconds)
        switch action {
        case .none: break
        case .reportFailure(let attempt, let retry):
            append(.connectFailed(reason, attempt: attempt, retryNanoseconds: retry))
        case .reportLoss(let retry):
            append(.lost(reason, retryNanoseconds: retry))
            onLost?(reason)
        case .reportTakeOver: append(.takenOver)
        case .reportFinish: append(.finished)
        }
    }

    private func close() {
        let hadHandle = handle != nil
        handle?.owner = nil
        handle = nil
        attempt = nil
        endReason = nil
        if hadHandle { onEnded?() }
    }

    /// After each call of the library: carries out an end that it reported by callback, result or a closed socket.
    private func settle(result: Int32, errorNumber: Int32) {
        isInsideLibrary = false
        guard let handle else { return }
        if let endReason {
            end(endReason.reason, takenOver: endReason.takenOver)
        } else if result != MOSQ_ERR_SUCCESS.rawValue || mosquitto_socket(handle.pointer) < 0 {
            let code =
                result == MOSQ_ERR_SUCCESS.rawValue
                ? MOSQ_ERR_CONN_LOST.rawValue : result
            end(.library(code, errorNumber: errorNumber, logged: handle.lastLoggedError))
        }
    }
}

// MARK: - What the library calls

extension MQTTConnection {
    /// CONNACK (MQTT 5, 3.2).
    func libraryConnected(reasonCode: Int32, flags: Int32) {
        guard reasonCode == 0 else {
            endReason = (.broker(reasonCode), false)
            return
        }
        handle?.stopLogging()
        machine.accepted(now: now)
        append(.connected(sessionPresent: flags & 1 != 0))
        onAccepted?(flags & 1 != 0)
    }

    /// The socket is closed: by a DISCONNECT of the broker (0x80 and more), by us (0), or by an error of the library.
    func libraryDisconnected(code: Int32) {
        guard endReason == nil else { return }
        if code >= 0x80 {
            endReason = (.broker(code), code == 0x8E)
        } else if code == 0 {
            endReason = (MQTTReason(.connectionLost, detail: "the connection was closed"), false)
        } else {
            endReason = (.library(code, errorNumber: errno, logged: handle?.lastLoggedError), false)
        }
    }
}
