/// A trunk main with its pumps: pressure falls with the square of the flow, and a burst takes what its hole lets out.
package struct WaterMain: Sendable {
    /// A logger on the main: kPa lost on the way to it at 1,000 m³/h.
    struct Logger: Sendable {
        var key: String
        var loss: Double
    }

    /// A hole: minutes of the evening until the valves are shut, and m³/h that leave it at 100 kPa.
    struct Burst: Sendable {
        var minutes: ClosedRange<Double>
        var flow: Double
    }

    let flowKey: String
    let loggers: [Logger]
    let burst: Burst?
    /// kPa at no flow, and kPa that the pumps lose at 1,000 m³/h.
    let pumpPressure: Double
    let pumpLoss: Double
    /// m³/h at 18:00.
    let demandAtStart: Double

    /// - Parameter minute: of the evening.
    /// - Returns: m³/h, and kPa at each logger.
    package func state(minute: Double) -> (flow: Double, pressures: [Double]) {
        // Taps close as the evening ends.
        let demand = demandAtStart * (1 - 0.3 * min(1, max(0, minute) / 300))
        var flow = demand
        if let burst, burst.minutes.contains(minute), let weakest = loggers.map(\.loss).max() {
            // The hole takes by the root of the pressure there (Torricelli), and the pressure falls by what it takes.
            // The sum rises with the flow on the left and falls on the right: halve the interval.
            var low = demand
            var high = demand + burst.flow * (pumpPressure / 100).squareRoot()
            for _ in 0..<50 {
                let middle = (low + high) / 2
                let pressure = max(0, self.pressure(flow: middle, loss: weakest))
                if demand + burst.flow * (pressure / 100).squareRoot() > middle { low = middle } else { high = middle }
            }
            flow = (low + high) / 2
        }
        return (flow, loggers.map { max(0, pressure(flow: flow, loss: $0.loss)) })
    }

    private func pressure(flow: Double, loss: Double) -> Double {
        let share = flow / 1_000
        return pumpPressure - (pumpLoss + loss) * share * share
    }
}
