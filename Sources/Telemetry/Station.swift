/// A field station as the registry in `Rules/` describes it.
package struct Station: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    /// Degrees north, WGS 84, −90 … 90.
    package var latitudeDegrees: Double
    /// Degrees east, WGS 84, −180 … 180.
    package var longitudeDegrees: Double
    package var district: String
    /// Third level of its topics, by which rules may match: `river`, `gas`. Nil where only its messages tell.
    package var domain: String?
    /// Where an incident happens: a reach, an underpass, a building, a road segment. Id of a `Place`.
    package var place: String
    /// Gateway that carries the station's messages; nil where it talks to the broker itself.
    package var gateway: String?
    package var upstream: [String]
    package var downstream: [String]
    /// Messages of a life-safety station ring even where they cannot be believed or read.
    package var lifeSafety: Bool
    package var quantities: [StationQuantity]

    package init(
        id: String, name: Bilingual, latitudeDegrees: Double, longitudeDegrees: Double, district: String,
        domain: String? = nil, place: String, gateway: String?, upstream: [String], downstream: [String],
        lifeSafety: Bool, quantities: [StationQuantity]
    ) {
        self.id = id
        self.name = name
        self.latitudeDegrees = latitudeDegrees
        self.longitudeDegrees = longitudeDegrees
        self.district = district
        self.domain = domain
        self.place = place
        self.gateway = gateway
        self.upstream = upstream
        self.downstream = downstream
        self.lifeSafety = lifeSafety
        self.quantities = quantities
    }

    package func quantity(_ name: String) -> StationQuantity? {
        quantities.first { $0.quantity == name }
    }

    /// Third level of the topic of one of its quantities; nil where the registry does not say.
    package func domain(ofQuantity name: String) -> String? {
        quantity(name)?.domain ?? domain
    }
}

/// One measured quantity of a station.
package struct StationQuantity: Hashable, Sendable {
    /// `stage`, `rain`, `depth`, `lel`, `panic`: last level of the topic.
    package var quantity: String
    /// Third level of its topic where it differs from the station's.
    package var domain: String?
    /// Unit symbol that values are stored in.
    package var unit: String
    /// Longest expected time between two readings; twice this without one is stale. Nil where the device only reports events.
    package var heartbeat: Interval?
    package var thresholds: [StationThreshold]

    package init(
        quantity: String, domain: String? = nil, unit: String, heartbeat: Interval?, thresholds: [StationThreshold]
    ) {
        self.quantity = quantity
        self.domain = domain
        self.unit = unit
        self.heartbeat = heartbeat
        self.thresholds = thresholds
    }

    package func threshold(_ name: String) -> StationThreshold? {
        thresholds.first { $0.name == name }
    }
}

/// A station's own limit; rules read it as `station.<name>`.
package struct StationThreshold: Hashable, Sendable {
    /// `warning`, `guaranteed`, `deadband`.
    package var name: String
    /// In the quantity's unit.
    package var value: Double
    /// Who set it: document, table, authority.
    package var source: String
    /// ISO 8601 date on which it was set or last confirmed.
    package var date: String

    package init(name: String, value: Double, source: String, date: String) {
        self.name = name
        self.value = value
        self.source = source
        self.date = date
    }
}
