/// One instrument of a simulated station: what it measures, how finely, and what it shows while nothing happens.
package struct Sensor: Sendable {
    package let quantity: String
    let unit: String
    /// Decimals that it writes.
    let digits: Int
    /// Shown where the city has no series for it, in `unit`.
    let rest: Double
    /// Largest error, either way, in `unit`.
    let noise: Double
    /// It shows no less, in `unit`.
    let lowest: Double

    init(
        _ quantity: String, _ unit: String, digits: Int, rest: Double = 0, noise: Double = 0,
        lowest: Double = -.infinity
    ) {
        self.quantity = quantity
        self.unit = unit
        self.digits = digits
        self.rest = rest
        self.noise = noise
        self.lowest = lowest
    }
}
