import CEL
import Telemetry

/// The way of a reading.
extension RuleEngine {
    /// Bits of `ReadingMarks`: operations on an option set of another module are calls, which cost more than the rest here.
    enum Mark {
        static var unverified: UInt8 { 1 << 1 | 1 << 7 }
        static var beyondHorizon: UInt8 { 1 << 4 }
        static var correction: UInt8 { 1 << 5 }
    }

    /// Decides about one reading: appends the alarm changes that it causes.
    ///
    /// A reading older than the newest of its series, or one that corrects an earlier one, is put where it belongs, and the
    /// series is judged again from there at the next whole second; see `reevaluate`. For latching rules a late reading also
    /// counts at once, as no signal of theirs may be lost or wait. Without lateness it only enters the windows, and the rules
    /// are decided again at the newest reading. Readings beyond the horizon only show that the device lives.
    ///
    /// - Parameters:
    ///   - reading: of a series that was added; its `receivedAt` is the stamp of the decision.
    ///   - changes: appended to.
    package func apply(_ reading: Reading, into changes: inout [AlarmChange]) {
        let index = reading.series.index
        guard index >= 0, index < states.count else { return }
        let state = states.base + index
        let now = reading.receivedAt.nanoseconds
        let heard = state.pointee.lastHeard
        if now > heard { state.pointee.lastHeard = now }
        state.pointee.flags.remove(.stale)
        let firstSilence = state.pointee.firstSilence
        if firstSilence != .max {
            let due = saturatingAdd(now, firstSilence)
            if state.pointee.armed > due {
                state.pointee.armed = due
                timers.push(due: due, id: TimerID(.series(index)))
            }
        }
        let plan = state.pointee.plan
        guard plan.pointee.ruleCount > 0 || plan.pointee.keepsHistory else { return }
        let time = reading.eventTime.nanoseconds
        let marks = reading.marks.rawValue
        if marks & Mark.beyondHorizon != 0 {
            begin(index, now: now)
        } else if plan.pointee.spareLimit > 0,
            time < state.pointee.newestEvent || time <= state.pointee.timerDecided || marks & Mark.correction != 0
        {
            takeIntoPast(reading, index, heardBefore: heard, &changes)
            return
        } else if time < state.pointee.newestEvent {
            takeLate(reading, index, plan, &changes)
            begin(index, now: now)
            current.onset = current.eventTime
        } else {
            take(reading, state, plan)
            current.series = index
            current.now = now
            current.eventTime = time
            current.onset = time
            current.value = state.pointee.newestValue
            beginFlags(state)
            setPending(plan)
        }
        decideAll(state, plan, &changes)
        if plan.pointee.isLookedAt, plan.pointee.spareLimit > 0 { noteLookers(index, from: time, now: now) }
    }

    /// The newest reading of its series enters the history.
    @inline(__always)
    func take(_ reading: Reading, _ state: UnsafeMutablePointer<SeriesState>, _ plan: UnsafePointer<Plan>) {
        let time = reading.eventTime.nanoseconds
        let isRepeated = time == state.pointee.newestEvent
        state.pointee.newestEvent = time
        state.pointee.quality = reading.quality.rawValue
        var flags: SeriesState.Flags = state.pointee.flags.intersection(.lasting)
        if reading.marks.rawValue & Mark.unverified != 0 { flags.insert(.unverified) }
        switch reading.quality {
        case .pass, .notEvaluated: break
        case .suspect: flags.insert(.unverified)
        case .fail: flags.formUnion([.unverified, .failed])
        case .missing: flags.insert(.missing)
        }
        if !flags.contains(.missing) {
            state.pointee.newestValue = reading.value
            flags.insert(.hasValue)
            if plan.pointee.keepsHistory, !flags.contains(.failed) {
                if isRepeated {
                    state.pointee.ring.insert(time, reading.value)
                } else {
                    state.pointee.ring.append(time, reading.value)
                    if plan.pointee.spareLimit == 0 {
                        state.pointee.ring.evict(
                            upTo: saturatingSubtract(time, plan.pointee.windowNanoseconds), keep: plan.pointee.lastCount
                        )
                    } else if evictSparing(state, plan) {
                        flags.insert(.truncated)
                    }
                }
            }
        }
        state.pointee.flags = flags
        if plan.pointee.spareLimit > 0, isRepeated || !flags.isDisjoint(with: [.unverified, .failed, .missing]) {
            mark(reading, Int(reading.series.rawValue))
        }
    }

    private func takeLate(
        _ reading: Reading, _ index: Int, _ plan: UnsafePointer<Plan>, _ changes: inout [AlarmChange]
    ) {
        let state = states.base + index
        let time = reading.eventTime.nanoseconds
        switch reading.quality {
        case .missing: return
        case .fail: break
        case .pass, .notEvaluated, .suspect:
            if plan.pointee.keepsHistory {
                state.pointee.ring.insert(time, reading.value)
                state.pointee.ring.evict(
                    upTo: saturatingSubtract(state.pointee.newestEvent, plan.pointee.windowNanoseconds),
                    keep: plan.pointee.lastCount)
            }
        }
        decideLatching(reading, index, plan, &changes)
    }

    /// Lets a late reading itself count for latching rules.
    func decideLatching(
        _ reading: Reading, _ index: Int, _ plan: UnsafePointer<Plan>, _ changes: inout [AlarmChange]
    ) {
        let state = states.base + index
        let time = reading.eventTime.nanoseconds
        begin(index, now: reading.receivedAt.nanoseconds)
        current.eventTime = time
        current.onset = time
        current.value = reading.value
        current.reasons = 0
        current.isFailed = reading.quality == .fail
        current.isUnverified =
            current.isFailed || reading.quality == .suspect
            || reading.marks.rawValue & Mark.unverified != 0
        current.upper = state.pointee.ring.firstIndex(after: time)
        current.isInRing = current.upper > 0 && state.pointee.ring.time(current.upper - 1) == time
        setPending(plan)
        for position in 0..<plan.pointee.ruleCount where plan.pointee.rules[position].flags.contains(.latching) {
            decide(plan.pointee.rules + position, cell: Int(state.pointee.firstCell) + position, &changes)
        }
    }

    // MARK: Context

    /// Sets what rules of a series are decided on: its newest reading, at `now`, where something begins now.
    func begin(_ index: Int, now: Int64) {
        let state = states.base + index
        current.series = index
        current.now = now
        current.onset = now
        current.eventTime = state.pointee.newestEvent
        current.value = state.pointee.newestValue
        beginFlags(state)
        setPending(state.pointee.plan)
    }

    @inline(__always)
    func beginFlags(_ state: UnsafeMutablePointer<SeriesState>) {
        let flags = state.pointee.flags
        var reasons: UInt64 = 0
        if !flags.isDisjoint(with: [.missing, .stale]) || !flags.contains(.hasValue) {
            if flags.contains(.missing) { reasons |= UnknownReason.missing }
            if flags.contains(.stale) { reasons |= UnknownReason.stale }
            if state.pointee.newestEvent == .min { reasons |= UnknownReason.noReading }
            if !flags.contains(.hasValue), reasons == 0 { reasons = UnknownReason.noReading }
        }
        current.reasons = reasons
        current.upper = state.pointee.ring.count
        current.isFailed = flags.contains(.failed)
        current.isInRing = !current.isFailed
        current.isUnverified = flags.contains(.unverified)
    }

    @inline(__always)
    func setPending(_ plan: UnsafePointer<Plan>) {
        let slots = frames.readingSlots
        for position in 0..<plan.pointee.pendingCount {
            slots[Int(plan.pointee.pendingSlots[position])].state = .pending
        }
    }
}
