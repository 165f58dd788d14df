import Telemetry

/// How a late or corrected reading enters a series' past.
extension RuleEngine {
    /// Whether a reading of this event time would be judged; one that is not is stored all the same, and enters the windows
    /// that it still lies in.
    package func isJudged(_ series: SeriesID, eventTime: Timestamp) -> Bool {
        let index = series.index
        guard index >= 0, index < states.count else { return false }
        let state = states.base + index
        guard state.pointee.plan.pointee.spareLimit > 0 else { return state.pointee.plan.pointee.ruleCount == 0 }
        return eventTime.nanoseconds >= firstDecidable(state)
    }

    /// The earliest event time at which everything that decisions look back on is kept.
    func firstDecidable(_ state: UnsafeMutablePointer<SeriesState>) -> Int64 {
        var first = saturatingAdd(state.pointee.floor, 1)
        if state.pointee.flags.contains(.truncated), state.pointee.ring.count > 0 {
            let plan = state.pointee.plan
            let ring = state.pointee.ring
            first = max(first, saturatingAdd(ring.time(0), max(1, plan.pointee.windowNanoseconds)))
            let last = plan.pointee.lastCount - 1
            if last >= 0 { first = max(first, ring.time(min(last, ring.count - 1))) }
        }
        return min(first, state.pointee.newestEvent)
    }

    /// Puts a late or corrected reading in its place; the series is judged again from there at the next whole second. Where
    /// a life is at stake it does not wait.
    ///
    /// - Parameter heardBefore: when the series was last heard before this reading.
    @inline(never)
    func takeIntoPast(_ reading: Reading, _ index: Int, heardBefore: Int64, _ changes: inout [AlarmChange]) {
        let state = states.base + index
        let plan = state.pointee.plan
        let now = reading.receivedAt.nanoseconds
        let isCorrection = reading.marks.rawValue & Mark.correction != 0
        let time = reading.eventTime.nanoseconds
        if time > state.pointee.newestEvent, !isCorrection || !isSameMicrosecond(time, state.pointee.newestEvent) {
            // The newest one after all: it decides at once, and says what timers did not know that have decided since then.
            take(reading, state, plan)
            begin(index, now: now)
            current.onset = time
            decideAll(state, plan, &changes)
            if time <= state.pointee.timerDecided { markDirty(index, from: time, .late, now: now) }
            if plan.pointee.isLookedAt { noteLookers(index, from: time, now: now) }
            return
        }
        if !state.pointee.flags.contains(.heardLate) {
            state.pointee.newestLag = max(0, saturatingSubtract(heardBefore, state.pointee.newestEvent))
            state.pointee.flags.insert(.heardLate)
        }
        let from = place(reading, index, replaces: isCorrection)
        if !isCorrection, reading.quality != .missing {
            decideLatching(reading, index, plan, &changes)
        }
        decideSilence(index, now: now, &changes)
        judgeAgain(index, from: from, isCorrection ? .corrected : .late, now: now, &changes)
    }

    /// A reading that was decided about has another flag now: its series is judged again from there, as after a correction.
    /// Nothing was heard of the station by it.
    ///
    /// - Parameter reading: the same value with the new quality, received when that was found.
    package func requalify(_ reading: Reading, into changes: inout [AlarmChange]) {
        let index = reading.series.index
        guard index >= 0, index < states.count else { return }
        let state = states.base + index
        let plan = state.pointee.plan
        let time = reading.eventTime.nanoseconds
        guard plan.pointee.spareLimit > 0, plan.pointee.ruleCount > 0 || plan.pointee.keepsHistory,
            reading.marks.rawValue & Mark.beyondHorizon == 0,
            time <= state.pointee.newestEvent || isSameMicrosecond(time, state.pointee.newestEvent)
        else { return }
        let from = place(reading, index, replaces: true)
        judgeAgain(index, from: from, .corrected, now: reading.receivedAt.nanoseconds, &changes)
    }

    private func judgeAgain(
        _ index: Int, from: Int64, _ cause: DirtySeries.Cause, now: Int64, _ changes: inout [AlarmChange]
    ) {
        if states[index].plan.pointee.ruleCount == 0 {
            // Only others look at it.
        } else if isLifeSafety(series: index) {
            let mark = DirtySeries(series: index, from: from, cause: cause)
            _ = reevaluate(mark, now: now, through: now - 1, &changes)
        } else {
            markDirty(index, from: from, cause, now: now)
        }
        if states[index].plan.pointee.isLookedAt { noteLookers(index, from: from, now: now) }
    }

    /// Those who look at a series and have decided at or after the event time of its reading did not know it then, though it
    /// may be the newest of its own series: they are judged again.
    @inline(never)
    func noteLookers(_ index: Int, from: Int64, now: Int64) {
        for dependent in dependents(of: index) where states.base[dependent].newestEvent >= from {
            markDirty(dependent, from: from, .neighbour, now: now)
        }
    }

    /// That the source lives is known at once, whatever it says of the past.
    private func decideSilence(_ index: Int, now: Int64, _ changes: inout [AlarmChange]) {
        let state = states.base + index
        let plan = state.pointee.plan
        begin(index, now: now)
        current.onset = current.eventTime
        for position in 0..<plan.pointee.ruleCount {
            let rule = plan.pointee.rules + position
            let cell = Int(state.pointee.firstCell) + position
            guard rule.pointee.flags.contains(.usesSilence) else { continue }
            if rule.pointee.flags.contains(.aboutSilence), cells.base[cell].phase == .inactive { continue }
            decide(rule, cell: cell, &changes)
        }
    }

    private func isLifeSafety(series index: Int) -> Bool {
        let plan = states.base[index].plan
        if registry.station(series[index].station)?.lifeSafety == true { return true }
        return (0..<plan.pointee.ruleCount).contains { rules.rules[Int(plan.pointee.ruleIndices[$0])].lifeSafety }
    }

    // MARK: The past

    /// - Returns: event time from which decisions may be others: the reading's own, or that of the one it replaces.
    private func place(_ reading: Reading, _ index: Int, replaces: Bool) -> Int64 {
        let state = states.base + index
        let time = reading.eventTime.nanoseconds
        var from = time
        if replaces {
            let position = state.pointee.ring.firstIndex(after: microsecond(time) - 1)
            if position < state.pointee.ring.count, isSameMicrosecond(state.pointee.ring.time(position), time) {
                from = min(from, state.pointee.ring.time(position))
                state.pointee.ring.remove(at: position)
            }
        }
        if let marked = mark(reading, index) { from = min(from, marked) }
        switch reading.quality {
        case .missing, .fail: break
        case .pass, .notEvaluated, .suspect: state.pointee.ring.insert(time, reading.value)
        }
        if evictSparing(state, state.pointee.plan) { state.pointee.flags.insert(.truncated) }
        if isSameMicrosecond(time, state.pointee.newestEvent) { retakeNewest(reading, index) }
        return from
    }

    /// The newest reading itself was corrected.
    private func retakeNewest(_ reading: Reading, _ index: Int) {
        let state = states.base + index
        let ring = state.pointee.ring
        state.pointee.newestEvent = reading.eventTime.nanoseconds
        state.pointee.quality = reading.quality.rawValue
        state.pointee.flags.remove([.missing, .failed, .unverified])
        if reading.marks.rawValue & Mark.unverified != 0 { state.pointee.flags.insert(.unverified) }
        switch reading.quality {
        case .pass, .notEvaluated: break
        case .suspect: state.pointee.flags.insert(.unverified)
        case .fail: state.pointee.flags.formUnion([.unverified, .failed])
        case .missing: state.pointee.flags.insert(.missing)
        }
        if reading.quality != .missing {
            state.pointee.newestValue = reading.value
            state.pointee.flags.insert(.hasValue)
        } else if ring.count > 0 {
            state.pointee.newestValue = ring.value(ring.count - 1)
        }
    }

    /// Keeps what the ring does not tell of a reading, instead of what was kept of one at its place.
    ///
    /// - Returns: the event time of the one that was kept before.
    @discardableResult
    func mark(_ reading: Reading, _ index: Int) -> Int64? {
        let time = reading.eventTime.nanoseconds
        let isUnverified = reading.marks.rawValue & Mark.unverified != 0
        let isPlain = !isUnverified && (reading.quality == .pass || reading.quality == .notEvaluated)
        guard var marked = past.marked[index] ?? (isPlain ? nil : []) else { return nil }
        var replaced: Int64?
        if let known = marked.lastIndex(where: { isSameMicrosecond($0.time, time) }) {
            replaced = marked[known].time
            marked.remove(at: known)
        }
        if !isPlain {
            let value = reading.quality == .missing ? 0 : reading.value
            let place = (marked.lastIndex { $0.time <= time } ?? -1) + 1
            marked.insert(
                MarkedReading(time: time, value: value, quality: reading.quality, isUnverified: isUnverified), at: place
            )
            forgetMarked(&marked, index)
        }
        past.marked[index] = marked.isEmpty ? nil : marked
        return replaced
    }

    private func forgetMarked(_ marked: inout [MarkedReading], _ index: Int) {
        let state = states.base + index
        if state.pointee.flags.contains(.truncated), state.pointee.ring.count > 0 {
            let oldest = state.pointee.ring.time(0)
            marked.removeAll { $0.time < oldest }
        }
        let excess = marked.count - max(1, state.pointee.plan.pointee.spareLimit)
        guard excess > 0 else { return }
        state.pointee.floor = max(state.pointee.floor, marked[excess - 1].time)
        marked.removeFirst(excess)
    }

    /// - Returns: whether the ring dropped a reading.
    @inline(__always)
    func evictSparing(_ state: UnsafeMutablePointer<SeriesState>, _ plan: UnsafePointer<Plan>) -> Bool {
        let cutoff = saturatingSubtract(state.pointee.newestEvent, plan.pointee.windowNanoseconds)
        return state.pointee.ring.evict(
            upTo: cutoff, keep: plan.pointee.lastCount, spare: plan.pointee.spareLimit,
            since: saturatingSubtract(cutoff, state.pointee.horizon))
    }

    // MARK: Steps of cells

    /// Keeps the step that a cell has made.
    @inline(never)
    func note(_ index: Int, isReset: Bool = false) {
        guard lateness.readings > 0 else { return }
        let id = timerID(ofCell: index)
        past.transitions[id, default: []].append(
            Transition(time: current.onset, cell: cells.base[index], isReset: isReset))
        if !isReplaying, let count = past.transitions[id]?.count, count % 16 == 0 { forgetTransitions(id, index) }
    }

    @inline(__always)
    func noteIfChanged(_ index: Int, _ before: Cell) {
        let cell = cells.base[index]
        if cell.phase != before.phase || cell.flags != before.flags || cell.since != before.since
            || cell.onset != before.onset
        {
            note(index)
        }
    }

    /// Drops steps that no walk goes back behind; the newest of them is kept, as where walks begin.
    private func forgetTransitions(_ id: TimerID, _ index: Int) {
        let first = firstDecidable(states.base + Int(cells.base[index].series))
        guard let steps = past.transitions[id], let base = steps.firstIndex(where: { $0.time >= first }), base > 1
        else { return }
        past.transitions[id]?.removeFirst(base - 1)
    }

    // MARK: Dirty series

    /// Notes that a series is judged again at the next whole second.
    func markDirty(_ index: Int, from: Int64, _ cause: DirtySeries.Cause, now: Int64) {
        if let known = past.dirtyPositions[index] {
            past.dirty[known].from = min(past.dirty[known].from, from)
            past.dirty[known].cause.formUnion(cause)
        } else {
            past.dirtyPositions[index] = past.dirty.count
            past.dirty.append(DirtySeries(series: index, from: from, cause: cause))
        }
        armReevaluation(after: now)
    }

    private func armReevaluation(after now: Int64) {
        guard past.due == .max else { return }
        past.due = RuleEngine.nextWholeSecond(after: now)
        timers.push(due: past.due, id: TimerID(.reevaluation))
    }

    static func nextWholeSecond(after now: Int64) -> Int64 {
        let second: Int64 = 1_000_000_000
        let rest = now % second
        return saturatingAdd(now, rest < 0 ? -rest : second - rest)
    }

    /// Decisions that one whole second makes again at most, so that a day that is delivered late holds nothing up: what is
    /// left goes on at the next.
    static let decisionsPerSecond = 200_000

    func fireReevaluation(due: Int64, _ changes: inout [AlarmChange]) {
        guard past.due == due else { return }
        past.due = .max
        var decisions = 0
        var done = 0
        while done < past.dirty.count, decisions < RuleEngine.decisionsPerSecond {
            decisions += reevaluate(past.dirty[done], now: due, through: due, &changes)
            done += 1
        }
        past.dirty.removeFirst(done)
        past.dirtyPositions.removeAll(keepingCapacity: true)
        for (position, mark) in past.dirty.enumerated() { past.dirtyPositions[mark.series] = position }
        if !past.dirty.isEmpty { armReevaluation(after: due) }
    }

    /// Judges everything that waits, before other rules come into force.
    func reevaluateAll(now: Int64, _ changes: inout [AlarmChange]) {
        for mark in past.dirty { _ = reevaluate(mark, now: now, through: now - 1, &changes) }
        past.dirty = []
        past.dirtyPositions = [:]
        past.due = .max
    }
}

/// Whole microseconds, rounded towards the past, as nanoseconds: a series has one value a microsecond.
@inline(__always)
func microsecond(_ time: Int64) -> Int64 {
    let rest = time % 1_000
    return saturatingSubtract(time, rest < 0 ? rest + 1_000 : rest)
}

@inline(__always)
func isSameMicrosecond(_ left: Int64, _ right: Int64) -> Bool {
    microsecond(left) == microsecond(right)
}
