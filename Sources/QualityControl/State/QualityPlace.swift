import Telemetry

/// Where a series is measured, for finding its neighbours among those of the same quantity and unit.
struct QualityPlace: Sendable {
    let series: Int32
    private let station: String
    private let position: GeoPosition
    /// How far its neighbours may be; −1 where distance makes none.
    private let reach: Double
    /// Neighbours by id.
    private let named: [String]

    /// - Parameter limits: nil where it is only held against others.
    init(_ series: Int32, _ id: String, _ station: Station, _ limits: QualityLimits.Neighbour?) {
        self.series = series
        self.station = id
        position = station.position
        reach = limits?.metres ?? -1
        named = limits?.stations ?? []
    }

    /// Distance to a neighbour; −1 for one that is named, nil for what is no neighbour.
    func metres(toNeighbour other: QualityPlace) -> Double? {
        // A degree of latitude is 111 km or a little less: cheap to leave most of a city out by.
        let isNear = abs(other.position.latitude - position.latitude) * 110_000 <= reach
        if !isNear && named.isEmpty { return nil }
        guard other.station != station else { return nil }
        if named.contains(other.station) { return -1 }
        guard isNear else { return nil }
        let metres = position.metres(to: other.position)
        return metres <= reach ? metres : nil
    }
}
