import CEL
import Telemetry

/// A cell that is taken back and walks through its series' past again.
struct CellWalk {
    /// In the plan.
    var position: Int
    /// Index of the cell.
    var cell: Int
    /// What it came to when the readings were taken as they came.
    var live: Cell
    /// What it was before the first reading that is decided again.
    var base: Transition?
    /// Its steps since then.
    var steps: [Transition]
    /// How many steps up to the base are kept.
    var keptCount: Int
}

/// Judging a series again: each of its cells goes back to what it was before the late reading and walks through the readings
/// from there, with event time as the clock. It ends as if the reading had come in time.
///
/// - `for`, off-delays and staleness run in event time; after the newest reading by its receipt, as they do live.
/// - Rules that call `silence()` are left out: silence is about hearing, not about what was heard.
/// - A latching rule whose alarm a person has reset since is left out: the person has judged.
extension RuleEngine {
    /// Judges one series again and tells what is other than was told.
    ///
    /// - Parameters:
    ///   - now: stamp of the decision.
    ///   - moment: what was due up to here has fired.
    /// - Returns: how many decisions it made.
    func reevaluate(_ mark: DirtySeries, now: Int64, through moment: Int64, _ changes: inout [AlarmChange]) -> Int {
        let state = states.base + mark.series
        let plan = state.pointee.plan
        guard plan.pointee.ruleCount > 0, plan.pointee.spareLimit > 0, state.pointee.newestEvent != .min else {
            return 0
        }
        let start = max(mark.from, firstDecidable(state))
        let walks = takeBack(state, from: start)
        if walks.isEmpty { return 0 }
        let failedBefore = failedEvaluations
        isReplaying = true
        replayed.removeAll(keepingCapacity: true)
        let decisions = walk(walks, mark.series, from: start, through: moment)
        isReplaying = false
        failedEvaluations = failedBefore
        for walk in walks { reconcile(walk, mark, now: now, &changes) }
        replayed.removeAll(keepingCapacity: true)
        return decisions
    }

    /// Sets cells to what they were before an event time.
    private func takeBack(_ state: UnsafeMutablePointer<SeriesState>, from start: Int64) -> [CellWalk] {
        let plan = state.pointee.plan
        var walks: [CellWalk] = []
        for position in 0..<plan.pointee.ruleCount {
            let rule = plan.pointee.rules + position
            if rule.pointee.flags.contains(.usesSilence) { continue }
            let index = Int(state.pointee.firstCell) + position
            let id = timerID(ofCell: index)
            let known = past.transitions[id] ?? []
            let baseIndex = known.lastIndex { $0.time < start }
            let steps = Array(known[((baseIndex ?? -1) + 1)...])
            if steps.contains(where: \.isReset) { continue }
            let base = baseIndex.map { known[$0] }
            let live = cells.base[index]
            walks.append(
                CellWalk(
                    position: position, cell: index, live: live, base: base, steps: steps,
                    keptCount: (baseIndex ?? -1) + 1))
            past.transitions[id] = baseIndex.map { Array(known[...$0]) }
            cells.base[index] = cell(at: base, rule, series: live.series)
        }
        return walks
    }

    private func cell(at base: Transition?, _ rule: UnsafePointer<PlanRule>, series: Int32) -> Cell {
        var cell = Cell()
        cell.series = series
        guard let base else { return cell }
        cell.since = base.since
        cell.onset = base.onset
        cell.phase = base.phase
        cell.flags = base.flags
        if rule.pointee.flags.contains(.decidesOnReadings) { return cell }
        switch base.phase {
        case .pending: cell.due = saturatingAdd(base.since, rule.pointee.onDelay)
        case .clearing: cell.due = saturatingAdd(base.since, rule.pointee.offDelay)
        case .inactive, .firing: break
        }
        cell.armed = cell.due
        return cell
    }

    // MARK: Through the readings

    /// One reading of the past.
    struct PastReading {
        var time: Int64
        /// Nil where the value was missing.
        var value: Double?
        var quality: QualityFlag
        var isUnverified: Bool
        /// First place in the ring after it.
        var upper: Int
        var isInRing: Bool
    }

    private func walk(_ walks: [CellWalk], _ index: Int, from start: Int64, through moment: Int64) -> Int {
        let state = states.base + index
        let plan = state.pointee.plan
        let marked = past.marked[index] ?? []
        var place = state.pointee.ring.firstIndex(after: start - 1)
        var markedPlace = marked.firstIndex { $0.time >= start } ?? marked.count
        var decisions = 0
        current.series = index
        current.value = 0
        var previous = before(place, markedPlace, marked, state)
        if let previous { set(previous, lastValue: current.value) }
        while let reading = next(&place, &markedPlace, marked, state) {
            if let previous { passTime(walks, state, after: previous.time, before: reading.time) }
            set(reading, lastValue: current.value)
            for walk in walks {
                setPending(plan)
                decide(plan.pointee.rules + walk.position, cell: walk.cell, &ignoredChanges)
            }
            decisions += walks.count
            previous = reading
        }
        if let previous { passTail(walks, state, after: previous.time, through: moment) }
        return decisions
    }

    /// What is decided on next.
    func set(_ reading: PastReading, lastValue: Double?) {
        current.now = reading.time
        current.eventTime = reading.time
        current.onset = reading.time
        current.value = reading.value ?? lastValue ?? 0
        current.reasons = reading.value == nil ? UnknownReason.missing : 0
        current.upper = reading.upper
        current.isInRing = reading.isInRing
        current.isFailed = reading.quality == .fail
        current.isUnverified = reading.isUnverified || reading.quality == .suspect || reading.quality == .fail
        current.quality = reading.quality.rawValue
    }

    /// The reading at the two places, whichever is older; both are one where a reading of the ring is marked.
    func next(
        _ place: inout Int, _ markedPlace: inout Int, _ marked: [MarkedReading],
        _ state: UnsafeMutablePointer<SeriesState>
    ) -> PastReading? {
        let ring = state.pointee.ring
        let time = place < ring.count ? ring.time(place) : nil
        let mark = markedPlace < marked.count ? marked[markedPlace] : nil
        guard let mark, mark.time <= time ?? .max else {
            guard let time else { return nil }
            place += 1
            return PastReading(
                time: time, value: ring.value(place - 1), quality: .notEvaluated, isUnverified: false, upper: place,
                isInRing: true)
        }
        markedPlace += 1
        let isInRing = mark.time == time
        if isInRing { place += 1 }
        return PastReading(
            time: mark.time, value: mark.quality == .missing ? nil : mark.value, quality: mark.quality,
            isUnverified: mark.isUnverified, upper: place, isInRing: isInRing && mark.isInRing)
    }

    /// The reading before the two places.
    private func before(
        _ place: Int, _ markedPlace: Int, _ marked: [MarkedReading], _ state: UnsafeMutablePointer<SeriesState>
    ) -> PastReading? {
        var time = Int64.min
        if place > 0 { time = state.pointee.ring.time(place - 1) }
        if markedPlace > 0 { time = max(time, marked[markedPlace - 1].time) }
        guard time != .min else { return nil }
        var ringPlace = place > 0 && state.pointee.ring.time(place - 1) == time ? place - 1 : place
        var markPlace = markedPlace > 0 && marked[markedPlace - 1].time == time ? markedPlace - 1 : markedPlace
        var reading = next(&ringPlace, &markPlace, marked, state)
        // A missing value leaves the last one standing.
        if reading?.value == nil, place > 0 {
            current.value = state.pointee.ring.value(place - 1)
            reading?.upper = place
        }
        return reading
    }

    // MARK: Time that passes

    /// Fires what is due between two readings, at its own time.
    private func passTime(
        _ walks: [CellWalk], _ state: UnsafeMutablePointer<SeriesState>, after previous: Int64, before next: Int64
    ) {
        let staleAfter = state.pointee.staleAfter
        let stale = staleAfter > 0 ? saturatingAdd(previous, staleAfter + 1) : Int64.max
        if stale < next {
            fireDelays(walks, state, through: stale - 1)
            becomeStale(walks, state, at: stale)
        }
        fireDelays(walks, state, through: next - 1)
    }

    /// After the newest reading delays run as they do live: from its receipt.
    private func passTail(
        _ walks: [CellWalk], _ state: UnsafeMutablePointer<SeriesState>, after newest: Int64, through moment: Int64
    ) {
        let lag =
            state.pointee.flags.contains(.heardLate)
            ? state.pointee.newestLag : max(0, saturatingSubtract(state.pointee.lastHeard, newest))
        for walk in walks {
            let cell = cells.base + walk.cell
            guard cell.pointee.due != .max else { continue }
            let isAsLive =
                cell.pointee.phase == walk.live.phase && cell.pointee.since == walk.live.since
                && walk.live.due != .max
            cell.pointee.due = isAsLive ? walk.live.due : saturatingAdd(cell.pointee.due, lag)
            if cell.pointee.armed != .max { cell.pointee.armed = cell.pointee.due }
        }
        if state.pointee.flags.contains(.stale) {
            let silent = saturatingAdd(state.pointee.lastHeard, saturatingAdd(state.pointee.staleAfter, 1))
            let stale = min(moment, max(silent, saturatingAdd(newest, 1)))
            fireDelays(walks, state, through: stale - 1)
            becomeStale(walks, state, at: stale)
        }
        fireDelays(walks, state, through: moment)
    }

    private func becomeStale(_ walks: [CellWalk], _ state: UnsafeMutablePointer<SeriesState>, at time: Int64) {
        current.now = time
        current.onset = time
        current.reasons |= UnknownReason.stale
        for walk in walks {
            setPending(state.pointee.plan)
            decide(state.pointee.plan.pointee.rules + walk.position, cell: walk.cell, &ignoredChanges)
        }
    }

    /// Fires the cells' own delays up to a time, in order of due time and position.
    private func fireDelays(_ walks: [CellWalk], _ state: UnsafeMutablePointer<SeriesState>, through limit: Int64) {
        while true {
            var earliest: CellWalk?
            var due = Int64.max
            for walk in walks where cells.base[walk.cell].armed < due {
                due = cells.base[walk.cell].armed
                earliest = walk
            }
            guard let earliest, due <= limit else { return }
            let cell = cells.base + earliest.cell
            cell.pointee.armed = .max
            if cell.pointee.due > due {
                if cell.pointee.due != .max { cell.pointee.armed = cell.pointee.due }
                continue
            }
            fire(state.pointee.plan.pointee.rules + earliest.position, earliest.cell, due: due)
        }
    }

    private func fire(_ rule: UnsafePointer<PlanRule>, _ index: Int, due: Int64) {
        let cell = cells.base + index
        current.now = due
        current.onset = due
        setPending(states.base[current.series].plan)
        switch cell.pointee.phase {
        case .pending:
            guard !cell.pointee.flags.contains(.unknown) else { return }
            raise(rule, index, &ignoredChanges)
        case .clearing:
            guard !rule.pointee.flags.contains(.latching) else { return }
            clear(index, &ignoredChanges)
        case .inactive, .firing: return
        }
        note(index)
    }
}
