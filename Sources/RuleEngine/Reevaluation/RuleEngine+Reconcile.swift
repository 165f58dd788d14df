import Telemetry

/// From what was told and what is known now to what is told anew.
extension RuleEngine {
    /// From an alarm's raise to its end, in event time.
    struct Episode: Equatable {
        var began: Int64
        /// Nil while it is on.
        var ended: Int64?

        var isOn: Bool { ended == nil }

        func overlaps(_ other: Episode) -> Bool {
            began <= other.ended ?? .max && other.began <= ended ?? .max
        }

        var span: AlarmChange.Span {
            AlarmChange.Span(
                began: Timestamp(nanoseconds: began), ended: ended.map { Timestamp(nanoseconds: $0) })
        }
    }

    /// Of a cell's steps, with the one that was on before the first of them.
    static func episodes(base: Transition?, steps: [Transition]) -> [Episode] {
        var episodes: [Episode] = []
        var began: Int64? = base.flatMap { $0.isOn ? $0.onset : nil }
        for step in steps {
            if step.isOn {
                if began == nil { began = step.onset }
            } else if let start = began {
                episodes.append(Episode(began: start, ended: step.since))
                began = nil
            }
        }
        if let began { episodes.append(Episode(began: began, ended: nil)) }
        return episodes
    }

    /// Pairs of what was told and what is known now; one of them is nil where the other has no counterpart. In order.
    ///
    /// An alarm that was on and is on goes on, whatever became of its beginning: nobody is called twice. Others are the same
    /// where they overlap.
    static func pairs(_ told: [Episode], _ known: [Episode]) -> [(told: Episode?, known: Episode?)] {
        if let lastTold = told.last, let lastKnown = known.last, lastTold.isOn, lastKnown.isOn {
            return overlapping(told.dropLast(), known.dropLast()) + [(lastTold, lastKnown)]
        }
        return overlapping(told, known)
    }

    private static func overlapping(
        _ told: [Episode], _ known: [Episode]
    ) -> [(told: Episode?, known: Episode?)] {
        var pairs: [(told: Episode?, known: Episode?)] = []
        var left = 0
        var right = 0
        while left < told.count || right < known.count {
            guard left < told.count else {
                pairs.append((nil, known[right]))
                right += 1
                continue
            }
            guard right < known.count else {
                pairs.append((told[left], nil))
                left += 1
                continue
            }
            if told[left].overlaps(known[right]) {
                pairs.append((told[left], known[right]))
                left += 1
                right += 1
            } else if told[left].began < known[right].began {
                pairs.append((told[left], nil))
                left += 1
            } else {
                pairs.append((nil, known[right]))
                right += 1
            }
        }
        return pairs
    }

    /// Tells what is other than it was told, and sets the cell's timers.
    func reconcile(_ walk: CellWalk, _ mark: DirtySeries, now: Int64, _ changes: inout [AlarmChange]) {
        let cell = cells.base + walk.cell
        cell.pointee.armed = walk.live.armed
        if cell.pointee.due != .max { arm(cell, walk.cell, due: cell.pointee.due) }
        let id = timerID(ofCell: walk.cell)
        let kept = past.transitions[id] ?? []
        let told = RuleEngine.episodes(base: walk.base, steps: walk.steps)
        let known = RuleEngine.episodes(base: walk.base, steps: Array(kept.dropFirst(walk.keptCount)))
        let isOther = told != known || walk.live.phase != cell.pointee.phase || walk.live.flags != cell.pointee.flags
        guard isOther else { return }
        begin(mark.series, now: now)
        let first = changes.count
        var teller = ReevaluationTeller(walk: walk, mark: mark, now: now, isCounted: walk.live.isOn)
        tellEnds(&teller, &changes)
        for (before, after) in RuleEngine.pairs(told, known) where before != after {
            tell(before, after, &teller, &changes)
        }
        tellRest(&teller, &changes)
        let alarm = teller.alarm(of: self)
        for position in first..<changes.count where changes[position].alarm == alarm {
            changes[position].isLate = true
            changes[position].evidence.append(.init(name: "because", value: mark.cause.word))
        }
    }

    // MARK: Telling

    /// What was pending is no longer, before anything else of the cell is told.
    private func tellEnds(_ teller: inout ReevaluationTeller, _ changes: inout [AlarmChange]) {
        let walk = teller.walk
        guard walk.live.phase == .pending else { return }
        switch cells.base[walk.cell].phase {
        case .pending: return
        case .inactive: tell(.dropped, walk.cell, eventTime: current.onset, &changes)
        case .firing, .clearing: teller.wasPending = true
        }
    }

    private func tell(
        _ before: Episode?, _ after: Episode?, _ teller: inout ReevaluationTeller, _ changes: inout [AlarmChange]
    ) {
        switch (before, after) {
        case (nil, nil): return
        case (nil, let after?) where after.isOn:
            raiseLate(after, previously: nil, &teller, &changes)
        case (nil, let after?):
            tellPast(.history, after, previously: nil, teller, &changes)
        case (let before?, nil):
            if before.isOn {
                endLate(.retracted, before, after: nil, &teller, &changes)
            } else {
                tellPast(.retracted, before, previously: before, teller, &changes)
            }
        case (let before?, let after?):
            switch (before.isOn, after.isOn) {
            case (true, true), (false, false): tellPast(.revised, after, previously: before, teller, &changes)
            case (true, false):
                if before.began != after.began {
                    let moved = Episode(began: after.began, ended: nil)
                    tellPast(.revised, moved, previously: before, teller, &changes)
                }
                endLate(.cleared, Episode(began: after.began, ended: nil), after: after, &teller, &changes)
            case (false, true): raiseLate(after, previously: before, &teller, &changes)
            }
        }
    }

    /// It is on: told as any alarm, with its real beginning.
    private func raiseLate(
        _ episode: Episode, previously: Episode?, _ teller: inout ReevaluationTeller, _ changes: inout [AlarmChange]
    ) {
        var change = change(.raised, episode, teller)
        change.previously = previously?.span
        let rule = rule(ofCell: teller.walk.cell)
        if rule.cooldownNanoseconds != nil { lastRaises[timerID(ofCell: teller.walk.cell)] = teller.now }
        let isTold = enter(.raised, change.alarm, wasPending: teller.wasPending)
        teller.wasPending = false
        teller.isCounted = true
        guard isTold else { return }
        changes.append(change)
        follow(change, words: words(of: teller.mark.series), isRepeated: false, &changes)
    }

    /// It is on no longer: over, or it should not have been.
    private func endLate(
        _ kind: AlarmChange.Kind, _ before: Episode, after: Episode?, _ teller: inout ReevaluationTeller,
        _ changes: inout [AlarmChange]
    ) {
        let alarm = teller.alarm(of: self)
        teller.isCounted = false
        if teller.walk.live.flags.contains(.held) { _ = enter(.restored, alarm, wasPending: false) }
        guard enter(.cleared, alarm, wasPending: false) else { return }
        var change = change(kind, after ?? before, teller)
        change.previously = before.span
        change.isOn = true
        if kind == .cleared, let ended = after?.ended { change.eventTime = Timestamp(nanoseconds: ended) }
        changes.append(change)
        var cleared = change
        cleared.kind = .cleared
        follow(cleared, words: words(of: teller.mark.series), isRepeated: false, &changes)
    }

    /// What is over, told as history. Where several series share the alarm, and it is on by another, there is nothing to say.
    private func tellPast(
        _ kind: AlarmChange.Kind, _ episode: Episode, previously: Episode?, _ teller: ReevaluationTeller,
        _ changes: inout [AlarmChange]
    ) {
        let alarm = teller.alarm(of: self)
        let members = memberships[alarm]?.on ?? 0
        guard members <= (teller.isCounted ? 1 : 0) else { return }
        var change = change(kind, episode, teller)
        change.previously = previously?.span
        changes.append(change)
    }

    /// Held and pending as they are now.
    private func tellRest(_ teller: inout ReevaluationTeller, _ changes: inout [AlarmChange]) {
        let index = teller.walk.cell
        let live = teller.walk.live
        let cell = cells.base[index]
        let wasUnknown = live.flags.contains(.unknown)
        let isUnknown = cell.flags.contains(.unknown)
        if isUnknown, !wasUnknown { becameUnknown(index) }
        if wasUnknown, !isUnknown { becameKnown(index, &changes) }
        if cell.phase == .pending, live.phase != .pending {
            tell(.pending, index, eventTime: cell.since, &changes)
        }
        guard cell.isOn else { return }
        tellConfirmed(teller, &changes)
        let wasHeld = live.isOn && live.flags.contains(.held)
        let isHeld = cell.flags.contains(.held)
        if wasHeld, !isHeld { tell(.restored, index, eventTime: current.onset, &changes) }
        if !wasHeld, isHeld { tell(.held, index, eventTime: current.onset, &changes) }
    }

    /// What was told on evidence that is not believed, and is believed by what came late, rings again as it would have rung
    /// in time.
    private func tellConfirmed(_ teller: ReevaluationTeller, _ changes: inout [AlarmChange]) {
        let (index, live) = (teller.walk.cell, teller.walk.live)
        guard live.isOn, live.flags.contains(.unverified), !cells.base[index].flags.contains(.unverified),
            var change = replayed.last(where: { $0.cell == index && !$0.change.unverified })?.change
        else { return }
        change.at = Timestamp(nanoseconds: teller.now)
        changes.append(change)
        follow(change, words: words(of: teller.mark.series), isRepeated: true, &changes)
    }

    /// The raise as it would have been told in time where there is one, else what the newest reading says.
    private func change(
        _ kind: AlarmChange.Kind, _ episode: Episode, _ teller: ReevaluationTeller
    ) -> AlarmChange {
        let index = teller.walk.cell
        let raised = replayed.first { $0.cell == index && $0.change.eventTime.nanoseconds == episode.began }?.change
        var change =
            raised
            ?? self.change(
                kind, rule(ofCell: index), teller.alarm(of: self), words(of: teller.mark.series),
                eventTime: episode.began, isUnverified: cells.base[index].flags.contains(.unverified))
        change.kind = kind
        change.at = Timestamp(nanoseconds: teller.now)
        change.eventTime = Timestamp(nanoseconds: episode.began)
        change.endedAt = episode.ended.map { Timestamp(nanoseconds: $0) }
        return change
    }
}

/// What the telling of one cell's correction needs.
struct ReevaluationTeller {
    let walk: CellWalk
    let mark: DirtySeries
    /// Stamp, nanoseconds.
    let now: Int64
    /// The cell counts as one that is on.
    var isCounted: Bool
    /// The cell was pending, and the raise that follows ends that.
    var wasPending = false

    func alarm(of engine: RuleEngine) -> AlarmID {
        AlarmID(
            alert: engine.rule(ofCell: walk.cell).alert,
            key: engine.words(of: mark.series).key(by: engine.rule(ofCell: walk.cell).by))
    }
}
