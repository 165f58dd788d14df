import Store
import Telemetry
import Views

extension IncidentView {
    /// Fills in what explains each alarm, from the newest log entry that told of it.
    mutating func takeEvidence(from records: [LogRecord]) {
        for record in records {
            guard let alert = record.text("alert"), let key = record.text("key"),
                let position = alarms.firstIndex(where: { $0.alert == alert && $0.key == key })
            else { continue }
            if let quantity = record.text("quantity") { alarms[position].quantity = quantity }
            if let value = record.double("value") { alarms[position].value = value }
            if let unit = record.text("unit") { alarms[position].unit = unit }
            let evidence = Self.evidence(in: record.fields["evidence"])
            if !evidence.isEmpty { alarms[position].evidence = evidence }
        }
    }

    /// `[{"name":…,"value":…}]` or `{name: value}`.
    private static func evidence(in value: JSONValue?) -> [Alarm.Evidence] {
        switch value {
        case .list(let elements):
            elements.compactMap { element in
                guard let name = element["name"]?.string, let value = element["value"] else { return nil }
                return Alarm.Evidence(name: name, value: value.plainText)
            }
        case .object(let members):
            members.sorted { $0.key < $1.key }.map { Alarm.Evidence(name: $0.key, value: $0.value.plainText) }
        case .null, .boolean, .integer, .number, .text, nil: []
        }
    }
}

extension StationView {
    /// Adds what was heard of one of its series.
    mutating func heard(_ series: SeriesDescription, _ latest: StoredReading?) {
        if let position = quantities.firstIndex(where: { $0.quantity == series.quantity }) {
            guard let latest else { return }
            quantities[position].lastEventTime = latest.reading.eventTime
            quantities[position].lastReceivedAt = latest.reading.receivedAt
            quantities[position].lastValue = latest.reading.value
        } else {
            quantities.append(
                Quantity(
                    quantity: series.quantity, unit: series.unit, heartbeatSeconds: nil,
                    lastEventTime: latest?.reading.eventTime, lastReceivedAt: latest?.reading.receivedAt,
                    lastValue: latest?.reading.value, thresholds: []))
        }
    }
}
