/// A river reach after Muskingum: O₂ = C₀·I₂ + C₁·I₁ + C₂·O₁, cut into segments so that every coefficient is positive.
package struct MuskingumReach: Sendable {
    private struct Segment: Sendable {
        var inflow: Double
        var outflow: Double
    }

    let storageSeconds: Double
    let weighting: Double
    let stepSeconds: Double
    private var segments: [Segment]
    private let first: Double
    private let second: Double
    private let third: Double

    /// - Parameters:
    ///   - segmentMinutes: travel time K of one segment.
    ///   - weighting: X, 0 (a reservoir) … 0.5 (no attenuation).
    ///   - stepMinutes: Δt with 2KX ≤ Δt ≤ 2K(1 − X).
    ///   - flow: m³/s at the start, steady.
    init(segmentCount: Int, segmentMinutes: Double, weighting: Double, stepMinutes: Double, flow: Double) {
        let storage = segmentMinutes * 60
        let step = stepMinutes * 60
        let divisor = 2 * storage * (1 - weighting) + step
        self.storageSeconds = storage
        self.weighting = weighting
        self.stepSeconds = step
        self.first = (step - 2 * storage * weighting) / divisor
        self.second = (step + 2 * storage * weighting) / divisor
        self.third = (2 * storage * (1 - weighting) - step) / divisor
        self.segments = Array(repeating: Segment(inflow: flow, outflow: flow), count: segmentCount)
    }

    /// C₀, C₁, C₂; their sum is one.
    package var coefficients: (Double, Double, Double) { (first, second, third) }

    /// m³/s at the lower end of each segment.
    var outflows: [Double] { segments.map(\.outflow) }

    /// m³ in the reach: K·(X·I + (1 − X)·O) of each segment.
    package var storedCubicMeters: Double {
        var sum = 0.0
        for segment in segments {
            sum += storageSeconds * (weighting * segment.inflow + (1 - weighting) * segment.outflow)
        }
        return sum
    }

    /// - Parameter inflow: m³/s at the end of the step.
    /// - Returns: m³/s at the lower end, at the end of the step.
    mutating func step(inflow: Double) -> Double {
        var flow = inflow
        for index in segments.indices {
            let next = first * flow + second * segments[index].inflow + third * segments[index].outflow
            segments[index].inflow = flow
            segments[index].outflow = next
            flow = next
        }
        return flow
    }
}
