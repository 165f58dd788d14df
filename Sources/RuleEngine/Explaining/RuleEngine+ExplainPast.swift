import CEL
import Telemetry

/// What conditions came to at earlier readings of a series, as far as they are kept.
extension RuleEngine {
    /// Most earlier readings at which conditions are evaluated for one explanation.
    static let explainedReadingLimit = 20_000

    /// All readings of a series that are kept, oldest first.
    func keptReadings(_ index: Int) -> [PastReading] {
        let state = states.base + index
        let marked = past.marked[index] ?? []
        let surplus = max(0, state.pointee.ring.count - RuleEngine.explainedReadingLimit)
        var place = surplus
        var markedPlace = 0
        if surplus > 0 {
            let first = state.pointee.ring.time(surplus)
            markedPlace = marked.firstIndex { $0.time >= first } ?? marked.count
        }
        var readings: [PastReading] = []
        while let reading = next(&place, &markedPlace, marked, state) { readings.append(reading) }
        return readings
    }

    /// Sets what rules are decided on to a reading that is kept.
    ///
    /// - Parameters:
    ///   - now: stamp of the decision, for `silence()`.
    ///   - body: evaluates; what is decided on is undefined afterwards.
    /// - Returns: nil where no reading of that event time is kept.
    func withPast<Result>(_ index: Int, eventTime: Int64, now: Int64, _ body: () -> Result) -> Result? {
        let readings = keptReadings(index)
        guard let position = readings.lastIndex(where: { $0.time == eventTime }) else { return nil }
        let known = readings[..<position].last { $0.value != nil }?.value
        return withPast(index, readings[position], lastValue: known ?? nil, now: now, body)
    }

    private func withPast<Result>(
        _ index: Int, _ reading: PastReading, lastValue: Double?, now: Int64?, _ body: () -> Result
    ) -> Result {
        current.series = index
        set(reading, lastValue: lastValue)
        if let now { current.now = now }
        let wasReplaying = isReplaying
        isReplaying = true
        defer { isReplaying = wasReplaying }
        setPending(states[index].plan)
        return body()
    }

    /// Since when each blocking part of a condition has come to what it comes to now, reading by reading backwards.
    /// Unknown parts are left out: since when the condition is unknown, the engine keeps itself.
    func findSince(_ program: Program, _ condition: inout ExplainedCondition, series index: Int) {
        var open = condition.parts.indices.filter { position in
            guard condition.parts[position].isBlocking, case .value = condition.parts[position].outcome else {
                return false
            }
            return true
        }
        if open.isEmpty { return }
        let earliest = firstDecidable(states.base + index)
        let readings = keptReadings(index)
        for position in readings.indices.reversed() {
            let reading = readings[position]
            if open.isEmpty || reading.time < earliest { return }
            let known = reading.value == nil ? readings[..<position].last { $0.value != nil }?.value ?? nil : nil
            withPast(index, reading, lastValue: known, now: nil) {
                open.removeAll { part in
                    let result = program.evaluate(explained: part, frames.reading)
                    let isSame = result.map { ConditionTree.outcome($0) == condition.parts[part].outcome } ?? false
                    let time = Timestamp(nanoseconds: reading.time)
                    if isSame {
                        condition.parts[part].since = time
                    } else {
                        condition.parts[part].otherwiseAt = time
                    }
                    return !isSame
                }
            }
        }
    }
}
