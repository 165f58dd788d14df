import CEL
import Telemetry

/// What time alone does: `for` and off-delays that are over, silence, staleness.
extension RuleEngine {
    /// When the next timer is due, in stamps; `distantFuture` where none is. A timer that finds that a reading came in the
    /// meantime changes nothing.
    package var nextDue: Timestamp {
        Timestamp(nanoseconds: timers.first?.due ?? .max)
    }

    /// Fires the earliest timer at its own due time; of several that are due together the one with the smallest id.
    package func fireNextTimer(into changes: inout [AlarmChange]) {
        guard let entry = timers.pop() else { return }
        switch entry.id.owner {
        case .series(let index): fireSilence(index, due: entry.due, &changes)
        case .cell(let series, let position):
            guard position < states.base[series].plan.pointee.ruleCount else { return }
            fireDelay(Int(states.base[series].firstCell) + position, due: entry.due, &changes)
        case .keyed(let index): fireKeyed(index, due: entry.due, &changes)
        case .blind(let series, let position):
            guard position < states.base[series].plan.pointee.ruleCount else { return }
            fireBlind(Int(states.base[series].firstCell) + position, due: entry.due, &changes)
        case .reevaluation: fireReevaluation(due: entry.due, &changes)
        }
    }

    /// Fires everything that is due before `at`, each at its own due time.
    package func fireTimers(before at: Timestamp, into changes: inout [AlarmChange]) {
        while nextDue < at { fireNextTimer(into: &changes) }
    }

    /// Nobody listened for a while: what waits for time to pass — silence, `for`, off-delays — goes on waiting as if the gap
    /// had not been, so that a sensor whose messages wait at the broker is not called silent.
    package func postponeTimers(by gap: Interval) {
        guard gap > .zero else { return }
        func postpone(_ time: inout Int64) {
            if time != .max, time != .min { time = saturatingAdd(time, gap.nanoseconds) }
        }
        for index in 0..<states.count {
            postpone(&states.base[index].lastHeard)
            postpone(&states.base[index].armed)
        }
        for index in 0..<cells.count {
            postpone(&cells.base[index].due)
            postpone(&cells.base[index].armed)
        }
        for index in keyed.indices {
            postpone(&keyed[index].due)
            postpone(&keyed[index].armed)
            postpone(&keyed[index].clearDue)
            for position in keyed[index].raises.indices { postpone(&keyed[index].raises[position].deadline) }
        }
        postponeUnknowns(by: gap.nanoseconds)
        postpone(&past.due)
        rebuildTimers()
    }

    private func fireDelay(_ index: Int, due: Int64, _ changes: inout [AlarmChange]) {
        let cell = cells.base + index
        guard cell.pointee.armed == due else { return }
        cell.pointee.armed = .max
        guard cell.pointee.due <= due else {
            if cell.pointee.due != .max { arm(cell, index, due: cell.pointee.due) }
            return
        }
        let seriesIndex = Int(cell.pointee.series)
        let state = states.base + seriesIndex
        let rule = state.pointee.plan.pointee.rules + (index - Int(state.pointee.firstCell))
        state.pointee.timerDecided = due
        begin(seriesIndex, now: due)
        switch cell.pointee.phase {
        case .pending:
            // Unknown neither raises nor clears: the next known reading decides.
            if !cell.pointee.flags.contains(.unknown) { raise(rule, index, &changes) }
        case .clearing:
            // A rule that became latching with a reload clears nothing by itself.
            if !rule.pointee.flags.contains(.latching) { clear(index, &changes) }
        case .inactive, .firing:
            break
        }
        note(index)
    }

    private func fireSilence(_ index: Int, due: Int64, _ changes: inout [AlarmChange]) {
        let state = states.base + index
        guard state.pointee.armed == due else { return }
        state.pointee.armed = .max
        let heard = state.pointee.lastHeard
        let silence = saturatingSubtract(due, heard)
        guard silence >= state.pointee.firstSilence else {
            armSilence(state, index, due: saturatingAdd(heard, state.pointee.firstSilence))
            return
        }
        let plan = state.pointee.plan
        let staleAfter = state.pointee.staleAfter
        let becomesStale = staleAfter > 0 && silence > staleAfter && !state.pointee.flags.contains(.stale)
        if becomesStale { state.pointee.flags.insert(.stale) }
        if becomesStale { state.pointee.timerDecided = due }
        begin(index, now: due)
        for position in 0..<plan.pointee.ruleCount {
            let rule = plan.pointee.rules + position
            if becomesStale || rule.pointee.flags.contains(.usesSilence) {
                decide(rule, cell: Int(state.pointee.firstCell) + position, &changes)
            }
        }
        var next = plan.pointee.silencePoints.first { $0 > silence } ?? .max
        if staleAfter > 0, staleAfter >= silence { next = min(next, saturatingAdd(staleAfter, 1)) }
        if next != .max { armSilence(state, index, due: saturatingAdd(heard, next)) }
    }

    func armSilence(_ state: UnsafeMutablePointer<SeriesState>, _ index: Int, due: Int64) {
        guard state.pointee.armed > due else { return }
        state.pointee.armed = due
        timers.push(due: due, id: TimerID(.series(index)))
    }

    /// Makes the heap anew with the live timers that a snapshot held.
    func rebuildTimers() {
        timers.removeAll()
        for index in 0..<states.count where states.base[index].armed != .max {
            timers.push(due: states.base[index].armed, id: TimerID(.series(index)))
        }
        for index in 0..<cells.count where cells.base[index].armed != .max {
            timers.push(due: cells.base[index].armed, id: timerID(ofCell: index))
        }
        for index in keyed.indices where keyed[index].armed != .max {
            timers.push(due: keyed[index].armed, id: TimerID(.keyed(index)))
        }
        pushBlindTimers()
        if past.due != .max { timers.push(due: past.due, id: TimerID(.reevaluation)) }
    }

    /// Makes the heap anew after rules have changed: nothing is due before `at`, and silences that have lasted longer than
    /// a new rule asks for are looked at then.
    func rearmTimers(at: Int64) {
        timers.removeAll()
        for index in 0..<states.count {
            let state = states.base + index
            state.pointee.armed = .max
            guard state.pointee.lastHeard != .min, state.pointee.firstSilence != .max else { continue }
            armSilence(
                state, index, due: max(at, saturatingAdd(state.pointee.lastHeard, state.pointee.firstSilence)))
        }
        for index in 0..<cells.count {
            let cell = cells.base + index
            cell.pointee.armed = .max
            if cell.pointee.due != .max { arm(cell, index, due: max(at, cell.pointee.due)) }
        }
        for index in keyed.indices {
            keyed[index].armed = .max
            if keyed[index].due != .max { armKeyed(index, due: max(at, keyed[index].due)) }
        }
        pushBlindTimers(earliest: at)
    }
}
