import Telemetry

/// Limits as numbers only; a test that is not made has limits that nothing reaches.
struct QualityPlan: Sendable {
    /// The spans can be held against each reading.
    var hasSpan = false
    var sensorLow = -Double.infinity
    var sensorHigh = Double.infinity
    var operatorLow = -Double.infinity
    var operatorHigh = Double.infinity
    var hasSpike = false
    var spikeSuspect = Double.infinity
    var spikeFail = Double.infinity
    var spikeWithin = Int64.max
    var hasRate = false
    var rateDeviations = Double.infinity
    var rateReadings = 0
    var rateAtLeast = Double.infinity
    var ratePerNanoseconds = 1.0
    var hasFlatLine = false
    var flatTolerance = 0.0
    var flatSuspect = Int32.max
    var flatFail = Int32.max
    var idleLow = Double.infinity
    var idleHigh = -Double.infinity
    /// `Int64.max` where no gap is one.
    var gapAfter = Int64.max
    var hasNeighbour = false
    var neighbourLimit = Double.infinity
    var neighbourWithin = Int64.max
    /// Readings kept of each series.
    var capacity = Int32(0)

    /// Readings kept beyond what the tests look back on: so many may come before a late one that is still assessed as if
    /// it had come in time.
    static let lateReadings = 8

    init(_ limits: QualityLimits) {
        if let span = limits.sensorSpan {
            (hasSpan, sensorLow, sensorHigh) = (true, span.low, span.high)
        }
        if let span = limits.operatorSpan {
            (hasSpan, operatorLow, operatorHigh) = (true, span.low, span.high)
        }
        if let spike = limits.spike {
            (hasSpike, spikeSuspect, spikeFail) = (true, spike.suspect, spike.fail)
            if let within = spike.within { spikeWithin = within.nanoseconds }
        }
        if let rate = limits.rate {
            (hasRate, rateDeviations, rateReadings) = (true, rate.deviations, rate.readings)
            (rateAtLeast, ratePerNanoseconds) = (rate.atLeast, Double(rate.per.nanoseconds))
        }
        if let flat = limits.flatLine {
            (hasFlatLine, flatTolerance, flatSuspect) = (true, flat.tolerance, Int32(flat.suspectAfter))
            if let fail = flat.failAfter { flatFail = Int32(fail) }
            if let idle = flat.idle { (idleLow, idleHigh) = (idle.lowerBound, idle.upperBound) }
        }
        if let gap = limits.gap { gapAfter = gap.after.nanoseconds }
        if let neighbour = limits.neighbour {
            (hasNeighbour, neighbourLimit, neighbourWithin) = (true, neighbour.limit, neighbour.within.nanoseconds)
        }
        capacity = Int32(max(rateReadings, 2) + QualityPlan.lateReadings)
    }

    /// What the reading shows alone.
    func findings(alone value: Double) -> QualityFindings {
        var findings: QualityFindings = hasSpan ? .isDecided : []
        if value < sensorLow || value > sensorHigh {
            findings.insert(.sensorSpan)
        } else if value < operatorLow || value > operatorHigh {
            findings.insert(.operatorSpan)
        }
        return findings
    }
}
