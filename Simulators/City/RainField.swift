import Glibc

/// Rain as convective cells that are born in the hills, drift over the city and die, on a bed of steady rain.
package struct RainField: Sendable {
    /// One cell: a bell of rain that grows, holds and decays while it drifts.
    struct Cell: Sendable {
        var birthMinute: Double
        var lifeMinutes: Double
        /// Where its centre is when it is born.
        var origin: MapPoint
        var eastwardKilometersPerHour: Double
        var northwardKilometersPerHour: Double
        /// Standard deviation of the bell, km. Convective cells are 2 to 10 km wide.
        var radiusKilometers: Double
        /// At the centre when fully grown, mm/h.
        var peakMillimetersPerHour: Double

        func millimetersPerHour(at point: MapPoint, minute: Double) -> Double {
            let age = minute - birthMinute
            guard age > 0, age < lifeMinutes else { return 0 }
            // Half a sine over its life: no step at birth or death.
            let strength = sin(age / lifeMinutes * Double.pi)
            let hours = age / 60
            let centre = MapPoint(
                eastKilometers: origin.eastKilometers + eastwardKilometersPerHour * hours,
                northKilometers: origin.northKilometers + northwardKilometersPerHour * hours)
            let spread = 2 * radiusKilometers * radiusKilometers
            return peakMillimetersPerHour * strength * exp(-point.squaredDistance(to: centre) / spread)
        }
    }

    let cells: [Cell]
    let steadyMillimetersPerHour: Double
    let steadyMinutes: ClosedRange<Double>

    /// The storm of the evening: three cells over the same track, so that the second and third meet wet ground.
    ///
    /// - Parameter seed: moves each cell's birth by ± 4 min, its track by ± 1 km and its strength by ± 6 %.
    package init(seed: UInt64) {
        var random = SplitMix64(seed: seed, stream: "rain field")
        let plan: [(minute: Double, life: Double, east: Double, north: Double, peak: Double, radius: Double)] = [
            (-40, 130, 5.0, 27.5, 29, 7.0),
            (0, 150, 4.0, 26.5, 35, 7.5),
            (50, 140, 8.0, 24.5, 27, 6.5),
        ]
        cells = plan.map { cell in
            Cell(
                birthMinute: cell.minute + random.symmetric() * 4, lifeMinutes: cell.life,
                origin: MapPoint(
                    eastKilometers: cell.east + random.symmetric(), northKilometers: cell.north + random.symmetric()),
                eastwardKilometersPerHour: 8.5, northwardKilometersPerHour: -5.5, radiusKilometers: cell.radius,
                peakMillimetersPerHour: cell.peak * (1 + 0.06 * random.symmetric()))
        }
        steadyMillimetersPerHour = 2.5
        steadyMinutes = -44...195
    }

    /// - Parameter minute: since the start of the evening; below zero before it.
    package func millimetersPerHour(at point: MapPoint, minute: Double) -> Double {
        var sum = steadyMinutes.contains(minute) ? steadyMillimetersPerHour : 0
        for cell in cells {
            sum += cell.millimetersPerHour(at: point, minute: minute)
        }
        return sum
    }
}
