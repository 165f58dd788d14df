import Telemetry

/// One of the channels that an order may go through, with the terms it had when the order was issued.
package struct OrderChannel: Hashable, Sendable, Codable {
    package var id: String
    /// A person has to ring: nothing is sent.
    package var isTelephone: Bool
    package var address: String?
    package var handOverWithin: Interval

    func encode(into writer: inout ByteWriter) {
        writer.write(id)
        writer.write(isTelephone)
        writer.write(optional: address)
        writer.write(handOverWithin)
    }

    init(id: String, isTelephone: Bool, address: String?, handOverWithin: Interval) {
        self.id = id
        self.isTelephone = isTelephone
        self.address = address
        self.handOverWithin = handOverWithin
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        id = try reader.readString()
        isTelephone = try reader.readBool()
        address = try reader.readOptionalString()
        handOverWithin = try reader.readInterval()
    }
}

/// How a department was told that its order is over; kept for the channel that comes next if one fails.
package struct EndTelling: Hashable, Sendable, Codable {
    /// `standDown` or `recall`.
    package var kind: OutboundMessage.Kind
    package var reason: String
    package var by: String

    func encode(into writer: inout ByteWriter) {
        writer.write(code: kind)
        writer.write(reason)
        writer.write(by)
    }

    init(kind: OutboundMessage.Kind, reason: String, by: String) {
        self.kind = kind
        self.reason = reason
        self.by = by
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        kind = try reader.readCode(OutboundMessage.Kind.self)
        reason = try reader.readString()
        by = try reader.readString()
    }
}
