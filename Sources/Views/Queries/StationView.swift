import Telemetry

/// A station as the registry knows it and as it was last heard: `GET /v1/stations`, `tocsin stations`.
package struct StationView: Hashable, Sendable, Codable {
    package var id: String
    package var name: Bilingual
    package var district: String
    package var place: String
    package var registered: Bool
    package var lifeSafety: Bool
    /// Nil where nobody registered it.
    @Nullable package var latitude: Double?
    @Nullable package var longitude: Double?
    package var quantities: [Quantity]

    package struct Quantity: Hashable, Sendable, Codable {
        package var quantity: String
        package var unit: String
        @Nullable package var heartbeatSeconds: Double?
        /// Newest reading by event time; nil where none was ever stored.
        @Nullable package var lastEventTime: Timestamp?
        @Nullable package var lastReceivedAt: Timestamp?
        @Nullable package var lastValue: Double?
        package var thresholds: [Threshold]

        package init(
            quantity: String, unit: String, heartbeatSeconds: Double?, lastEventTime: Timestamp?,
            lastReceivedAt: Timestamp?, lastValue: Double?, thresholds: [Threshold]
        ) {
            self.quantity = quantity
            self.unit = unit
            self.heartbeatSeconds = heartbeatSeconds
            self.lastEventTime = lastEventTime
            self.lastReceivedAt = lastReceivedAt
            self.lastValue = lastValue
            self.thresholds = thresholds
        }

        private enum CodingKeys: String, CodingKey {
            case quantity, unit, thresholds
            case heartbeatSeconds = "heartbeat_seconds"
            case lastEventTime = "last_event_time"
            case lastReceivedAt = "last_received_at"
            case lastValue = "last_value"
        }
    }

    package struct Threshold: Hashable, Sendable, Codable {
        package var name: String
        package var value: Double
        package var source: String
        package var date: String

        package init(name: String, value: Double, source: String, date: String) {
            self.name = name
            self.value = value
            self.source = source
            self.date = date
        }
    }

    package init(
        id: String, name: Bilingual, district: String, place: String, registered: Bool, lifeSafety: Bool,
        latitude: Double?, longitude: Double?, quantities: [Quantity]
    ) {
        self.id = id
        self.name = name
        self.district = district
        self.place = place
        self.registered = registered
        self.lifeSafety = lifeSafety
        self.latitude = latitude
        self.longitude = longitude
        self.quantities = quantities
    }

    /// A registered station, before anything was heard from it.
    package init(_ station: Station) {
        self.init(
            id: station.id, name: station.name, district: station.district, place: station.place, registered: true,
            lifeSafety: station.lifeSafety, latitude: station.latitudeDegrees, longitude: station.longitudeDegrees,
            quantities: station.quantities.map { quantity in
                Quantity(
                    quantity: quantity.quantity, unit: quantity.unit, heartbeatSeconds: quantity.heartbeat?.seconds,
                    lastEventTime: nil, lastReceivedAt: nil, lastValue: nil,
                    thresholds: quantity.thresholds.map {
                        Threshold(name: $0.name, value: $0.value, source: $0.source, date: $0.date)
                    })
            })
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, district, place, registered
        case lifeSafety = "life_safety"
        case latitude, longitude, quantities
    }
}
