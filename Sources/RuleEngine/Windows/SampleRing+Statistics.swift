/// Summaries of windows beyond sums and extremes. Each is a function of the readings in the window, in event-time order.
extension SampleRing {
    /// Whether readings after a time may have been dropped because there were too many: a window from there on is not whole.
    @inline(__always)
    func isCut(after cutoff: Int64) -> Bool { count >= SampleRing.limit && time(0) > cutoff }

    /// The readings' values, oldest first.
    func values(_ lower: Int, _ upper: Int) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(max(0, upper - lower))
        forEachPiece(lower, upper) { piece in result.append(contentsOf: piece) }
        return result
    }

    /// Linear interpolation between the order statistics, type 7 of Hyndman and Fan (1996): position q·(n − 1).
    ///
    /// - Parameter fraction: 0 … 1. The window holds one reading at least.
    func quantile(_ fraction: Double, _ lower: Int, _ upper: Int) -> Double {
        let sorted = values(lower, upper).sorted()
        let position = fraction * Double(sorted.count - 1)
        let below = min(sorted.count - 1, max(0, Int(position)))
        let above = min(sorted.count - 1, below + 1)
        let part = position - Double(below)
        return part == 0 ? sorted[below] : sorted[below] + part * (sorted[above] - sorted[below])
    }

    /// How many readings differ from the one before them, both in the window.
    func changes(_ lower: Int, _ upper: Int) -> Int {
        var result = 0
        var index = lower + 1
        while index < upper {
            if value(index) != value(index - 1) { result += 1 }
            index += 1
        }
        return result
    }

    /// Mean and, from two readings on, deviation with weights halving every `halfLife` before `now`; nil where no weight
    /// is left.
    func decaying(
        _ lower: Int, _ upper: Int, now: Int64, halfLife: Int64
    ) -> (mean: Double, deviation: Double?)? {
        var weights = 0.0
        var sum = 0.0
        for index in lower..<max(lower, upper) {
            let weight = Decay.weight(age: max(0, saturatingSubtract(now, time(index))), halfLife: halfLife)
            weights += weight
            sum += weight * value(index)
        }
        guard weights > 0 else { return nil }
        let mean = sum / weights
        guard upper - lower > 1 else { return (mean, nil) }
        var squares = 0.0
        for index in lower..<upper {
            let weight = Decay.weight(age: max(0, saturatingSubtract(now, time(index))), halfLife: halfLife)
            squares += weight * (value(index) - mean) * (value(index) - mean)
        }
        return (mean, (squares / weights).squareRoot())
    }

    /// Count, mean and deviation of the readings within half a slot of the same time on each of the periods before `now`,
    /// the oldest period first.
    func periodic(
        now: Int64, period: Int64, periods: Int, slot: Int64
    ) -> (count: Int, mean: Double, deviation: Double?) {
        let ranges = (1...periods).reversed().map { number in
            let centre = saturatingSubtract(now, period * Int64(number))
            return firstIndex(
                after: saturatingSubtract(centre, slot / 2) - 1)..<firstIndex(
                    after: saturatingAdd(centre, slot / 2))
        }
        let readings = ranges.flatMap { values($0.lowerBound, $0.upperBound) }
        guard !readings.isEmpty else { return (0, 0, nil) }
        let mean = readings.reduce(0, +) / Double(readings.count)
        guard readings.count > 1 else { return (1, mean, nil) }
        let squares = readings.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (readings.count, mean, (squares / Double(readings.count - 1)).squareRoot())
    }

    /// STA/LTA: mean absolute deviation from the long window's mean in the short window over that in the long window; nil
    /// where the long window is flat.
    func shortOverLong(_ longLower: Int, _ shortLower: Int, _ upper: Int) -> Double? {
        guard shortLower < upper else { return nil }
        let mean = sum(longLower, upper) / Double(upper - longLower)
        func average(_ lower: Int) -> Double {
            var total = 0.0
            forEachPiece(lower, upper) { piece in
                for value in piece { total += abs(value - mean) }
            }
            return total / Double(upper - lower)
        }
        let long = average(longLower)
        return long > 0 ? average(shortLower) / long : nil
    }

    /// Recursive STA/LTA (Withers et al. 1998): both averages go towards |x − mean| by the part Δt / T of the way at each
    /// reading, beginning at the oldest; nil where nothing has moved.
    func shortOverLongRecursive(_ lower: Int, _ upper: Int, short: Int64, long: Int64) -> Double? {
        guard upper - lower > 1 else { return nil }
        let mean = sum(lower, upper) / Double(upper - lower)
        var shortAverage = abs(value(lower) - mean)
        var longAverage = shortAverage
        for index in lower + 1..<upper {
            let step = Double(saturatingSubtract(time(index), time(index - 1)))
            let size = abs(value(index) - mean)
            shortAverage += min(1, step / Double(short)) * (size - shortAverage)
            longAverage += min(1, step / Double(long)) * (size - longAverage)
        }
        return longAverage > 0 ? shortAverage / longAverage : nil
    }
}

/// Cumulative sums (Page 1954) over the values of a window, oldest first.
enum CumulativeSum {
    /// S = max(0, S + (x − target − slack)), from 0: grows while values lie above `target + slack`.
    static func high(_ values: [Double], target: Double, slack: Double) -> Double {
        values.reduce(0) { max(0, $0 + ($1 - target - slack)) }
    }

    /// S = max(0, S + (target − x − slack)), from 0.
    static func low(_ values: [Double], target: Double, slack: Double) -> Double {
        values.reduce(0) { max(0, $0 + (target - $1 - slack)) }
    }
}
