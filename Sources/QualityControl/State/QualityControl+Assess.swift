import Telemetry

/// The way of a reading.
extension QualityControl {
    /// Whether anything is set for a series.
    package func isAssessed(_ series: SeriesID) -> Bool {
        series.index < states.count && states[series.index].plan >= 0
    }

    /// Assesses one reading: sets its quality and the tests that it did not pass.
    ///
    /// - Parameters:
    ///   - reading: as intake gave it, no repeat; its `quality` is the device's.
    ///   - revision: under which it will be stored.
    ///   - revised: readings from before whose flag is another one now are appended.
    package mutating func assess(
        _ reading: inout Reading, revision: Int32, into revised: inout [RequalifiedReading]
    ) {
        let series = reading.series.index
        guard series < states.count, states[series].plan >= 0 else { return }
        let plan = plans[Int(states[series].plan)]
        var entry = QualityEntry(
            nanoseconds: reading.eventTime.nanoseconds, value: reading.value, revision: revision,
            findings: plan.findings(alone: reading.value), marks: reading.marks.rawValue,
            device: reading.deviceQuality.rawValue)
        // A device that says that it has no value has measured nothing.
        if reading.deviceQuality == .missing { entry.findings = [] }
        if let position = put(entry, series, isOld: reading.marks.contains(.beyondHorizon)) {
            let firstRevised = revised.count
            settle(series, from: position, plan, at: reading.receivedAt, new: position, into: &revised)
            recheckDependents(series, at: reading.receivedAt, since: firstRevised, entry.nanoseconds, into: &revised)
            entry = entries[states[series].place(position)]
        }
        reading.quality = entry.flag
        reading.failedTests = entry.findings.tests
        counts.count(entry.flag)
        counts.count(entry.findings.tests)
    }

    // MARK: The ring

    /// Puts a reading where it belongs in time.
    ///
    /// - Returns: its place; nil where it is older than what is kept and can only be looked at alone.
    private mutating func put(_ entry: QualityEntry, _ series: Int, isOld: Bool) -> Int? {
        if isOld { return nil }
        let microseconds = entry.microseconds
        var position = Int(states[series].count)
        while position > 0, entries[states[series].place(position - 1)].microseconds > microseconds { position -= 1 }
        if position > 0, entries[states[series].place(position - 1)].microseconds == microseconds {
            let place = states[series].place(position - 1)
            var corrected = entry
            corrected.runValue = entries[place].runValue
            corrected.runLength = entries[place].runLength
            entries[place] = corrected
            return position - 1
        }
        if states[series].count == states[series].capacity {
            states[series].hasEvicted = true
            if position == 0 { return nil }
            states[series].head = (states[series].head + 1) % states[series].capacity
            states[series].count -= 1
            position -= 1
        } else if position == 0, states[series].hasEvicted {
            return nil
        }
        var index = Int(states[series].count)
        states[series].count += 1
        while index > position {
            entries[states[series].place(index)] = entries[states[series].place(index - 1)]
            index -= 1
        }
        entries[states[series].place(position)] = entry
        return position
    }

    // MARK: What follows from a new reading

    /// Decides anew about every reading that the one at `position` can tell something of: the one before it (whether it was
    /// a spike) and all that came after.
    private mutating func settle(
        _ series: Int, from position: Int, _ plan: QualityPlan, at moment: Timestamp, new: Int,
        into revised: inout [RequalifiedReading]
    ) {
        let state = states[series]
        if plan.hasSpike, let before = soundEntry(before: position, state) {
            let place = state.place(before)
            let old = entries[place]
            entries[place].findings = spike(before, state, plan, into: old.findings)
            revise(place, from: old, series, at: moment, into: &revised)
        }
        for index in position..<Int(state.count) {
            let place = state.place(index)
            let old = entries[place]
            decide(index, series, state, plan)
            if index != new { revise(place, from: old, series, at: moment, into: &revised) }
        }
    }

    /// All tests of one reading; those before it are decided.
    private mutating func decide(_ index: Int, _ series: Int, _ state: QualitySeries, _ plan: QualityPlan) {
        let place = state.place(index)
        let old = entries[place].findings
        var findings = old.intersection(.alone)
        if plan.hasSpan { findings.insert(.isDecided) }
        if plan.gapAfter != .max { gap(index, state, plan, old, &findings) }
        if plan.hasFlatLine { flatLine(index, state, plan, old, &findings) }
        if !entries[place].isUnsound {
            if plan.hasRate { rate(index, state, plan, old, &findings) }
            if plan.hasSpike { findings = spike(index, state, plan, into: findings.union(old.intersection(.spikes))) }
            if plan.hasNeighbour { neighbour(index, series, old, &findings) }
        }
        if entries[place].deviceFlag == .missing { findings = [] }
        entries[place].findings = findings
    }

    /// Tells of a reading whose flag or tests have become others.
    mutating func revise(
        _ place: Int, from old: QualityEntry, _ series: Int, at moment: Timestamp,
        into revised: inout [RequalifiedReading]
    ) {
        let new = entries[place]
        let (was, tests) = (old.findings.tests, new.findings.tests)
        // That a test could be made after all is no news.
        guard was != tests || (old.flag != new.flag && (old.flag.isDoubtful || new.flag.isDoubtful)) else { return }
        entries[place].revision += 1
        counts.revised += 1
        counts.count(tests.subtracting(was))
        var reading = Reading(
            series: SeriesID(rawValue: Int32(series)), eventTime: Timestamp(nanoseconds: new.nanoseconds),
            receivedAt: moment, value: new.value, quality: new.deviceFlag,
            marks: ReadingMarks(rawValue: new.marks).union(.correction))
        reading.quality = new.flag
        reading.failedTests = tests
        revised.append(RequalifiedReading(reading: reading, revision: entries[place].revision))
    }
}

extension QualityFlag {
    /// Worse than not evaluated.
    var isDoubtful: Bool { rawValue > QualityFlag.notEvaluated.rawValue }
}
