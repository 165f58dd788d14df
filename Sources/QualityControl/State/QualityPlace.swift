import Foundation
import Telemetry

/// Where a series is measured, for finding its neighbours.
struct QualityPlace: Sendable {
    var station: String
    var quantity: String
    var unit: String
    var latitude: Double
    var longitude: Double
    /// Nil where it is only held against others.
    var limits: QualityLimits.Neighbour?

    init(_ series: SeriesDescription, _ station: Station, _ limits: QualityLimits.Neighbour?) {
        self.station = series.station
        quantity = series.quantity
        unit = series.unit
        latitude = station.latitudeDegrees
        longitude = station.longitudeDegrees
        self.limits = limits
    }

    /// Distance to a neighbour; −1 for one that is named, nil for what is no neighbour.
    func metres(toNeighbour other: QualityPlace) -> Double? {
        guard let limits, other.station != station, other.quantity == quantity, other.unit == unit else { return nil }
        if limits.stations.contains(other.station) { return -1 }
        guard let reach = limits.metres else { return nil }
        // A degree of latitude is 111 km or a little less: cheap to leave most of a city out by.
        guard abs(other.latitude - latitude) * 110_000 <= reach else { return nil }
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
