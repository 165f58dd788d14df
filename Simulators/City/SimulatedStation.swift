/// What a simulated station measures and how it talks.
package struct SimulatedStation: Sendable {
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
    package let kind: StationKind
    package let style: PayloadStyle

    init(
        _ id: String, _ district: String, _ latitude: Double, _ longitude: Double, _ kind: StationKind,
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
    package var domain: String { kind.domain }

    /// Last levels of its topics.
    package var quantities: [String] {
        switch kind {
        case .panic: ["panic", "battery"]
        case .catalogue: ["event"]
        default: kind.sensors.map(\.quantity)
        }
    }

    func topic(_ quantity: String) -> String {
        "city/\(district)/\(domain)/\(id)/\(quantity)"
    }

    /// Every station of the city of Linjiang; the registry in `Rules/stations/` has the same, and a test compares them.
    package static let city: [SimulatedStation] =
        rain + rivers + reservoirs + underpasses + roads + gas + plants + fire + guards + panic + power + waterSupply
        + weather + air + health + mines + slopes + seismic
}
