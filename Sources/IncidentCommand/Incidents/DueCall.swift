import Telemetry

/// A telephone call that a person has to make. It is done when a person records it, never by itself.
package struct DueCall: Hashable, Sendable, Codable {
    /// Key of the message that is to be said.
    package var key: String
    /// What is to be said: an order, a reminder, that it is over.
    package var kind: OutboundMessage.Kind
    package var recipient: OutboundMessage.Recipient
    package var channel: String
    /// Where the number is found: the channel's address for this party.
    package var address: String?
    /// The order it is about; nil for a call to an officer about the incident as a whole.
    package var order: String?
    package var askedAt: Timestamp
    /// By when, where a deadline runs.
    package var due: Timestamp?

    func encode(into writer: inout ByteWriter) {
        writer.write(key)
        writer.write(code: kind)
        switch recipient {
        case .department(let id):
            writer.write(byte: 0)
            writer.write(id)
        case .officer(let id):
            writer.write(byte: 1)
            writer.write(id)
        }
        writer.write(channel)
        writer.write(optional: address)
        writer.write(optional: order)
        writer.write(askedAt)
        writer.write(optional: due)
    }
}

extension DueCall {
    init(from reader: inout ByteReader) throws(CodingFault) {
        key = try reader.readString()
        kind = try reader.readCode(OutboundMessage.Kind.self)
        let code = try reader.readByte()
        guard code <= 1 else { throw CodingFault(position: reader.position, what: "has an unknown party, \(code)") }
        let id = try reader.readString()
        recipient = code == 0 ? .department(id) : .officer(id)
        channel = try reader.readString()
        address = try reader.readOptionalString()
        order = try reader.readOptionalString()
        askedAt = try reader.readTimestamp()
        due = try reader.readOptionalTimestamp()
    }
}
