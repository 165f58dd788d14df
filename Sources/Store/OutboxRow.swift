import Telemetry

/// How far an outgoing message has come.
package enum OutboxState: Int32, Hashable, Sendable, CaseIterable {
    case pending = 0
    case handedOver = 1
    case failed = 2
    case withdrawn = 3

    /// English snake_case, for JSON.
    package var code: String {
        switch self {
        case .pending: "pending"
        case .handedOver: "handed_over"
        case .failed: "failed"
        case .withdrawn: "withdrawn"
        }
    }
}

/// A message to a department or officer: stored with what caused it, sent after the commit, at least once.
package struct OutboxRow: Hashable, Sendable {
    /// In order of storing; 0 before.
    package var id: Int64
    /// Idempotency key: while a message waits to be handed over, a second one with its key is not stored.
    package var key: String
    package var state: OutboxState
    package var kind: String
    package var channel: String
    package var target: String
    package var incident: String
    package var order: String
    package var lifeSafety: Bool
    package var createdAt: Timestamp
    package var nextAttemptAt: Timestamp
    package var attempts: Int
    package var body: [UInt8]
    package var lastError: String

    package init(
        id: Int64 = 0, key: String, state: OutboxState = .pending, kind: String, channel: String, target: String,
        incident: String, order: String, lifeSafety: Bool, createdAt: Timestamp, nextAttemptAt: Timestamp,
        attempts: Int = 0, body: [UInt8], lastError: String = ""
    ) {
        self.id = id
        self.key = key
        self.state = state
        self.kind = kind
        self.channel = channel
        self.target = target
        self.incident = incident
        self.order = order
        self.lifeSafety = lifeSafety
        self.createdAt = createdAt
        self.nextAttemptAt = nextAttemptAt
        self.attempts = attempts
        self.body = body
        self.lastError = lastError
    }

    static let columns = """
        id, key, state, kind, channel, target, incident, "order", life_safety, created_at, next_attempt_at, attempts, body, \
        last_error
        """

    init(_ row: SQLStatement) {
        self.init(
            id: row.int64(0), key: row.text(1), state: OutboxState(rawValue: row.int32(2)) ?? .failed,
            kind: row.text(3),
            channel: row.text(4), target: row.text(5), incident: row.text(6), order: row.text(7),
            lifeSafety: row.bool(8),
            createdAt: row.time(9), nextAttemptAt: row.time(10), attempts: row.int(11), body: row.bytes(12),
            lastError: row.text(13))
    }
}
