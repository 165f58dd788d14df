import Glibc

/// Stage of a gauge from its flow: Q = a·(h − h₀)^b.
package struct RatingCurve: Sendable {
    /// h₀, m above the city datum.
    let zeroMeters: Double
    /// a: m³/s at one metre above zero.
    let unitFlow: Double
    /// b: about 5/3 for a wide channel (Manning).
    let exponent: Double

    func stageMeters(flow: Double) -> Double {
        zeroMeters + pow(max(0, flow) / unitFlow, 1 / exponent)
    }
}
