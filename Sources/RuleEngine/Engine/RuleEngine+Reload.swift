import Telemetry

/// New rules while the city is being watched.
extension RuleEngine {
    /// Takes other rules or another registry. What is pending or on goes on under the rule of the same alert on the same
    /// series; alarms whose rule is gone, or no longer matches, clear with that as the reason. History is kept where it was
    /// kept before; a window that is new begins with what was kept. What was decided before is not judged again, but where
    /// nothing changed for a series.
    ///
    /// - Parameters:
    ///   - series: every series anew, by id, where descriptions have changed with the registry.
    ///   - nextLateness: where it changes.
    ///   - at: stamp of the change.
    package func replaceRules(
        _ compiled: CompiledRules, registry: Registry, series descriptions: SeriesCatalogue? = nil,
        lateness nextLateness: Lateness? = nil, at: Timestamp, into changes: inout [AlarmChange]
    ) {
        // What was decided under the rules so far is judged by them, or not at all.
        reevaluateAll(now: at.nanoseconds, &changes)
        let isSame =
            compiled.fingerprint == rules.fingerprint && registry.stations == self.registry.stations
            && nextLateness ?? lateness == lateness
        lateness = nextLateness ?? lateness
        if lateness.readings == 0 { past = Past() }
        let next = PlanTable(compiled, registry: registry, lateness: lateness)
        let previousSeries = series
        if let descriptions, descriptions.count == series.count { series = descriptions }
        let plans = series.map { next.plan(for: next.words(of: $0)) }
        if next.usesNeighbours {
            for (index, description) in series.enumerated() {
                next.neighbourhood.add(series: index, next.words(of: description))
            }
        }
        let nextSeries = series
        series = previousSeries
        var kept = keepCells(next, plans, nextSeries, at: at, &changes)
        series = nextSeries
        let keptAlarms = keepKeyed(next, at: at, &changes)
        let previous = table
        table = next
        frames = EngineFrames(compiled)
        frames.attach(to: self)
        cells.removeAll()
        constants.removeAll()
        sharedConstants = [:]
        lastRaises = [:]
        unknownSince = [:]
        blinds = [:]
        for index in 0..<states.count {
            let rulesBefore = states.base[index].plan.pointee.ruleIndices
            place(&states.base[index], index: index, planIndex: plans[index])
            let keepsPast = isSame && states.base[index].plan.pointee.ruleIndices == rulesBefore
            if !keepsPast { forgetPast(index, positions: rulesBefore.count) }
            let state = states.base[index]
            for position in 0..<state.plan.pointee.ruleCount {
                let rule = compiled.rules[Int(state.plan.pointee.ruleIndices[position])]
                guard let old = kept.removeValue(forKey: .init(alert: rule.alert, series: index)) else { continue }
                let cell = Int(state.firstCell) + position
                cells.base[cell] = old.cell
                if let last = old.lastRaise, rule.cooldownNanoseconds != nil {
                    lastRaises[timerID(ofCell: cell)] = last
                }
                if let since = old.unknownSince { carryUnknown(since, old.blind, toCell: cell, at: at.nanoseconds) }
                if !keepsPast, lateness.readings > 0, old.cell.phase != .inactive {
                    past.transitions[timerID(ofCell: cell)] = [Transition(time: .min, cell: old.cell)]
                }
            }
            if !state.plan.pointee.keepsHistory { states.base[index].ring.release() }
        }
        keyed = keptAlarms
        keyedIndex = Dictionary(keyed.enumerated().map { ($1.alarm, $0) }, uniquingKeysWith: { first, _ in first })
        recountMemberships()
        recountBlinds()
        rearmTimers(at: at.nanoseconds)
        withExtendedLifetime(previous) {}
    }

    /// A series whose rules are others now is not judged back beyond this moment.
    private func forgetPast(_ index: Int, positions: Int) {
        for position in 0..<positions { past.transitions[TimerID(.cell(index, position))] = nil }
        let state = states.base + index
        state.pointee.floor = max(state.pointee.floor, state.pointee.newestEvent)
        state.pointee.ring.setSpareCount(0)
    }

    private struct CellKey: Hashable {
        var alert: String
        var series: Int
    }

    private struct KeptCell {
        var cell: Cell
        var lastRaise: Int64?
        var unknownSince: Int64?
        var blind: Blind?
    }

    /// Cells that are not inactive and whose rule lives on; the others are told as gone.
    private func keepCells(
        _ next: PlanTable, _ plans: [Int], _ nextSeries: SeriesCatalogue, at: Timestamp,
        _ changes: inout [AlarmChange]
    ) -> [CellKey: KeptCell] {
        var kept: [CellKey: KeptCell] = [:]
        for index in 0..<cells.count {
            let cell = cells.base[index]
            let last = lastRaises[timerID(ofCell: index)]
            let isUnknown = cell.flags.contains(.unknown)
            guard cell.phase != .inactive || last != nil || isUnknown else { continue }
            let rule = rule(ofCell: index)
            let seriesIndex = Int(cell.series)
            let survivor = next.plans[plans[seriesIndex]].pointee.ruleIndices.first {
                next.compiled.rules[Int($0)].alert == rule.alert
            }
            let words = words(of: seriesIndex)
            if let survivor, next.compiled.rules[Int(survivor)].by == rule.by,
                next.words(of: nextSeries[seriesIndex]).key(by: rule.by) == words.key(by: rule.by)
            {
                let id = timerID(ofCell: index)
                var old = KeptCell(cell: cell, lastRaise: last, unknownSince: unknownSince[id], blind: blinds[id])
                if old.blind != nil, next.compiled.rules[Int(survivor)].blindAfterNanoseconds == nil {
                    current.now = at.nanoseconds
                    becameKnown(index, &changes)
                    old.blind = nil
                }
                kept[CellKey(alert: rule.alert, series: seriesIndex)] = old
                continue
            }
            begin(seriesIndex, now: at.nanoseconds)
            becameKnown(index, &changes)
            cells.base[index].since = at.nanoseconds
            let before = changes.count
            switch cell.phase {
            case .inactive: break
            case .pending:
                cells.base[index].phase = .inactive
                tell(.dropped, index, eventTime: at.nanoseconds, &changes)
            case .firing, .clearing: clear(index, &changes)
            }
            for position in before..<changes.count {
                changes[position].evidence.append(.init(name: "reason", value: "rule removed"))
            }
        }
        return kept
    }

    private func keepKeyed(_ next: PlanTable, at: Timestamp, _ changes: inout [AlarmChange]) -> [KeyedAlarm] {
        var kept: [KeyedAlarm] = []
        for position in keyed.indices {
            guard let index = keyed[position].rule else {
                kept.append(keyed[position])
                continue
            }
            let rule = rules.rules[index]
            let survivor = next.compiled.rules.firstIndex {
                $0.alert == rule.alert && $0.subject == rule.subject && $0.by == rule.by
            }
            if let survivor {
                var alarm = keyed[position]
                alarm.rule = survivor
                kept.append(alarm)
                continue
            }
            let before = changes.count
            clearKeyed(position, now: at.nanoseconds, &changes)
            for position in before..<changes.count {
                changes[position].evidence.append(.init(name: "reason", value: "rule removed"))
            }
        }
        return kept
    }
}
