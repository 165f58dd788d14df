/// The life of one connection as a pure state machine: what happened goes in, what the owner has to do comes out.
struct ConnectionStateMachine: Sendable {
    enum State: Sendable, Equatable {
        /// No connection; the next attempt is due then.
        case waiting(untilNanoseconds: Int64)
        /// A helper thread looks up the name and opens the socket; it may take as long as the system lets it.
        case connecting
        /// The socket is open; the broker has not answered CONNECT yet.
        case handshaking(deadlineNanoseconds: Int64)
        case active(sinceNanoseconds: Int64)
        /// DISCONNECT is on its way, or what must precede it.
        case finishing(deadlineNanoseconds: Int64)
        /// Another client has our id; only a person starts us again.
        case takenOver
        case finished
    }

    enum TimeAction: Sendable, Equatable {
        case none
        case startAttempt
        case endHandshake
        case endFinishing
    }

    enum EndAction: Sendable, Equatable {
        case none
        case reportFailure(attempt: Int, retryNanoseconds: Int64)
        case reportLoss(retryNanoseconds: Int64)
        case reportTakeOver
        case reportFinish
    }

    enum FinishAction: Sendable, Equatable {
        case none
        /// Say goodbye to the broker; `ended` follows.
        case disconnect
        /// There is nobody to say goodbye to.
        case closeAtOnce
    }

    private(set) var state: State
    private var backoff: ReconnectBackoff
    private var attempt = 0
    private let handshakeTimeoutNanoseconds: Int64

    init(handshakeTimeoutSeconds: Int, backoff: ReconnectBackoff.Limits) {
        state = .waiting(untilNanoseconds: 0)
        self.backoff = ReconnectBackoff(limits: backoff)
        handshakeTimeoutNanoseconds = Int64(handshakeTimeoutSeconds) * 1_000_000_000
    }

    var isActive: Bool {
        if case .active = state { true } else { false }
    }

    /// When `advance` has something to do, nil if only the outside can change anything.
    var nextDeadlineNanoseconds: Int64? {
        switch state {
        case .waiting(let due): due
        case .handshaking(let deadline), .finishing(let deadline): deadline
        case .connecting, .active, .takenOver, .finished: nil
        }
    }

    mutating func advance(now: Int64) -> TimeAction {
        switch state {
        case .waiting(let due):
            guard now >= due else { return .none }
            state = .connecting
            attempt += 1
            return .startAttempt
        case .handshaking(let deadline):
            return now >= deadline ? .endHandshake : .none
        case .finishing(let deadline):
            return now >= deadline ? .endFinishing : .none
        case .connecting, .active, .takenOver, .finished:
            return .none
        }
    }

    /// The helper thread has an open socket.
    mutating func socketOpened(now: Int64) {
        guard case .connecting = state else { return }
        state = .handshaking(deadlineNanoseconds: now + handshakeTimeoutNanoseconds)
    }

    /// CONNACK with success.
    mutating func accepted(now: Int64) {
        guard case .handshaking = state else { return }
        state = .active(sinceNanoseconds: now)
        attempt = 0
    }

    /// The connection or the attempt at one is over.
    ///
    /// - Parameters:
    ///   - takenOver: the broker said so (reason code 0x8E).
    ///   - retryAfterNanoseconds: a wait that the owner wishes instead of the back-off's.
    mutating func ended(
        now: Int64, takenOver: Bool, random: UInt64, retryAfterNanoseconds: Int64? = nil
    ) -> EndAction {
        if takenOver, state != .finished {
            state = .takenOver
            return .reportTakeOver
        }
        switch state {
        case .waiting, .takenOver, .finished:
            return .none
        case .finishing:
            state = .finished
            return .reportFinish
        case .connecting, .handshaking:
            let wait = retryAfterNanoseconds ?? backoff.nextWaitNanoseconds(random: random)
            state = .waiting(untilNanoseconds: Self.sum(now, wait))
            return .reportFailure(attempt: attempt, retryNanoseconds: wait)
        case .active(let since):
            backoff.held(nanoseconds: now - since)
            let wait = retryAfterNanoseconds ?? backoff.nextWaitNanoseconds(random: random)
            state = .waiting(untilNanoseconds: Self.sum(now, wait))
            return .reportLoss(retryNanoseconds: wait)
        }
    }

    /// Saturates: the owner may wish for a wait without end.
    private static func sum(_ now: Int64, _ wait: Int64) -> Int64 {
        let (sum, overflow) = now.addingReportingOverflow(wait)
        return overflow ? .max : sum
    }

    /// The owner wants an orderly end.
    mutating func finish(now: Int64, timeoutNanoseconds: Int64) -> FinishAction {
        switch state {
        case .active:
            state = .finishing(deadlineNanoseconds: now + timeoutNanoseconds)
            return .disconnect
        case .waiting, .connecting, .handshaking, .takenOver:
            state = .finished
            return .closeAtOnce
        case .finishing, .finished:
            return .none
        }
    }

    /// A person decided that we may connect again after having been taken over.
    mutating func restart(now: Int64) {
        switch state {
        case .takenOver, .finished: state = .waiting(untilNanoseconds: now)
        case .waiting, .connecting, .handshaking, .active, .finishing: break
        }
    }
}
