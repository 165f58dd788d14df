import Glibc

/// Stage of a gauge from its flow: Q = a·(h − h₀)^b.
package struct RatingCurve: Hashable, Sendable {
    /// h₀, m above the city datum.
    let zeroMeters: Double
    /// a: m³/s at one metre above zero.
    let unitFlow: Double
    /// b: about 5/3 for a wide channel (Manning).
    let exponent: Double

    func stageMeters(flow: Double) -> Double {
        zeroMeters + pow(max(0, flow) / unitFlow, 1 / exponent)
    }

    static let ofGauges: [(gauge: String, curve: RatingCurve)] = [
        ("cheng-01", RatingCurve(zeroMeters: 49.60, unitFlow: 60, exponent: 1.67)),
        ("cheng-05", RatingCurve(zeroMeters: 46.98, unitFlow: 62, exponent: 1.67)),
        ("cheng-02", RatingCurve(zeroMeters: 44.60, unitFlow: 68, exponent: 1.67)),
        ("cheng-03", RatingCurve(zeroMeters: 41.10, unitFlow: 75, exponent: 1.67)),
        ("cheng-06", RatingCurve(zeroMeters: 38.80, unitFlow: 96, exponent: 1.67)),
        ("cheng-04", RatingCurve(zeroMeters: 37.10, unitFlow: 130, exponent: 1.67)),
        ("baishi-01", RatingCurve(zeroMeters: 59.80, unitFlow: 22, exponent: 1.67)),
        ("baishi-03", RatingCurve(zeroMeters: 51.70, unitFlow: 40, exponent: 1.67)),
        ("baishi-02", RatingCurve(zeroMeters: 44.80, unitFlow: 85, exponent: 1.67)),
    ]
}
