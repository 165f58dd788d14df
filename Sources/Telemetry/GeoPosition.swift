import Glibc

/// A point on the ground, WGS 84.
package struct GeoPosition: Hashable, Sendable, Codable {
    /// Degrees north, −90 … 90.
    package var latitude: Double
    /// Degrees east, −180 … 180.
    package var longitude: Double

    package init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Great circle by the haversine formula on a sphere of 6,371,008.8 m (mean radius of the Earth, IUGG).
    package func metres(to other: GeoPosition) -> Double {
        let radians = Double.pi / 180
        let north = sin((other.latitude - latitude) * radians / 2)
        let east = sin((other.longitude - longitude) * radians / 2)
        let chord = north * north + cos(latitude * radians) * cos(other.latitude * radians) * east * east
        return 2 * 6_371_008.8 * asin(min(1, chord.squareRoot()))
    }
}

extension Station {
    /// Where it stands.
    package var position: GeoPosition { GeoPosition(latitude: latitudeDegrees, longitude: longitudeDegrees) }
}
