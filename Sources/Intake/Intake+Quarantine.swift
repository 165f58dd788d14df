import Telemetry

extension Intake {
    /// Most records of one message that are listed one by one; those of life-safety stations always are.
    static let listedRefusals = 64

    mutating func quarantineRecord(
        _ parsed: ParsedMessage, _ refusal: Refusal, _ receipt: Receipt, _ refused: inout Int,
        into output: inout IntakeOutput
    ) {
        refused += 1
        quarantine(parsed, refusal, receipt, listed: refused <= Intake.listedRefusals, into: &output)
    }

    mutating func quarantine(
        _ parsed: ParsedMessage, _ refusal: Refusal, _ receipt: Receipt, listed: Bool = true,
        into output: inout IntakeOutput
    ) {
        counts.count(refusal.reason)
        let (station, lifeSafety) = suspectedStation(parsed, refusal)
        guard listed || lifeSafety else { return }
        output.quarantined.append(
            QuarantineRecord(
                topic: Array(parsed.topic.prefix(QuarantineRecord.topicLimit)), topicLength: parsed.topicLength,
                payload: Array(parsed.payload.prefix(QuarantineRecord.payloadLimit)),
                payloadLength: parsed.payloadLength, reason: refusal.reason,
                detail: Intake.detail(refusal), station: station, lifeSafety: lifeSafety, receivedAt: receipt.at,
                qos: receipt.qos, retained: receipt.retained))
    }

    private static func detail(_ refusal: Refusal) -> String {
        let parts = [refusal.reason.explanation.english, refusal.particulars, refusal.reason.remedy.english]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The station that a refused message seems to come from: by its name where that can be read, else any level of the
    /// topic that is a registered station, or a gateway that carries life-safety stations (then the first of them). In
    /// doubt it rings.
    private func suspectedStation(_ parsed: ParsedMessage, _ refusal: Refusal) -> (String?, Bool) {
        if refusal.nameOffset >= 0 {
            let name = TopicName(
                parsed.name(refusal.nameOffset, refusal.nameLength), nameBytes: limits.nameBytes)
            if let name { return (name.station, registry.station(name.station)?.lifeSafety ?? false) }
        }
        let named = TopicName(parsed.topic, nameBytes: limits.nameBytes)
        if let named, let station = registry.station(named.station) { return (station.id, station.lifeSafety) }
        var found: String?
        for level in parsed.topic.split(separator: UInt8(ascii: "/"), maxSplits: 31)
        where level.count <= limits.nameBytes {
            let text = String(decoding: level, as: UTF8.self)
            if let station = registry.station(text) {
                if station.lifeSafety { return (station.id, true) }
                found = found ?? station.id
            }
            if let station = gateways[text] { return (station, true) }
        }
        let isCity = TopicName.cityLevels(parsed.topic) != nil
        return (found ?? (isCity ? named?.station : nil), false)
    }
}
