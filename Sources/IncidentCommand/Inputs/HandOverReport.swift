import Telemetry

/// What the channel knows of a message from the outbox. One report for a message: retries are the channel's own matter,
/// and `failed` says that it has given up.
package struct HandOverReport: Hashable, Sendable, Codable {
    /// The message's idempotency key.
    package var key: String
    package var kind: OutboundMessage.Kind
    package var incident: String
    /// Order id and version of the message; nil for messages about an incident as a whole.
    package var order: String?
    package var orderVersion: Int?
    package var recipient: OutboundMessage.Recipient
    package var channel: String
    package var outcome: Outcome
    /// How often the channel tried; nil where the first attempt was the last.
    package var attempts: Int?

    package enum Outcome: Hashable, Sendable, Codable {
        /// The channel has it, with what proves it: `puback`, `http 200`.
        case handedOver(evidence: String)
        /// The channel has given up.
        case failed(reason: String)
    }

    package init(
        key: String, kind: OutboundMessage.Kind, incident: String, order: String?, orderVersion: Int?,
        recipient: OutboundMessage.Recipient, channel: String, outcome: Outcome
    ) {
        self.key = key
        self.kind = kind
        self.incident = incident
        self.order = order
        self.orderVersion = orderVersion
        self.recipient = recipient
        self.channel = channel
        self.outcome = outcome
    }

    /// The report on a message that was delivered from the outbox.
    package init(on message: OutboundMessage, outcome: Outcome) {
        self.init(
            key: message.key, kind: message.kind, incident: message.incident, order: message.order,
            orderVersion: message.orderVersion, recipient: message.recipient, channel: message.channel, outcome: outcome
        )
    }
}
