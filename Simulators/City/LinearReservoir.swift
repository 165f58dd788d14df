import Glibc

/// A reservoir whose outflow is its storage divided by `storageSeconds`, solved exactly over a step of constant inflow.
/// Several in a row are Nash's unit hydrograph (Nash 1957).
struct LinearReservoir: Sendable {
    let storageSeconds: Double
    /// m³.
    private(set) var storedCubicMeters: Double

    init(storageSeconds: Double, outflow: Double) {
        self.storageSeconds = storageSeconds
        self.storedCubicMeters = outflow * storageSeconds
    }

    /// m³/s at this instant.
    var outflow: Double { storedCubicMeters / storageSeconds }

    /// - Parameters:
    ///   - inflow: mean over the step, m³/s.
    ///   - seconds: length of the step.
    /// - Returns: mean outflow over the step, m³/s; what came in and was not stored, so water is neither made nor lost.
    mutating func step(inflow: Double, seconds: Double) -> Double {
        let kept = exp(-seconds / storageSeconds)
        let before = storedCubicMeters
        storedCubicMeters = before * kept + inflow * storageSeconds * (1 - kept)
        return inflow - (storedCubicMeters - before) / seconds
    }
}
