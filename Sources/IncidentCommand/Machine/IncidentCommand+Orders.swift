import Telemetry

/// Orders: whom the matrix calls, and how an order is issued.
extension IncidentCommand {
    /// Calls the departments of the row in force. An upgrade tells all of them again; a reopening, or taking a merge back, only
    /// those that had finished or whose tasks are others now. Departments of a milder row keep what they were told.
    mutating func callDepartments(_ position: Int, because reason: TellReason, _ turn: inout Turn) {
        let incident = incidents[position]
        let row = linkage.row(for: incident.situation)
        incidents[position].satisfaction = row?.satisfaction
        incidents[position].isSatisfied = false
        guard let row else { return }
        for entry in entries(of: row, incident) {
            // An order that a merged incident brought has tasks of its own: it is the row's where they are the same.
            let slot = incidents[position].orders.lastIndex {
                $0.department == entry.department && $0.mode == entry.mode
                    && ($0.way.isEmpty || $0.tasks == entry.tasks)
            }
            guard let slot else {
                add(entry, position, because: reason, &turn)
                continue
            }
            let order = incidents[position].orders[slot]
            let isRunning = !order.state.isFinished && order.tasks == entry.tasks
            if (reason == .reopened || reason == .separated) && isRunning { continue }
            // A person approved these tasks for this incident and no others: anything else is decided anew.
            if entry.mode == .propose && order.wasTold && !isRunning {
                add(entry, position, because: reason, &turn)
            } else {
                reissue(entry, position, slot, because: reason, &turn)
            }
        }
    }

    /// The row's entries as the alarms allow them. Where every alarm that is on with the incident's colour asks first
    /// (`action: propose`), nothing is issued before a person has decided; one that does not leaves it to the matrix.
    private func entries(of row: MatrixRow, _ incident: Incident) -> [MatrixEntry] {
        let deciding = incident.alarms.filter { $0.isActive && $0.colour == incident.severity.colour }
        guard !deciding.isEmpty, deciding.allSatisfy(\.asksFirst) else { return row.entries }
        var proposals: [MatrixEntry] = []
        for entry in row.entries {
            if let slot = proposals.firstIndex(where: { $0.department == entry.department }) {
                proposals[slot].tasks += entry.tasks
            } else {
                var proposal = entry
                proposal.mode = .propose
                proposals.append(proposal)
            }
        }
        return proposals
    }

    /// A new order with an id of its own.
    mutating func add(_ entry: MatrixEntry, _ position: Int, because reason: TellReason, _ turn: inout Turn) {
        let id = orderNumbers.next(at: turn.at, utcOffsetMinutes: utcOffsetMinutes)
        incidents[position].orders.append(Order(id: id, entry: entry, channels: channels(of: entry)))
        orderSerials[id] = incidents[position].serial
        let slot = incidents[position].orders.count - 1
        incidents[position].orders[slot].version = 1
        switch entry.mode {
        case .auto: issue(position, slot, because: reason, by: nil, &turn)
        case .propose: propose(position, slot, because: reason, &turn)
        }
    }

    private mutating func reissue(
        _ entry: MatrixEntry, _ position: Int, _ slot: Int, because reason: TellReason, _ turn: inout Turn
    ) {
        let decision = incidents[position].orders[slot].state.decision(for: .reissue)
        stopClocks(position, slot)
        incidents[position].orders[slot].version += 1
        incidents[position].orders[slot].renew(entry, channels: channels(of: entry))
        switch decision {
        case .become(.proposed): propose(position, slot, because: reason, &turn)
        case .become, .contradict, .climb, .tryNextChannel, .keep, .ignore, .refuse:
            issue(position, slot, because: reason, by: nil, &turn)
        }
    }

    private func channels(of entry: MatrixEntry) -> [OrderChannel] {
        linkage.orderChannels(of: entry.department, handOverWithin: entry.handOverWithin)
    }

    // MARK: Proposing and issuing

    private mutating func propose(_ position: Int, _ slot: Int, because reason: TellReason, _ turn: inout Turn) {
        let deadline = turn.at + incidents[position].orders[slot].decideWithin
        incidents[position].orders[slot].state = .proposed
        incidents[position].orders[slot].proposedAt = turn.at
        incidents[position].orders[slot].decideBy = deadline
        incidents[position].orders[slot].decisionTimer = timers.schedule(deadline, target(.decision, position, slot))
        let fields =
            orderTerms(position, slot) + [
                Field("reason", .text(reason.rawValue)), Field("decide_by", .time(deadline)),
            ]
        recordOrder("order_proposed", position, slot, fields, &turn)
    }

    /// Puts an order into the outbox; the hand-over deadline runs.
    mutating func issue(
        _ position: Int, _ slot: Int, because reason: TellReason, by person: String?, _ turn: inout Turn
    ) {
        incidents[position].orders[slot].channelPlace = 0
        let deadline = turn.at + incidents[position].orders[slot].currentHandOverWithin
        incidents[position].orders[slot].state = .issued
        incidents[position].orders[slot].issuedBecause = reason
        incidents[position].orders[slot].issuedAt = turn.at
        incidents[position].orders[slot].finishedAt = nil
        incidents[position].orders[slot].reason = nil
        incidents[position].orders[slot].handOverBy = deadline
        incidents[position].orders[slot].wasTold = true
        incidents[position].orders[slot].endTold = false
        incidents[position].orders[slot].end = nil
        incidents[position].orders[slot].handOverTimer = timers.schedule(deadline, target(.handOver, position, slot))
        let order = incidents[position].orders[slot]
        let fields =
            orderTerms(position, slot) + [
                Field("reason", .text(reason.rawValue)), Field("by", .optional(person)),
                Field("channel", .text(order.channel)), Field("hand_over_by", .time(deadline)),
                Field("acknowledge_within", .interval(order.acknowledgeWithin)),
            ]
        recordOrder("order_issued", position, slot, fields, &turn)
        deliverOrder(position, slot, &turn)
    }

    private func orderTerms(_ position: Int, _ slot: Int) -> [Field] {
        let order = incidents[position].orders[slot]
        return [
            Field("role", .text(order.role.rawValue)), Field("mode", .text(order.mode.rawValue)),
            Field("tasks", .list(order.tasks.map(LogValue.bilingual))),
        ] + colourFields(incidents[position].severity)
    }

    // MARK: Clocks

    func target(_ kind: TimerTarget.Kind, _ position: Int, _ slot: Int) -> TimerTarget {
        TimerTarget(kind: kind, incident: incidents[position].serial, order: slot)
    }

    /// Stops the deadlines and the ladder of this order, and of no other.
    mutating func stopClocks(_ position: Int, _ slot: Int) {
        stopDeadlines(position, slot)
        timers.cancel(&incidents[position].orders[slot].climbTimer)
        incidents[position].orders[slot].climb = nil
    }

    mutating func stopDeadlines(_ position: Int, _ slot: Int) {
        timers.cancel(&incidents[position].orders[slot].handOverTimer)
        timers.cancel(&incidents[position].orders[slot].acknowledgementTimer)
        timers.cancel(&incidents[position].orders[slot].decisionTimer)
        timers.cancel(&incidents[position].orders[slot].feedbackTimer)
        incidents[position].orders[slot].feedbackBy = nil
    }

    // MARK: Ending

    /// Ends an order and tells its department so.
    mutating func end(
        _ position: Int, _ slot: Int, as state: OrderState, telling kind: OutboundMessage.Kind? = nil, reason: String,
        by person: String, _ turn: inout Turn
    ) {
        stopClocks(position, slot)
        incidents[position].orders[slot].state = state
        incidents[position].orders[slot].finishedAt = turn.at
        incidents[position].orders[slot].reason = reason
        let told = kind ?? (state == .reassigned ? .recall : .standDown)
        tellEnd(position, slot, told, reason: reason, by: person, &turn)
    }

    /// Tells a department that was told of an order that it is over; once.
    mutating func tellEnd(
        _ position: Int, _ slot: Int, _ kind: OutboundMessage.Kind, reason: String, by person: String,
        _ turn: inout Turn
    ) {
        let order = incidents[position].orders[slot]
        guard order.wasTold, !order.endTold else { return }
        incidents[position].orders[slot].endTold = true
        incidents[position].orders[slot].end = EndTelling(kind: kind, reason: reason, by: person)
        let fields = [
            Field("recipient", .text(order.department)), Field("recipient_kind", .text("department")),
            Field("reason", .text(reason)), Field("by", .text(person)),
        ]
        recordOrder(kind == .recall ? "order_recalled" : "stand_down_issued", position, slot, fields, &turn)
        deliverToDepartment(
            kind, kind.rawValue, position, slot, [Field("reason", .text(reason)), Field("by", .text(person))], &turn)
    }
}
