import Telemetry

/// Distances on a sphere by arithmetic that has the same digits in every build.
enum GreatCircle {
    /// Mean radius of the Earth (IUGG), metres.
    static let radiusMetres = 6_371_008.8

    /// A place as a point of the unit sphere.
    struct Point {
        var x: Double
        var y: Double
        var z: Double

        init(_ station: Station) {
            let latitude = station.latitudeDegrees * .pi / 180
            let longitude = station.longitudeDegrees * .pi / 180
            let equatorial = GreatCircle.cosine(latitude)
            x = equatorial * GreatCircle.cosine(longitude)
            y = equatorial * GreatCircle.sine(longitude)
            z = GreatCircle.sine(latitude)
        }

        /// Square of the straight distance through the sphere: grows with the great circle's.
        func squaredChord(to other: Point) -> Double {
            let (dx, dy, dz) = (x - other.x, y - other.y, z - other.z)
            return dx * dx + dy * dy + dz * dz
        }
    }

    /// The squared chord of a distance along the surface, metres.
    static func squaredChord(metres: Double) -> Double {
        let half = sine(min(metres / radiusMetres, .pi) / 2)
        return 4 * half * half
    }

    /// By its series; −π … π.
    static func sine(_ angle: Double) -> Double {
        var term = angle
        var sum = angle
        var factor = 2.0
        while factor < 40 {
            term = -term * angle * angle / (factor * (factor + 1))
            sum += term
            factor += 2
        }
        return sum
    }

    static func cosine(_ angle: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var factor = 1.0
        while factor < 40 {
            term = -term * angle * angle / (factor * (factor + 1))
            sum += term
            factor += 2
        }
        return sum
    }
}
