/// Land that turns rain into flow: losses after the curve number method, then a cascade of linear reservoirs.
package struct Catchment: Sendable {
    package let areaSquareKilometers: Double
    /// Where the rain field is sampled.
    let samples: [MapPoint]
    /// Largest loss after runoff began, mm: S = 25400/CN − 254 (USDA NEH 630, chapter 10).
    let retentionMillimeters: Double
    private let baseFlow: Double
    private var reservoirs: [LinearReservoir]
    /// mm since the start.
    package private(set) var rainMillimeters = 0.0
    /// mm of `rainMillimeters` that became runoff.
    package private(set) var runoffMillimeters = 0.0
    /// m³ that has left since the start, base flow included.
    package private(set) var outflowCubicMeters = 0.0
    private let storedAtStart: Double

    /// - Parameters:
    ///   - curveNumber: 30 (forest on sand) … 98 (pavement).
    ///   - storageMinutes: of each of the `reservoirCount` reservoirs.
    ///   - baseFlow: m³/s that is there without rain.
    init(
        areaSquareKilometers: Double, samples: [MapPoint], curveNumber: Double, reservoirCount: Int,
        storageMinutes: Double, baseFlow: Double
    ) {
        self.areaSquareKilometers = areaSquareKilometers
        self.samples = samples
        self.retentionMillimeters = 25_400 / curveNumber - 254
        self.baseFlow = baseFlow
        self.reservoirs = Array(
            repeating: LinearReservoir(storageSeconds: storageMinutes * 60, outflow: baseFlow), count: reservoirCount)
        self.storedAtStart = Double(reservoirCount) * baseFlow * storageMinutes * 60
    }

    /// - Returns: mean outflow over the step, m³/s.
    mutating func step(rain field: RainField, minute: Double, seconds: Double) -> Double {
        var rate = 0.0
        for sample in samples {
            rate += field.millimetersPerHour(at: sample, minute: minute)
        }
        rainMillimeters += rate / Double(max(1, samples.count)) * seconds / 3_600
        let runoff = totalRunoff(ofRain: rainMillimeters)
        let effective = runoff - runoffMillimeters
        runoffMillimeters = runoff
        // 1 mm over 1 km² is 1,000 m³.
        var flow = baseFlow + effective * areaSquareKilometers * 1_000 / seconds
        for index in reservoirs.indices {
            flow = reservoirs[index].step(inflow: flow, seconds: seconds)
        }
        outflowCubicMeters += flow * seconds
        return flow
    }

    /// m³: runoff and base flow that came in, minus what left, minus what is stored more than at the start. Zero.
    package func balanceCubicMeters(afterSeconds seconds: Double) -> Double {
        var stored = -storedAtStart
        for reservoir in reservoirs {
            stored += reservoir.storedCubicMeters
        }
        let inflow = runoffMillimeters * areaSquareKilometers * 1_000 + baseFlow * seconds
        return inflow - outflowCubicMeters - stored
    }

    /// P → (P − 0.2 S)² / (P + 0.8 S), nothing before the first fifth of S has soaked in.
    private func totalRunoff(ofRain rain: Double) -> Double {
        let initialLoss = 0.2 * retentionMillimeters
        guard rain > initialLoss else { return 0 }
        let rest = rain - initialLoss
        return rest * rest / (rest + retentionMillimeters)
    }
}
