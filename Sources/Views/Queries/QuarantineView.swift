import Telemetry

/// One message that could not be read, kept with its bytes: `GET /v1/quarantine`, `tocsin quarantine`.
package struct QuarantineView: Hashable, Sendable, Codable {
    package var id: Int64
    package var receivedAt: Timestamp
    /// The topic; bytes that are not UTF-8 show as U+FFFD.
    package var topic: String
    /// Stable English code: `unit_mismatch`, `not_json`, …
    package var reason: String
    /// A full sentence with the remedy.
    package var text: String
    @Nullable package var station: String?
    package var lifeSafety: Bool
    /// Bytes that the message had; more than are kept where it was long.
    package var payloadBytes: Int
    /// The kept bytes, base64.
    package var payloadBase64: String

    package init(
        id: Int64, receivedAt: Timestamp, topic: String, reason: String, text: String, station: String?,
        lifeSafety: Bool, payloadBytes: Int, payloadBase64: String
    ) {
        self.id = id
        self.receivedAt = receivedAt
        self.topic = topic
        self.reason = reason
        self.text = text
        self.station = station
        self.lifeSafety = lifeSafety
        self.payloadBytes = payloadBytes
        self.payloadBase64 = payloadBase64
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case receivedAt = "received_at"
        case topic, reason, text, station
        case lifeSafety = "life_safety"
        case payloadBytes = "payload_bytes"
        case payloadBase64 = "payload_base64"
    }
}
