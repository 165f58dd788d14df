import Telemetry

/// A message, or one record of it, that could not be taken: kept, counted and listed, never dropped in silence.
package struct QuarantineRecord: Hashable, Sendable {
    /// Longest prefix of the topic that is kept, in bytes.
    package static let topicLimit = 1_024
    /// Longest prefix of the payload that is kept, in bytes.
    package static let payloadLimit = 4_096

    package var topic: [UInt8]
    package var topicLength: Int
    package var payload: [UInt8]
    package var payloadLength: Int
    package var reason: QuarantineReason
    /// One or two English sentences with the particulars and the remedy, safe to display.
    package var detail: String
    /// The station that the topic or name speaks of, where one can be made out.
    package var station: String?
    /// The station is a life-safety station: that it could not be read must ring.
    package var lifeSafety: Bool
    package var receivedAt: Timestamp
    package var qos: UInt8
    package var retained: Bool

    package init(
        topic: [UInt8], topicLength: Int, payload: [UInt8], payloadLength: Int, reason: QuarantineReason,
        detail: String, station: String?, lifeSafety: Bool, receivedAt: Timestamp, qos: UInt8, retained: Bool
    ) {
        self.topic = topic
        self.topicLength = topicLength
        self.payload = payload
        self.payloadLength = payloadLength
        self.reason = reason
        self.detail = detail
        self.station = station
        self.lifeSafety = lifeSafety
        self.receivedAt = receivedAt
        self.qos = qos
        self.retained = retained
    }
}
