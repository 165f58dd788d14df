import Telemetry

/// What intake has counted since the journal began; part of the fold's state.
package struct IntakeCounts: Hashable, Sendable {
    package var messages: Int64 = 0
    package var readings: Int64 = 0
    package var events: Int64 = 0
    package var quarantined: Int64 = 0
    /// Readings and events that came by QoS 0.
    package var unprotected: Int64 = 0
    /// Readings and events whose device clock was not believed.
    package var disbelieved: Int64 = 0
    package var late: Int64 = 0
    package var beyondHorizon: Int64 = 0
    private var reasons = [Int64](repeating: 0, count: QuarantineReason.allCases.count)

    package init() {}

    package func quarantined(_ reason: QuarantineReason) -> Int64 {
        reasons[IntakeCounts.position(of: reason)]
    }

    mutating func count(_ reason: QuarantineReason) {
        quarantined += 1
        reasons[IntakeCounts.position(of: reason)] += 1
    }

    mutating func count(marks: UInt8) {
        if marks & Intake.Mark.unprotected != 0 { unprotected += 1 }
        if marks & Intake.Mark.clockDisbelieved != 0 { disbelieved += 1 }
        if marks & Intake.Mark.late != 0 { late += 1 }
        if marks & Intake.Mark.beyondHorizon != 0 { beyondHorizon += 1 }
    }

    private static func position(of reason: QuarantineReason) -> Int {
        QuarantineReason.allCases.firstIndex(of: reason) ?? 0
    }

    func encode(into writer: inout ByteWriter) {
        for value in [messages, readings, events, quarantined, unprotected, disbelieved, late, beyondHorizon] {
            writer.write(value)
        }
        let counted = QuarantineReason.allCases.filter { quarantined($0) > 0 }
        writer.write(counted.count)
        for reason in counted {
            // By code, so that a later build with more reasons reads it.
            writer.write(reason.rawValue)
            writer.write(quarantined(reason))
        }
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        messages = try reader.readInt64()
        readings = try reader.readInt64()
        events = try reader.readInt64()
        quarantined = try reader.readInt64()
        unprotected = try reader.readInt64()
        disbelieved = try reader.readInt64()
        late = try reader.readInt64()
        beyondHorizon = try reader.readInt64()
        for _ in 0..<(try reader.readCount()) {
            let code = try reader.readString()
            let count = try reader.readInt64()
            guard let reason = QuarantineReason(rawValue: code) else {
                throw CodingFault(position: reader.position, what: "names the unknown quarantine reason “\(code)”")
            }
            reasons[IntakeCounts.position(of: reason)] = count
        }
    }
}
