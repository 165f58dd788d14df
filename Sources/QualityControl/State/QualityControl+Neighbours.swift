import Telemetry

/// QARTOD test 9 in its spatial form: a reading that differs from every neighbour heard lately is suspect.
/// Mutating for the same reason as the other tests.
extension QualityControl {
    private enum Comparison {
        case differs
        case agrees
        /// No neighbour had said anything.
        case unheard
        /// What a neighbour said then is not kept any more.
        case lost
    }

    private enum Heard {
        case value(Double)
        case nothing
        case lost
    }

    mutating func neighbour(_ index: Int, _ series: Int, _ old: QualityFindings, _ findings: inout QualityFindings) {
        switch compare(index, series) {
        case .differs: findings.formUnion([.isDecided, .neighbour])
        case .agrees: findings.insert(.isDecided)
        case .unheard: break
        case .lost: findings.formUnion(old.intersection(.neighbour))
        }
    }

    private mutating func compare(_ index: Int, _ series: Int) -> Comparison {
        let state = states[series]
        guard state.links >= 0 else { return .unheard }
        let plan = plans[Int(state.plan)]
        let entry = entries[state.place(index)]
        var result = Comparison.unheard
        for neighbour in links[Int(state.links)].neighbours {
            switch heard(Int(neighbour.series), at: entry.nanoseconds, plan.neighbourWithin) {
            case .value(let value):
                if abs(value - entry.value) <= plan.neighbourLimit { return .agrees }
                result = .differs
            case .nothing: break
            case .lost: if case .unheard = result { result = .lost }
            }
        }
        return result
    }

    /// What a series said last at a moment, if it was not too long before.
    private mutating func heard(_ series: Int, at nanoseconds: Int64, _ within: Int64) -> Heard {
        let state = states[series]
        var position = Int(state.count) - 1
        while position >= 0 {
            let entry = entries[state.place(position)]
            position -= 1
            guard entry.nanoseconds <= nanoseconds, entry.isReference else { continue }
            let age = QualityEntry.elapsed(from: entry.nanoseconds, to: nanoseconds)
            return age <= within ? .value(entry.value) : .nothing
        }
        return state.hasEvicted ? .lost : .nothing
    }

    /// Holds what follows a reading in time, at stations that it is a neighbour of, against it again. What was found anew
    /// of the series itself since `firstRevised` counts likewise.
    mutating func recheckDependents(
        _ series: Int, at moment: Timestamp, since firstRevised: Int, _ nanoseconds: Int64,
        into revised: inout [RequalifiedReading]
    ) {
        let own = states[series].links
        guard own >= 0, !links[Int(own)].dependents.isEmpty else { return }
        let ownEnd = revised.count
        for dependent in links[Int(own)].dependents {
            recheck(Int(dependent), at: moment, nanoseconds, into: &revised)
            for index in firstRevised..<ownEnd {
                recheck(Int(dependent), at: moment, revised[index].reading.eventTime.nanoseconds, into: &revised)
            }
        }
    }

    private mutating func recheck(
        _ series: Int, at moment: Timestamp, _ nanoseconds: Int64, into revised: inout [RequalifiedReading]
    ) {
        let state = states[series]
        let within = plans[Int(state.plan)].neighbourWithin
        var position = Int(state.count) - 1
        while position >= 0 {
            let place = state.place(position)
            let old = entries[place]
            if old.nanoseconds < nanoseconds { return }
            if QualityEntry.elapsed(from: nanoseconds, to: old.nanoseconds) <= within, !old.isUnsound {
                var findings = old.findings.subtracting(.neighbour)
                neighbour(position, series, old.findings, &findings)
                entries[place].findings = findings
                revise(place, from: old, series, at: moment, into: &revised)
            }
            position -= 1
        }
    }
}
