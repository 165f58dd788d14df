import Glibc

/// A small earthquake as strong-motion stations record it: noise, a weak P wave, a stronger S wave that dies away.
package struct Earthquake: Sendable {
    /// Seconds of the evening at which it happens.
    package let originSeconds: Double
    package let latitudeDegrees: Double
    package let longitudeDegrees: Double
    package let magnitude: Double
    let depthKilometers: Double

    /// The crust's usual P and S velocities, km/s.
    private static let compressionSpeed = 6.0
    private static let shearSpeed = 3.5

    func distanceKilometers(to point: MapPoint) -> Double {
        let epicentre = MapPoint(latitudeDegrees: latitudeDegrees, longitudeDegrees: longitudeDegrees)
        return (point.squaredDistance(to: epicentre) + depthKilometers * depthKilometers).squareRoot()
    }

    /// Largest acceleration at a distance, m/s²: lg PGA = 1.979 + 0.671 M − 2.315 lg(R + 2.088 e^(0.399 M)) in cm/s²
    /// (eastern China, major axis, as used with GB 18306-2015).
    func peakAcceleration(distanceKilometers: Double) -> Double {
        let spread = log10(distanceKilometers + 2.088 * exp(0.399 * magnitude))
        return pow(10, 1.979 + 0.671 * magnitude - 2.315 * spread) / 100
    }

    /// m/s² at a place, without the instrument's noise.
    func acceleration(at point: MapPoint, second: Double) -> Double {
        let distance = distanceKilometers(to: point)
        let peak = peakAcceleration(distanceKilometers: distance)
        func wave(_ arrival: Double, height: Double, hertz: Double, decaySeconds: Double) -> Double {
            let age = second - arrival
            guard age >= 0 else { return 0 }
            // It is full after a third of a second and dies away from there.
            let envelope = min(1, age / 0.3) * exp(-age / decaySeconds)
            return height * envelope * cos(2 * Double.pi * hertz * age)
        }
        return wave(
            originSeconds + distance / Earthquake.compressionSpeed, height: peak * 0.3, hertz: 4.3, decaySeconds: 4)
            + wave(originSeconds + distance / Earthquake.shearSpeed, height: peak, hertz: 2.7, decaySeconds: 3)
    }
}
