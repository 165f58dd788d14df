import CEL
import Telemetry

/// The state machine of one rule on one series. What is decided for each phase:
///
/// | phase | condition holds | does not | unknown |
/// |---|---|---|---|
/// | inactive | raise, or pending where the rule has a `for` | – | – |
/// | pending | raise once `for` has passed | drop | stays; its timer does not raise |
///
/// | phase | clear condition holds | does not | unknown |
/// |---|---|---|---|
/// | firing | clear, or clearing where the rule has an off-delay | restored if held | held |
/// | clearing | clear once the off-delay has passed | firing | firing, held |
extension RuleEngine {
    /// Decides all rules of the series that was begun, after a reading.
    @inline(__always)
    func decideAll(
        _ state: UnsafeMutablePointer<SeriesState>, _ plan: UnsafePointer<Plan>, _ changes: inout [AlarmChange]
    ) {
        let firstCell = Int(state.pointee.firstCell)
        let rules = plan.pointee.rules
        for position in 0..<plan.pointee.ruleCount {
            let rule = rules + position
            // Rules about silence become true by a timer only.
            if rule.pointee.flags.contains(.aboutSilence), cells.base[firstCell + position].phase == .inactive {
                continue
            }
            decide(rule, cell: firstCell + position, &changes)
        }
    }

    @inline(__always)
    func decide(_ rule: UnsafePointer<PlanRule>, cell index: Int, _ changes: inout [AlarmChange]) {
        let cell = cells.base + index
        switch cell.pointee.phase {
        case .inactive:
            switch conditionTruth(rule) {
            case .no:
                if cell.pointee.flags.contains(.unknown) { becameKnown(index, &changes) }
                cell.pointee.flags = []
            case .yes:
                if cell.pointee.flags.contains(.unknown) { becameKnown(index, &changes) }
                conditionBegins(rule, index, &changes)
            case .unknown, .failed:
                if !cell.pointee.flags.contains(.unknown) { becameUnknown(index) }
                cell.pointee.flags.insert(.unknown)
            }
        case .pending, .firing, .clearing:
            decideActive(rule, cell: index, &changes)
        }
    }

    @inline(never)
    private func decideActive(_ rule: UnsafePointer<PlanRule>, cell index: Int, _ changes: inout [AlarmChange]) {
        let wasUnknown = cells.base[index].flags.contains(.unknown)
        if cells.base[index].phase == .pending {
            decidePending(rule, index, &changes)
        } else {
            decideFiring(rule, index, &changes)
        }
        let isUnknown = cells.base[index].flags.contains(.unknown)
        if isUnknown, !wasUnknown { becameUnknown(index) }
        if wasUnknown, !isUnknown { becameKnown(index, &changes) }
    }

    /// A failed reading raises, but that its condition does not hold means nothing.
    @inline(__always)
    private func conditionTruth(_ rule: UnsafePointer<PlanRule>) -> Truth {
        let truth = comparedTruth(rule) ?? evaluatedTruth(rule)
        switch truth {
        case .no: return current.isFailed ? .unknown : .no
        case .failed:
            failedEvaluations += 1
            return .failed
        case .yes, .unknown: return truth
        }
    }

    @inline(never)
    private func evaluatedTruth(_ rule: UnsafePointer<PlanRule>) -> Truth {
        rule.pointee.condition._withUnsafeGuaranteedRef { $0.evaluateCondition(frames.reading) }
    }

    private func clearTruth(_ rule: UnsafePointer<PlanRule>) -> Truth {
        guard let clear = rule.pointee.clear else {
            switch conditionTruth(rule) {
            case .yes: return .no
            case .no: return .yes
            case .unknown: return .unknown
            case .failed: return .failed
            }
        }
        let truth = clear._withUnsafeGuaranteedRef { $0.evaluateCondition(frames.reading) }
        switch truth {
        case .yes: return current.isFailed ? .unknown : .yes
        case .failed:
            failedEvaluations += 1
            return .failed
        case .no, .unknown: return truth
        }
    }

    // MARK: Towards raising

    @inline(never)
    private func conditionBegins(_ rule: UnsafePointer<PlanRule>, _ index: Int, _ changes: inout [AlarmChange]) {
        let cell = cells.base + index
        cell.pointee.flags = current.isUnverified ? [.unverified] : []
        cell.pointee.since = current.onset
        cell.pointee.onset = current.onset
        if rule.pointee.onDelay == 0 {
            raise(rule, index, &changes)
            note(index)
            return
        }
        cell.pointee.phase = .pending
        if !rule.pointee.flags.contains(.decidesOnReadings) {
            arm(cell, index, due: saturatingAdd(current.now, rule.pointee.onDelay))
        }
        note(index)
        tell(.pending, index, eventTime: cell.pointee.since, &changes)
    }

    private func decidePending(_ rule: UnsafePointer<PlanRule>, _ index: Int, _ changes: inout [AlarmChange]) {
        let cell = cells.base + index
        let before = cell.pointee
        defer { noteIfChanged(index, before) }
        switch conditionTruth(rule) {
        case .yes:
            cell.pointee.flags.remove(.unknown)
            if current.isUnverified {
                cell.pointee.flags.insert(.unverified)
            } else {
                cell.pointee.flags.remove(.unverified)
            }
            // Readings that arrive together may already span the delay; the timer covers the rest of it.
            let elapsed = saturatingSubtract(current.onset, cell.pointee.since)
            if elapsed >= rule.pointee.onDelay || cell.pointee.due <= current.now {
                raise(rule, index, &changes)
            } else if !rule.pointee.flags.contains(.decidesOnReadings) {
                let due = saturatingAdd(current.now, rule.pointee.onDelay - max(0, elapsed))
                if due < cell.pointee.due { arm(cell, index, due: due) }
            }
        case .no:
            cell.pointee.phase = .inactive
            cell.pointee.due = .max
            cell.pointee.flags = []
            tell(.dropped, index, eventTime: current.onset, &changes)
        case .unknown, .failed:
            cell.pointee.flags.insert(.unknown)
        }
    }

    func raise(_ rule: UnsafePointer<PlanRule>, _ index: Int, _ changes: inout [AlarmChange]) {
        let cell = cells.base + index
        let wasPending = cell.pointee.phase == .pending
        cell.pointee.phase = .firing
        cell.pointee.due = .max
        cell.pointee.flags.remove(.unknown)
        if rule.pointee.cooldown >= 0, !isReplaying { lastRaises[timerID(ofCell: index)] = current.now }
        tell(.raised, index, eventTime: cell.pointee.onset, wasPending: wasPending, &changes)
    }

    // MARK: Towards clearing

    private func decideFiring(_ rule: UnsafePointer<PlanRule>, _ index: Int, _ changes: inout [AlarmChange]) {
        let cell = cells.base + index
        let before = cell.pointee
        defer { noteIfChanged(index, before) }
        ringAgain(rule, index, &changes)
        confirm(rule, index, &changes)
        if rule.pointee.flags.contains(.latching) { return }
        switch clearTruth(rule) {
        case .yes:
            restore(cell, index, &changes)
            if cell.pointee.phase == .firing {
                cell.pointee.since = current.onset
                guard rule.pointee.offDelay > 0 else {
                    clear(index, &changes)
                    return
                }
                cell.pointee.phase = .clearing
                if !rule.pointee.flags.contains(.decidesOnReadings) {
                    arm(cell, index, due: saturatingAdd(current.now, rule.pointee.offDelay))
                }
                return
            }
            let elapsed = saturatingSubtract(current.onset, cell.pointee.since)
            if elapsed >= rule.pointee.offDelay {
                clear(index, &changes)
            } else if !rule.pointee.flags.contains(.decidesOnReadings) {
                let due = saturatingAdd(current.now, rule.pointee.offDelay - max(0, elapsed))
                if due < cell.pointee.due { arm(cell, index, due: due) }
            }
        case .no:
            cell.pointee.phase = .firing
            cell.pointee.due = .max
            restore(cell, index, &changes)
        case .unknown, .failed:
            cell.pointee.phase = .firing
            cell.pointee.due = .max
            cell.pointee.flags.insert(.unknown)
            if !cell.pointee.flags.contains(.held) {
                cell.pointee.flags.insert(.held)
                tell(.held, index, eventTime: current.onset, &changes)
            }
        }
    }

    /// A rule with a cooldown tells a condition that goes on, or comes again while the alarm is on.
    private func ringAgain(_ rule: UnsafePointer<PlanRule>, _ index: Int, _ changes: inout [AlarmChange]) {
        guard rule.pointee.cooldown >= 0, !isReplaying else { return }
        let last = lastRaises[timerID(ofCell: index)] ?? .min
        guard saturatingSubtract(current.now, last) > rule.pointee.cooldown else { return }
        switch conditionTruth(rule) {
        case .yes:
            lastRaises[timerID(ofCell: index)] = current.now
            cells.base[index].phase = .firing
            cells.base[index].due = .max
            if current.isUnverified { cells.base[index].flags.insert(.unverified) }
            tell(.raised, index, eventTime: current.onset, isRepeated: true, &changes)
        case .no, .unknown, .failed: return
        }
    }

    /// What was told on evidence that is not believed is told again once evidence that is believed says the same. It is the
    /// same alarm, on since the same event: what comes late finds it by that.
    private func confirm(_ rule: UnsafePointer<PlanRule>, _ index: Int, _ changes: inout [AlarmChange]) {
        guard cells.base[index].flags.contains(.unverified), !current.isUnverified else { return }
        guard case .yes = conditionTruth(rule) else { return }
        cells.base[index].flags.remove(.unverified)
        tell(.raised, index, eventTime: cells.base[index].onset, isRepeated: true, &changes)
    }

    private func restore(_ cell: UnsafeMutablePointer<Cell>, _ index: Int, _ changes: inout [AlarmChange]) {
        cell.pointee.flags.remove(.unknown)
        guard cell.pointee.flags.contains(.held) else { return }
        cell.pointee.flags.remove(.held)
        tell(.restored, index, eventTime: current.onset, &changes)
    }

    func clear(_ index: Int, _ changes: inout [AlarmChange]) {
        let cell = cells.base + index
        cell.pointee.phase = .inactive
        cell.pointee.due = .max
        tell(.cleared, index, eventTime: cell.pointee.since, &changes)
        cell.pointee.flags = []
    }

    /// Sets when a delay is over. A cell has one live timer; one that is due before the new time looks again then.
    func arm(_ cell: UnsafeMutablePointer<Cell>, _ index: Int, due: Int64) {
        cell.pointee.due = due
        guard cell.pointee.armed > due else { return }
        cell.pointee.armed = due
        if isReplaying { return }
        timers.push(due: due, id: timerID(ofCell: index))
    }
}
