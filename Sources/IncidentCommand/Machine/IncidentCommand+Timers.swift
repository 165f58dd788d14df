import Telemetry

extension IncidentCommand {
    /// When the earliest timer is due; `distantFuture` where none runs.
    package var nextDue: Timestamp { timers.firstDue ?? .distantFuture }

    /// Fires exactly the earliest timer, at its own due time; order (due, id).
    package mutating func fireNextTimer(into actions: inout [IncidentAction]) {
        guard let entry = timers.popEarliest() else { return }
        var turn = Turn(at: entry.due)
        fire(entry, &turn)
        finish(turn, into: &actions)
    }

    /// After a gap in which nobody watched: each deadline that fell into it fires once, marked late, and a repeating step
    /// is told once. Called as the first input after the restart, instead of firing the timers of the gap one by one.
    ///
    /// - Parameters:
    ///   - gapFrom: the last moment that is known to have been watched. A deadline before it that was not fired is late
    ///     just the same, so that none is lost at the seam.
    ///   - at: the stamp of the restart.
    package mutating func restarted(gapFrom: Timestamp, at: Timestamp, into actions: inout [IncidentAction]) {
        var turn = Turn(at: at, isLate: true)
        while let entry = timers.earliest, entry.due < at {
            _ = timers.popEarliest()
            fire(entry, &turn)
        }
        finish(turn, into: &actions)
    }

    private mutating func fire(_ entry: TimerQueue<TimerTarget>.Entry, _ turn: inout Turn) {
        guard let position = index(ofSerial: entry.target.incident) else { return }
        let slot = entry.target.order
        switch entry.target.kind {
        case .dutyAcknowledgement:
            incidents[position].duty.acknowledgementTimer = nil
            missDuty(position, due: entry.due, &turn)
        case .dutyClimb:
            incidents[position].duty.climbTimer = nil
            climbDuty(position, due: entry.due, &turn)
        case .handOver, .acknowledgement, .decision, .climb, .feedback:
            guard incidents[position].orders.indices.contains(slot) else { return }
            fire(entry, position, slot, &turn)
        }
    }

    private mutating func fire(_ entry: TimerQueue<TimerTarget>.Entry, _ position: Int, _ slot: Int, _ turn: inout Turn)
    {
        switch entry.target.kind {
        case .handOver:
            incidents[position].orders[slot].handOverTimer = nil
            let order = incidents[position].orders[slot]
            if order.hasNextChannel, order.state.decision(for: .channelDue) == .tryNextChannel {
                return goToNextChannel(position, slot, .handOverMissed, cause: nil, &turn)
            }
            miss(.handOverDue, .handOverMissed, position, slot, due: entry.due, &turn)
        case .acknowledgement:
            incidents[position].orders[slot].acknowledgementTimer = nil
            miss(.acknowledgementDue, .acknowledgementMissed, position, slot, due: entry.due, &turn)
        case .decision:
            incidents[position].orders[slot].decisionTimer = nil
            miss(.decisionDue, .decisionMissed, position, slot, due: entry.due, &turn)
        case .feedback:
            incidents[position].orders[slot].feedbackTimer = nil
            let isFirst = incidents[position].orders[slot].state.decision(for: .feedbackDue) == .climb
            miss(
                isFirst ? .feedbackDue : .progressDue, isFirst ? .feedbackMissed : .progressMissed, position, slot,
                due: entry.due, &turn)
        case .climb:
            incidents[position].orders[slot].climbTimer = nil
            climb(position, slot, due: entry.due, &turn)
        case .dutyAcknowledgement, .dutyClimb: break
        }
    }

    /// A deadline of an order passed: logged, and the ladder begins unless it is being climbed already.
    private mutating func miss(
        _ input: OrderInput, _ reason: Climb.Reason, _ position: Int, _ slot: Int, due: Timestamp, _ turn: inout Turn
    ) {
        guard incidents[position].orders[slot].state.decision(for: input) == .climb else { return }
        let fields = [
            Field("party", .text("department")), Field("missed", .text(reason.rawValue)), Field("due", .time(due)),
            Field("late", .boolean(turn.isLate)),
        ]
        recordOrder("deadline_missed", position, slot, fields, &turn)
        startClimb(reason, position, slot, from: due, &turn)
    }

    private mutating func missDuty(_ position: Int, due: Timestamp, _ turn: inout Turn) {
        guard incidents[position].duty.state.decision(for: .acknowledgementDue) == .become(.climbing) else { return }
        let fields = [
            Field("party", .text("officer")), Field("officer", .text(incidents[position].duty.officer)),
            Field("missed", .text(Climb.Reason.acknowledgementMissed.rawValue)), Field("due", .time(due)),
            Field("late", .boolean(turn.isLate)),
        ]
        record("deadline_missed", position, fields, &turn)
        incidents[position].duty.climb = Climb(reason: .acknowledgementMissed, ladder: linkage.duty.ladder, from: due)
        if linkage.duty.ladder.steps.first?.after == .zero {
            climbDuty(position, due: due, &turn)
        } else {
            scheduleDutyClimb(position)
        }
    }

    // MARK: Ladders

    /// Begins an order's ladder. What is declined does not wait for the first step; and a step without a wait is told now.
    mutating func startClimb(
        _ reason: Climb.Reason, _ position: Int, _ slot: Int, from start: Timestamp, _ turn: inout Turn
    ) {
        if incidents[position].orders[slot].climb != nil {
            incidents[position].orders[slot].climb?.reason = reason
            if reason == .declined { climb(position, slot, due: start, atOnce: true, &turn) }
            return
        }
        let ladder = reason == .decisionMissed ? linkage.duty.ladder : incidents[position].orders[slot].ladder
        incidents[position].orders[slot].climb = Climb(reason: reason, ladder: ladder, from: start)
        incidents[position].orders[slot].climbs += 1
        if reason == .declined || ladder.steps.first?.after == .zero {
            climb(position, slot, due: start, atOnce: true, &turn)
        } else {
            scheduleClimb(position, slot)
        }
    }

    private mutating func climb(
        _ position: Int, _ slot: Int, due: Timestamp, atOnce: Bool = false, _ turn: inout Turn
    ) {
        timers.cancel(&incidents[position].orders[slot].climbTimer)
        guard let rung = incidents[position].orders[slot].climbOn(due: due, now: turn.at, atOnce: atOnce)
        else { return }
        let (reason, nextDue) = (rung.reason, rung.nextDue)
        guard let telling = rung.telling else { return exhaust(position, slot, reason, &turn) }
        let suffix =
            "climb-\(incidents[position].orders[slot].climbs)/step-\(telling.number)"
            + (telling.repeats == 0 ? "" : "-\(telling.repeats)")
        let whom: (name: String, kind: String) =
            switch telling.step.tell {
            case .department: (incidents[position].orders[slot].department, "department")
            case .officer(let officer): (officer, "officer")
            }
        if case .officer(let officer) = telling.step.tell { markTold(officer, position) }
        recordOrder(
            "escalated", position, slot,
            [
                Field("party", .text("department")), Field("reason", .text(reason.rawValue)),
                Field("step", .integer(Int64(telling.number))), Field("repeat", .integer(Int64(telling.repeats))),
                Field("whom", .text(whom.name)), Field("whom_kind", .text(whom.kind)), Field("due", .time(due)),
                Field("late", .boolean(turn.isLate)), Field("next_due", .optional(nextDue)),
            ], &turn)
        let step = Field("step", .integer(Int64(telling.number)))
        let acknowledgeBy = Field("acknowledge_by", .optional(incidents[position].orders[slot].acknowledgeBy))
        switch telling.step.tell {
        case .department:
            deliverToDepartment(
                .reminder, suffix, position, slot,
                [
                    Field("tasks", .list(incidents[position].orders[slot].tasks.map(LogValue.bilingual))),
                    Field("reason", .text(reason.rawValue)), step,
                    Field("acknowledge_within", .interval(incidents[position].orders[slot].acknowledgeWithin)),
                    acknowledgeBy,
                ], &turn)
        case .officer(let officer):
            let (id, version) = (incidents[position].orders[slot].id, incidents[position].orders[slot].version)
            deliverNotice(
                "\(id)/v\(version)/\(officer)/\(suffix)", position, slot: slot, to: officer, TellReason(reason),
                [step, acknowledgeBy, Field("decide_by", .optional(incidents[position].orders[slot].decideBy))], &turn)
        }
        if nextDue == nil { exhaust(position, slot, reason, &turn) }
        scheduleClimb(position, slot)
    }

    /// The ladder's end without an answer: said once, since nobody else will be told.
    private mutating func exhaust(_ position: Int, _ slot: Int, _ reason: Climb.Reason, _ turn: inout Turn) {
        let steps = incidents[position].orders[slot].climb?.toldSteps ?? 0
        let fields = [
            Field("party", .text("department")), Field("reason", .text(reason.rawValue)),
            Field("steps", .integer(Int64(steps))), Field("late", .boolean(turn.isLate)),
        ]
        recordOrder("ladder_exhausted", position, slot, fields, &turn)
    }

    private mutating func scheduleClimb(_ position: Int, _ slot: Int) {
        guard let due = incidents[position].orders[slot].climb?.nextDue else { return }
        incidents[position].orders[slot].climbTimer = timers.schedule(due, target(.climb, position, slot))
    }

    private mutating func climbDuty(_ position: Int, due: Timestamp, _ turn: inout Turn) {
        // The first step is told with the missed deadline itself.
        guard var climb = incidents[position].duty.climb,
            incidents[position].duty.state.decision(for: .stepDue) == .climb,
            let telling = climb.advance(due: due, now: turn.at, atOnce: false)
        else { return }
        incidents[position].duty.climb = climb
        // A duty ladder tells officers only; the loader refuses another.
        guard case .officer(let officer) = telling.step.tell else { return scheduleDutyClimb(position) }
        markTold(officer, position)
        let fields = [
            Field("party", .text("officer")), Field("officer", .text(incidents[position].duty.officer)),
            Field("reason", .text(climb.reason.rawValue)), Field("step", .integer(Int64(telling.number))),
            Field("repeat", .integer(Int64(telling.repeats))), Field("whom", .text(officer)),
            Field("whom_kind", .text("officer")), Field("due", .time(due)), Field("late", .boolean(turn.isLate)),
            Field("next_due", .optional(climb.nextDue)),
        ]
        record("escalated", position, fields, &turn)
        let incident = incidents[position]
        deliverNotice(
            "\(incident.id)/v\(incident.version)/\(officer)/step-\(telling.number)", position, slot: nil, to: officer,
            .officerSilent,
            [
                Field("step", .integer(Int64(telling.number))),
                Field("acknowledge_by", .optional(incident.duty.acknowledgeBy)),
            ], &turn)
        if climb.nextDue == nil {
            let steps = Field("steps", .integer(Int64(climb.toldSteps)))
            record("ladder_exhausted", position, Array(fields.prefix(3)) + [steps, fields[8]], &turn)
        }
        scheduleDutyClimb(position)
    }

    private mutating func scheduleDutyClimb(_ position: Int) {
        guard let due = incidents[position].duty.climb?.nextDue else { return }
        let target = TimerTarget(kind: .dutyClimb, incident: incidents[position].serial, order: -1)
        incidents[position].duty.climbTimer = timers.schedule(due, target)
    }
}

extension Order {
    /// What is due of the ladder that is being climbed; nil where none is. In its place: a thousand ladders may be climbed in
    /// one tick, and an order is costly to copy.
    fileprivate mutating func climbOn(
        due: Timestamp, now: Timestamp, atOnce: Bool
    ) -> (reason: Climb.Reason, telling: Climb.Telling?, nextDue: Timestamp?)? {
        guard climb != nil else { return nil }
        let telling = climb?.advance(due: due, now: now, atOnce: atOnce)
        return climb.map { ($0.reason, telling, $0.nextDue) }
    }
}
