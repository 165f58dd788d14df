import Foundation
import Telemetry

/// Where a series is measured, for finding its neighbours among those of the same quantity and unit.
struct QualityPlace: Sendable {
    let series: Int32
    private let station: String
    private let latitude: Double
    private let longitude: Double
    /// How far its neighbours may be; −1 where distance makes none.
    private let reach: Double
    /// Neighbours by id.
    private let named: [String]

    /// - Parameter limits: nil where it is only held against others.
    init(_ series: Int32, _ id: String, _ station: Station, _ limits: QualityLimits.Neighbour?) {
        self.series = series
        self.station = id
        latitude = station.latitudeDegrees
        longitude = station.longitudeDegrees
        reach = limits?.metres ?? -1
        named = limits?.stations ?? []
    }

    /// Distance to a neighbour; −1 for one that is named, nil for what is no neighbour.
    func metres(toNeighbour other: QualityPlace) -> Double? {
        // A degree of latitude is 111 km or a little less: cheap to leave most of a city out by.
        let isNear = abs(other.latitude - latitude) * 110_000 <= reach
        if !isNear && named.isEmpty { return nil }
        guard other.station != station else { return nil }
        if named.contains(other.station) { return -1 }
        guard isNear else { return nil }
        let metres = distance(to: other)
        return metres <= reach ? metres : nil
    }

    /// Great circle by the haversine formula on a sphere of 6,371,008.8 m (mean radius of the Earth, IUGG).
    private func distance(to other: QualityPlace) -> Double {
        let radians = Double.pi / 180
        let north = sin((other.latitude - latitude) * radians / 2)
        let east = sin((other.longitude - longitude) * radians / 2)
        let chord = north * north + cos(latitude * radians) * cos(other.latitude * radians) * east * east
        return 2 * 6_371_008.8 * asin(min(1, chord.squareRoot()))
    }
}
