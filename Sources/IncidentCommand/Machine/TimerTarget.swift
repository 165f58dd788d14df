import Telemetry

/// What a timer is for.
struct TimerTarget: Hashable, Sendable {
    var kind: Kind
    /// Serial of the incident.
    var incident: Int
    /// Position of the order in its incident; −1 for the officer's own clock.
    var order: Int

    enum Kind: UInt8, Sendable, CaseIterable {
        case handOver = 1
        case acknowledgement = 2
        case decision = 3
        case climb = 4
        case dutyAcknowledgement = 5
        case dutyClimb = 6
        case feedback = 7
    }
}

extension TimerTarget {
    func encode(into writer: inout ByteWriter) {
        writer.write(byte: kind.rawValue)
        writer.write(incident)
        writer.write(order)
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        let code = try reader.readByte()
        guard let kind = Kind(rawValue: code) else {
            throw CodingFault(position: reader.position, what: "has an unknown kind of timer, \(code)")
        }
        self.init(kind: kind, incident: try reader.readInt(), order: try reader.readInt())
    }
}
