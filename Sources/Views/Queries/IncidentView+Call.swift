import Telemetry

extension IncidentView {
    /// A telephone call that a person has to make; gone once a person records it.
    package struct Call: Hashable, Sendable, Codable {
        /// Department or officer to be rung.
        package var recipient: String
        /// `department` or `officer`.
        package var recipientKind: String
        package var channel: String
        /// Where the number is found, as the linkage file names it: `roster:water`; nil where it names nothing.
        @Nullable package var address: String?
        /// What is to be said: `order`, `reminder`, `stand_down`, `recall`, `notice`.
        package var call: String
        /// Nil for a call about the incident as a whole.
        @Nullable package var order: String?
        package var askedAt: Timestamp
        /// By when, where a deadline runs.
        @Nullable package var due: Timestamp?

        package init(
            recipient: String, recipientKind: String, channel: String, address: String?, call: String, order: String?,
            askedAt: Timestamp, due: Timestamp?
        ) {
            self.recipient = recipient
            self.recipientKind = recipientKind
            self.channel = channel
            self.address = address
            self.call = call
            self.order = order
            self.askedAt = askedAt
            self.due = due
        }

        private enum CodingKeys: String, CodingKey {
            case recipient
            case recipientKind = "recipient_kind"
            case channel, address, call, order
            case askedAt = "asked_at"
            case due
        }
    }
}
