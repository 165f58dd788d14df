import Glibc

/// A reservoir whose surface stays level, routed by storage indication: (2S/Δt + O)₂ = I₁ + I₂ + (2S/Δt − O)₁.
package struct LevelPool: Sendable {
    /// Surface, m²; the banks are steep, so it is the same at every level of one evening.
    let areaSquareMeters: Double
    /// Sill of the spillway, m above the city datum.
    let crestMeters: Double
    /// Length of the sill, m.
    let crestLengthMeters: Double
    /// What the turbines and the ecological flow take whatever the level, m³/s.
    let release: Double
    package private(set) var levelMeters: Double
    /// m³/s at the end of the last step.
    package private(set) var outflow: Double
    private var inflow: Double
    private let levelAtStart: Double
    /// m³ since the start.
    package private(set) var inflowCubicMeters = 0.0
    package private(set) var outflowCubicMeters = 0.0

    /// m^½/s; a broad sill with rounded edge, between 1.7 (broad-crested) and 2.2 (ogee).
    private static let weirCoefficient = 2.0

    init(
        areaSquareMeters: Double, crestMeters: Double, crestLengthMeters: Double, release: Double, levelMeters: Double
    ) {
        self.areaSquareMeters = areaSquareMeters
        self.crestMeters = crestMeters
        self.crestLengthMeters = crestLengthMeters
        self.release = release
        self.levelMeters = levelMeters
        self.levelAtStart = levelMeters
        self.outflow = release
        self.inflow = release
        self.outflow = outflow(at: levelMeters)
    }

    /// m³ stored more than at the start.
    package var storedCubicMeters: Double { (levelMeters - levelAtStart) * areaSquareMeters }

    /// m³/s over the sill and through the outlet.
    func outflow(at level: Double) -> Double {
        release + LevelPool.weirCoefficient * crestLengthMeters * pow(max(0, level - crestMeters), 1.5)
    }

    /// - Parameters:
    ///   - next: inflow at the end of the step, m³/s.
    ///   - seconds: length of the step.
    mutating func step(inflow next: Double, seconds: Double) {
        let goal = inflow + next + 2 * levelMeters * areaSquareMeters / seconds - outflow
        // The left side rises with the level: halve the interval until a millionth of a millimetre is left.
        var low = levelMeters - 1
        var high = levelMeters + 1
        while high - low > 1e-9 {
            let middle = (low + high) / 2
            if 2 * middle * areaSquareMeters / seconds + outflow(at: middle) < goal {
                low = middle
            } else {
                high = middle
            }
        }
        levelMeters = (low + high) / 2
        let after = outflow(at: levelMeters)
        inflowCubicMeters += (inflow + next) / 2 * seconds
        outflowCubicMeters += (outflow + after) / 2 * seconds
        inflow = next
        outflow = after
    }
}
