import Telemetry

/// The tests. Each decides about one reading from those kept before it; where those it needs have left the ring, it stays
/// with what was found when they were there. Those that change nothing are mutating all the same: else each would be handed
/// a copy of all that the state points to.
extension QualityControl {
    /// The newest reading before a place that the sensor could measure.
    mutating func soundEntry(before index: Int, _ state: QualitySeries) -> Int? {
        var position = index - 1
        while position >= 0 {
            if !entries[state.place(position)].isUnsound { return position }
            position -= 1
        }
        return nil
    }

    /// The newest reading before a place that others may be held against.
    private mutating func reference(before index: Int, _ state: QualitySeries) -> Int? {
        var position = index - 1
        while position >= 0 {
            if entries[state.place(position)].isReference { return position }
            position -= 1
        }
        return nil
    }

    /// QARTOD test 6, spike: distance of x[n−1] from where a straight line from x[n−2] to x[n] passes it; with equal steps
    /// that is the standard's |x[n−1] − (x[n] + x[n−2]) / 2|. Only what stands out on one side of both is a spike, by at
    /// least half the limit: neither the foot of a flood nor a level that has shifted is one. Absolute, so that a stage
    /// below the gauge's zero is treated as any other.
    mutating func spike(
        _ index: Int, _ state: QualitySeries, _ plan: QualityPlan, into findings: QualityFindings
    ) -> QualityFindings {
        var result = findings.subtracting(.spikes)
        var next = index + 1
        while next < Int(state.count), entries[state.place(next)].isUnsound { next += 1 }
        guard next < Int(state.count) else { return result }
        guard let previous = reference(before: index, state) else { return state.hasEvicted ? findings : result }
        let entry = entries[state.place(index)]
        let before = entries[state.place(previous)]
        let after = entries[state.place(next)]
        let span = QualityEntry.elapsed(from: before.nanoseconds, to: after.nanoseconds)
        guard span <= plan.spikeWithin else { return result }
        let share = Double(QualityEntry.elapsed(from: before.nanoseconds, to: entry.nanoseconds)) / Double(span)
        let distance = abs(entry.value - (before.value * (1 - share) + after.value * share))
        let (rise, fall) = (entry.value - before.value, entry.value - after.value)
        let height = (rise > 0) == (fall > 0) ? min(abs(rise), abs(fall)) : 0
        result.insert(.isDecided)
        if distance > plan.spikeFail, height > plan.spikeFail / 2 {
            result.insert(.spikeFails)
        } else if distance > plan.spikeSuspect, height > plan.spikeSuspect / 2 {
            result.insert(.spike)
        }
        return result
    }

    /// QARTOD test 7, rate of change: |Δx| above k sample deviations of the n readings before. What the plan calls an
    /// ordinary change is never suspect, or every flood would begin with one after a quiet night.
    mutating func rate(
        _ index: Int, _ state: QualitySeries, _ plan: QualityPlan, _ old: QualityFindings,
        _ findings: inout QualityFindings
    ) {
        guard let previous = reference(before: index, state) else {
            if state.hasEvicted { findings.formUnion(old.intersection(.rate)) }
            return
        }
        let entry = entries[state.place(index)]
        let before = entries[state.place(previous)]
        let elapsed = Double(QualityEntry.elapsed(from: before.nanoseconds, to: entry.nanoseconds))
        let change = abs(entry.value - before.value)
        guard change > plan.rateAtLeast * max(1, elapsed / plan.ratePerNanoseconds) else {
            findings.insert(.isDecided)
            return
        }
        guard let deviation = deviation(upTo: previous, state, plan.rateReadings) else {
            if state.hasEvicted { findings.formUnion(old.intersection(.rate)) }
            return
        }
        findings.insert(.isDecided)
        if change > plan.rateDeviations * deviation { findings.insert(.rate) }
    }

    /// Sample deviation of the newest `count` references up to a place; nil where there are fewer.
    private mutating func deviation(upTo last: Int, _ state: QualitySeries, _ count: Int) -> Double? {
        var found = 0
        var sum = 0.0
        var position = last
        while position >= 0, found < count {
            let entry = entries[state.place(position)]
            position -= 1
            guard entry.isReference else { continue }
            sum += entry.value
            found += 1
        }
        guard found == count else { return nil }
        let mean = sum / Double(count)
        var squares = 0.0
        var rest = count
        position = last
        while rest > 0 {
            let entry = entries[state.place(position)]
            position -= 1
            guard entry.isReference else { continue }
            squares += (entry.value - mean) * (entry.value - mean)
            rest -= 1
        }
        return (squares / Double(count - 1)).squareRoot()
    }

    /// QARTOD test 8, flat line: so many readings in a row within the tolerance of the first of them.
    mutating func flatLine(
        _ index: Int, _ state: QualitySeries, _ plan: QualityPlan, _ old: QualityFindings,
        _ findings: inout QualityFindings
    ) {
        let place = state.place(index)
        if index == 0, state.hasEvicted {
            findings.formUnion(old.intersection(.flatLines))
            return
        }
        var run = (value: 0.0, length: Int32(0))
        if index > 0 {
            let before = entries[state.place(index - 1)]
            run = (before.runValue, before.runLength)
        }
        let value = entries[place].value
        if entries[place].isUnsound {
            // It says nothing of what was measured: the run goes on past it.
        } else if value >= plan.idleLow, value <= plan.idleHigh {
            run = (value, 0)
        } else if run.length > 0, abs(value - run.value) <= plan.flatTolerance {
            run.length += run.length < .max ? 1 : 0
        } else {
            run = (value, 1)
        }
        entries[place].runValue = run.value
        entries[place].runLength = run.length
        findings.insert(.isDecided)
        if entries[place].isUnsound { return }
        if run.length > plan.flatFail {
            findings.insert(.flatLineFails)
        } else if run.length > plan.flatSuspect {
            findings.insert(.flatLine)
        }
    }

    /// QARTOD test 1, gap: the first reading after one is suspect, as nothing beside it confirms it.
    mutating func gap(
        _ index: Int, _ state: QualitySeries, _ plan: QualityPlan, _ old: QualityFindings,
        _ findings: inout QualityFindings
    ) {
        guard index > 0 else {
            if state.hasEvicted { findings.formUnion(old.intersection(.gap)) }
            return
        }
        findings.insert(.isDecided)
        let elapsed = QualityEntry.elapsed(
            from: entries[state.place(index - 1)].nanoseconds, to: entries[state.place(index)].nanoseconds)
        if elapsed > plan.gapAfter { findings.insert(.gap) }
    }
}

extension QualityFindings {
    static let spikes: QualityFindings = [.spike, .spikeFails]
    static let flatLines: QualityFindings = [.flatLine, .flatLineFails]
}
