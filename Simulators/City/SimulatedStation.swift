/// What a simulated station measures and how it talks.
package struct SimulatedStation: Sendable {
    package enum Kind: Sendable {
        case rain
        case river(RatingCurve, sendsFlow: Bool)
        case underpass
        case combustibleGas
        case carbonMonoxide
        case bothGases
        case panic
    }

    /// How readings are written.
    package enum PayloadStyle: Sendable {
        /// `{"t": Unix seconds, "v": …, "u": …}`.
        case plain
        /// The same with `t` as ISO 8601 at the city's offset.
        case plainWithDate
        /// One SenML pack (RFC 8428) for all quantities.
        case senML
        /// `plain`, lengths in metres whatever the registry says.
        case plainInMeters
    }

    package let id: String
    package let district: String
    package let latitudeDegrees: Double
    package let longitudeDegrees: Double
    package let kind: Kind
    package let style: PayloadStyle

    init(
        _ id: String, _ district: String, _ latitude: Double, _ longitude: Double, _ kind: Kind,
        _ style: PayloadStyle = .plain
    ) {
        self.id = id
        self.district = district
        self.latitudeDegrees = latitude
        self.longitudeDegrees = longitude
        self.kind = kind
        self.style = style
    }

    var point: MapPoint {
        MapPoint(latitudeDegrees: latitudeDegrees, longitudeDegrees: longitudeDegrees)
    }

    /// Third level of the topic.
    package var domain: String {
        switch kind {
        case .rain: "rain"
        case .river: "river"
        case .underpass: "road"
        case .combustibleGas, .carbonMonoxide, .bothGases: "gas"
        case .panic: "security"
        }
    }

    /// Last levels of its topics.
    package var quantities: [String] {
        switch kind {
        case .rain: ["rain"]
        case .river(_, let sendsFlow): sendsFlow ? ["stage", "flow"] : ["stage"]
        case .underpass: ["depth"]
        case .combustibleGas: ["lel"]
        case .carbonMonoxide: ["co"]
        case .bothGases: ["lel", "co"]
        case .panic: ["panic", "battery"]
        }
    }

    /// Seconds between two regular messages.
    var periodSeconds: Int {
        switch kind {
        case .rain, .river: 300
        case .underpass, .combustibleGas, .carbonMonoxide, .bothGases: 60
        case .panic: 900
        }
    }

    func topic(_ quantity: String) -> String {
        "city/\(district)/\(domain)/\(id)/\(quantity)"
    }
}
