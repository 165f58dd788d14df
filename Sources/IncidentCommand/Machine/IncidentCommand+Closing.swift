import Telemetry

extension IncidentCommand {
    /// Closing takes: cleared (which the state table checks), proposals decided, orders finished, a person and a reason.
    mutating func close(
        _ position: Int, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let orders = incidents[position].orders
        let undecided = orders.filter { $0.state == .proposed }.map(\.id)
        if !undecided.isEmpty { throw CommandRefusal(.proposalsUndecided, subjects: undecided) }
        let unfinished = orders.filter { !$0.state.isFinished }.map(\.id)
        if !unfinished.isEmpty { throw CommandRefusal(.ordersUnfinished, subjects: unfinished) }
        let open = openChildren(position)
        if !open.isEmpty { throw CommandRefusal(.childrenOpen, subjects: open) }
        stopDutyClock(position)
        // A closed incident is kept for late answers only: snapshots need not carry ladders that nobody climbs.
        for slot in orders.indices { incidents[position].orders[slot].ladder = Ladder(steps: []) }
        incidents[position].closedAt = turn.at
        incidents[position].closedBy = by
        incidents[position].closeReason = reason
        leaveIndexes(position)
        closedCount += 1
        let incident = incidents[position]
        let fields =
            placeFields(position) + colourFields(incident.peak) + [
                Field("by", .text(by)), Field("reason", .text(reason)), Field("raised_at", .time(incident.raisedAt)),
                Field("cleared_at", .optional(incident.clearedAt)),
                Field("acknowledged", .boolean(incident.isAcknowledged)),
            ]
        record("incident_closed", position, fields, &turn)
        tellEveryoneTheEnd(position, by, reason, &turn)
    }

    /// No alarm finds it any more by what it is about.
    mutating func leaveIndexes(_ position: Int) {
        let incident = incidents[position]
        for key in [IncidentKey(incident)] + incident.takenOver.map(IncidentKey.init) {
            if openSerials[key] == incident.serial { openSerials[key] = nil }
            if historySerials[key] == incident.serial { historySerials[key] = nil }
        }
        for alarm in incident.alarms where pinnedSerials[alarm.id] == incident.serial { pinnedSerials[alarm.id] = nil }
    }

    /// Whoever was told is told the end (解除): departments by their orders, officers by name.
    mutating func tellEveryoneTheEnd(
        _ position: Int, _ by: String, _ reason: String, because telling: TellReason = .closed, _ turn: inout Turn
    ) {
        for slot in incidents[position].orders.indices {
            tellEnd(position, slot, .standDown, reason: reason, by: by, &turn)
        }
        for told in incidents[position].toldOfficers.indices where !incidents[position].toldOfficers[told].endTold {
            incidents[position].toldOfficers[told].endTold = true
            let officer = incidents[position].toldOfficers[told].officer
            let fields = [
                Field("recipient", .text(officer)), Field("recipient_kind", .text("officer")),
                Field("reason", .text(reason)), Field("by", .text(by)),
            ]
            record("stand_down_issued", position, fields, &turn)
            let incident = incidents[position]
            deliverNotice(
                "\(incident.id)/v\(incident.version)/\(officer)/stand_down", kind: .standDown, position, slot: nil,
                to: officer, telling,
                [Field("by", .text(by)), Field("close_reason", .text(reason))], &turn)
        }
    }

    // MARK: Without a person

    /// Who stands down where the matrix says so and no person did.
    static let matrixAuthor = "linkage"

    /// Where the matrix says so, the last alarm's end is the orders' end.
    mutating func standDownOnClear(_ position: Int, _ turn: inout Turn) {
        guard standsDown(.onClear, position) else { return }
        for slot in incidents[position].orders.indices { standDownByMatrix(position, slot, "cleared", &turn) }
    }

    /// Orders of the graver row that the row in force does not have any more end with it. What a person ordered, or another
    /// incident brought, is in neither row and stays.
    ///
    /// - Parameter graver: nil where the matrix leaves it to a person.
    mutating func standDownBeyondRow(_ position: Int, was graver: MatrixRow?, _ turn: inout Turn) {
        guard let graver else { return }
        let row = linkage.row(for: incidents[position].situation)
        guard row != graver else { return }
        incidents[position].matrixRow = row?.name
        for slot in incidents[position].orders.indices {
            let order = incidents[position].orders[slot]
            func isOf(_ entry: MatrixEntry) -> Bool {
                entry.department == order.department && entry.mode == order.mode && order.way.isEmpty
            }
            guard graver.entries.contains(where: isOf), row?.entries.contains(where: isOf) != true else { continue }
            standDownByMatrix(position, slot, "downgraded", &turn)
        }
    }

    func standsDown(_ occasion: Linkage.StandDownOccasion, _ position: Int) -> Bool {
        linkage.hazard(incidents[position].hazard)?.standsDown.contains(occasion) == true
    }

    private mutating func standDownByMatrix(_ position: Int, _ slot: Int, _ reason: String, _ turn: inout Turn) {
        let author = IncidentCommand.matrixAuthor
        switch incidents[position].orders[slot].state.decision(for: .standDown) {
        case .become(.rejected): decideAgainst(position, slot, author, reason, &turn)
        case .become: end(position, slot, as: .stoodDown, reason: reason, by: author, &turn)
        case .contradict, .climb, .tryNextChannel, .keep, .ignore, .refuse: break
        }
    }
}
