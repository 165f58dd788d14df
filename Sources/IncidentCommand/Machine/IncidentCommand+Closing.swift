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
}
