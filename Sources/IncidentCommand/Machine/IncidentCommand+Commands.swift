import Telemetry

extension IncidentCommand {
    /// Carries out what an officer asks for, or says why not. Both are logged.
    package mutating func apply(
        _ command: OfficerCommand, at: Timestamp, into actions: inout [IncidentAction]
    ) -> CommandOutcome {
        var turn = Turn(at: at)
        let outcome: CommandOutcome
        do {
            let incident = try carryOut(command, &turn)
            outcome = incident.map { .acceptedIn(incident: $0) } ?? .accepted
        } catch {
            record(error, of: command, &turn)
            outcome = .refused(error)
        }
        finish(turn, into: &actions)
        return outcome
    }

    /// - Returns: the incident where the command does not name the one that it is about.
    private mutating func carryOut(_ command: OfficerCommand, _ turn: inout Turn) throws(CommandRefusal) -> String? {
        // Nor may anybody give commands as the matrix: the log would say that no person did.
        guard !command.by.isBlank, command.by != IncidentCommand.matrixAuthor else {
            throw CommandRefusal(.personMissing)
        }
        let by = command.by.bounded(200)
        if case .report(let report) = command.kind { return try take(report, by, &turn) }
        guard let position = index(ofIncident: command.incident) else {
            throw CommandRefusal(.unknownIncident, subjects: [command.incident.bounded(200)])
        }
        try check(IncidentInput(command.kind), position)
        switch command.kind {
        case .acknowledge: try acknowledge(position, by, &turn)
        case .close(_, let reason): try close(position, by, try required(reason), &turn)
        case .reset(_, let alarm): try reset(position, alarm, by, &turn)
        case .approve(_, let order): try approve(position, order, by, &turn)
        case .reject(_, let order, let reason): try reject(position, order, by, try required(reason), &turn)
        case .standDown(_, let order, let reason): try standDown(position, order, by, try required(reason), &turn)
        case .reassign(_, let order, let department, let reason):
            try reassign(position, order, meant(department), by, try required(reason), &turn)
        case .declareCleared(_, let reason): try declareCleared(position, by, try required(reason), &turn)
        case .answer(_, let department, let order, let state, let person, let via, let reason):
            let origin = Origin(
                person: (person ?? by).bounded(200), via: via.bounded(50), by: by, reason: reason?.bounded(2_000))
            try answer(position, meant(department), order, state, origin, &turn)
        case .called(_, let party, let order, let reached, let person, let note):
            try recordCall(
                position, meant(party), order: order, reached: reached, person: person?.bounded(200),
                note: note?.bounded(2_000), by, &turn)
        case .merge, .undo, .split, .link, .unlink, .parent: return try regroup(command.kind, position, by, &turn)
        case .report: break
        case .recall, .verify, .falseAlarm, .note, .addFigure, .decideGrade, .decideResponse:
            try carryOutRecord(command.kind, position, by, &turn)
        }
        return nil
    }

    /// The id of the department that a person named; as written where there is none.
    private func meant(_ department: String) -> String {
        linkage.department(named: department)?.id ?? department
    }

    func required(_ reason: String) throws(CommandRefusal) -> String {
        if reason.isBlank { throw CommandRefusal(.reasonMissing) }
        return reason.bounded(2_000)
    }

    private mutating func record(_ refusal: CommandRefusal, of command: OfficerCommand, _ turn: inout Turn) {
        let fields = [
            Field("command", .text(command.name)), Field("by", .text(command.by.bounded(200))),
            Field("reason", .text(refusal.code.rawValue)), Field("subjects", .texts(refusal.subjects)),
        ]
        if let position = index(ofIncident: command.incident) {
            record("command_refused", position, fields, &turn)
        } else {
            let asked = [Field("asked_incident", .text(command.incident.bounded(200)))]
            turn.actions.append(.log(LogFact("command_refused", fields: asked + fields)))
        }
    }

    // MARK: One command each

    private mutating func acknowledge(
        _ position: Int, _ by: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        if incidents[position].isAcknowledged {
            throw CommandRefusal(.alreadyAcknowledged, subjects: [incidents[position].id])
        }
        let duty = incidents[position].duty
        let isLate = duty.climb != nil || (duty.acknowledgeBy.map { turn.at > $0 } ?? false)
        stopDutyClock(position)
        incidents[position].acknowledgedAt = turn.at
        incidents[position].acknowledgedBy = by
        let fields =
            placeFields(position) + [
                Field("by", .text(by)), Field("acknowledge_by", .optional(duty.acknowledgeBy)),
                Field("told_at", .optional(duty.toldAt)), Field("late", .boolean(isLate)),
            ]
        record("incident_acknowledged", position, fields, &turn)
    }

    private mutating func reset(
        _ position: Int, _ wanted: AlarmID?, _ by: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let slots = incidents[position].alarms.indices.filter { slot in
            let alarm = incidents[position].alarms[slot]
            return alarm.isActive && alarm.latching && (wanted.map { $0 == alarm.id } ?? true)
        }
        if slots.isEmpty { throw CommandRefusal(.nothingToReset, subjects: [incidents[position].id]) }
        for slot in slots {
            incidents[position].alarms[slot].resetBy = by
            let alarm = incidents[position].alarms[slot]
            record(
                "alarm_reset", position, placeFields(position) + alarmFields(alarm) + [Field("by", .text(by))], &turn)
            if alarm.conditionEnded {
                // The rule engine has let it go already: nothing else would clear it.
                clearAlarm(position, slot, alarmFields(alarm) + [Field("reset_by", .text(by))], &turn)
            } else {
                turn.actions.append(.resetLatch(alarm.id))
            }
        }
    }

    private mutating func approve(
        _ position: Int, _ wanted: String?, _ by: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let slots: [Int]
        if let wanted {
            slots = [try slot(of: wanted, position)]
        } else {
            slots = incidents[position].orders.indices.filter { incidents[position].orders[$0].state == .proposed }
        }
        if slots.isEmpty { throw CommandRefusal(.nothingProposed, subjects: [incidents[position].id]) }
        for slot in slots {
            try check(.approve, position, slot)
            stopClocks(position, slot)
            let deadline = Field("decide_by", .optional(incidents[position].orders[slot].decideBy))
            recordOrder("order_approved", position, slot, [Field("by", .text(by)), deadline], &turn)
            issue(position, slot, because: .approved, by: by, &turn)
        }
    }

    private mutating func reject(
        _ position: Int, _ order: String, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let slot = try slot(of: order, position)
        try check(.reject, position, slot)
        decideAgainst(position, slot, by, reason, &turn)
    }

    mutating func decideAgainst(
        _ position: Int, _ slot: Int, _ by: String, _ reason: String, _ turn: inout Turn
    ) {
        stopClocks(position, slot)
        incidents[position].orders[slot].state = .rejected
        incidents[position].orders[slot].finishedAt = turn.at
        incidents[position].orders[slot].reason = reason
        recordOrder("order_rejected", position, slot, [Field("by", .text(by)), Field("reason", .text(reason))], &turn)
    }

    private mutating func standDown(
        _ position: Int, _ wanted: String?, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let slots: [Int]
        if let wanted {
            slots = [try slot(of: wanted, position)]
        } else {
            slots = incidents[position].orders.indices.filter { !incidents[position].orders[$0].state.isFinished }
        }
        if slots.isEmpty { throw CommandRefusal(.nothingToStandDown, subjects: [incidents[position].id]) }
        for slot in slots {
            switch try check(.standDown, position, slot) {
            case .become(.rejected): decideAgainst(position, slot, by, reason, &turn)
            case .become, .contradict, .climb, .tryNextChannel, .keep, .ignore, .refuse:
                end(position, slot, as: .stoodDown, reason: reason, by: by, &turn)
            }
        }
    }

    private mutating func reassign(
        _ position: Int, _ wanted: String, _ department: String, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let slot = try slot(of: wanted, position)
        guard linkage.department(department) != nil else {
            throw CommandRefusal(.unknownDepartment, subjects: [department.bounded(200)])
        }
        let order = incidents[position].orders[slot]
        if order.department == department { throw CommandRefusal(.sameDepartment, subjects: [department]) }
        try check(.reassign, position, slot)
        end(position, slot, as: .reassigned, reason: reason, by: by, &turn)
        incidents[position].orders[slot].reassignedTo = department
        let fields = [
            Field("to_department", .text(department)), Field("by", .text(by)), Field("reason", .text(reason)),
        ]
        recordOrder("order_reassigned", position, slot, fields, &turn)
        add(order.entry(for: department), position, because: .reassigned, &turn)
    }

    private mutating func declareCleared(
        _ position: Int, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        for slot in incidents[position].alarms.indices where incidents[position].alarms[slot].state == .held {
            let fields =
                alarmFields(incidents[position].alarms[slot]) + [
                    Field("declared_by", .text(by)), Field("reason", .text(reason)),
                ]
            clearAlarm(position, slot, fields, &turn)
        }
    }

    private mutating func answer(
        _ position: Int, _ department: String, _ wanted: String?, _ state: AnswerState, _ origin: Origin,
        _ turn: inout Turn
    ) throws(CommandRefusal) {
        let slot = try answeredSlot(position, department, wanted)
        if let kept = take(state, origin, position, slot, &turn) {
            throw CommandRefusal(.answerWithoutEffect, subjects: [incidents[position].orders[slot].id, kept.rawValue])
        }
    }

    /// The order that an answer by telephone is about: the one named, or the department's newest that is not finished.
    private func answeredSlot(
        _ position: Int, _ department: String, _ wanted: String?
    ) throws(CommandRefusal) -> Int {
        let orders = incidents[position].orders
        if let wanted {
            let slot = try slot(of: wanted, position)
            if orders[slot].department != department {
                throw CommandRefusal(.unknownDepartment, subjects: [department.bounded(200), wanted])
            }
            return slot
        }
        let running = orders.lastIndex { $0.department == department && $0.wasTold && !$0.state.isFinished }
        if let slot = running ?? orders.lastIndex(where: { $0.department == department }) { return slot }
        throw CommandRefusal(.unknownDepartment, subjects: [department.bounded(200)])
    }

    // MARK: Parts

    func slot(of order: String, _ position: Int) throws(CommandRefusal) -> Int {
        guard let slot = incidents[position].orders.firstIndex(where: { $0.id == order }) else {
            throw CommandRefusal(.unknownOrder, subjects: [order.bounded(200)])
        }
        return slot
    }

    /// Whether the incident takes the command, whatever its other facts are.
    func check(_ input: IncidentInput, _ position: Int) throws(CommandRefusal) {
        guard case .refuse(let code) = incidents[position].status.decision(for: input) else { return }
        let incident = incidents[position]
        throw CommandRefusal(
            code, subjects: [incident.id] + (code == .incidentMerged ? [incident.mergedInto ?? ""] : []))
    }

    @discardableResult
    func check(
        _ input: OrderInput, _ position: Int, _ slot: Int
    ) throws(CommandRefusal) -> OrderDecision {
        let order = incidents[position].orders[slot]
        let decision = order.state.decision(for: input)
        if case .refuse(let code) = decision { throw CommandRefusal(code, subjects: [order.id]) }
        return decision
    }
}
