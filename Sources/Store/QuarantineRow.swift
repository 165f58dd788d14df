import Telemetry

/// A message that could not be read, kept for people to look at.
package struct QuarantineRow: Hashable, Sendable {
    /// Longest topic and payload kept of one message; the rest is counted in `payloadBytes`.
    package static let topicLimitBytes = 1_024
    package static let payloadLimitBytes = 4_096

    /// In order of arrival; 0 before it is stored.
    package var id: Int64
    package var at: Timestamp
    package var topic: [UInt8]
    /// As it came, or its beginning.
    package var payload: [UInt8]
    /// Length of the whole payload.
    package var payloadBytes: Int
    /// English snake_case code.
    package var reason: String
    package var text: String
    package var station: String?
    package var lifeSafety: Bool

    package init(
        id: Int64 = 0, at: Timestamp, topic: [UInt8], payload: [UInt8], payloadBytes: Int, reason: String, text: String,
        station: String?, lifeSafety: Bool
    ) {
        self.id = id
        self.at = at
        self.topic = topic
        self.payload = payload
        self.payloadBytes = payloadBytes
        self.reason = reason
        self.text = text
        self.station = station
        self.lifeSafety = lifeSafety
    }

    static let columns = "id, at, topic, payload, payload_bytes, reason, text, station, life_safety"

    init(_ row: SQLStatement) {
        self.init(
            id: row.int64(0), at: row.time(1), topic: row.bytes(2), payload: row.bytes(3), payloadBytes: row.int(4),
            reason: row.text(5), text: row.text(6), station: row.optionalText(7), lifeSafety: row.bool(8))
    }
}
