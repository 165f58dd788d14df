import Telemetry

/// One incident that is two: a merge that is taken back, alarms that are split off.
extension IncidentCommand {
    // MARK: A merge that is taken back

    /// What came from it goes home, and it goes on where it is now. What was told is not untold: who was stood down is called
    /// again.
    mutating func separate(_ position: Int, _ by: String, _ reason: String, _ turn: inout Turn) throws(CommandRefusal) {
        let id = incidents[position].id
        let into = incidents[position].mergedInto ?? ""
        guard let target = index(ofIncident: into) else { throw CommandRefusal(.unknownIncident, subjects: [into]) }
        try check(.takeOver, target)
        if let parent = incidents[position].parent, incident(parent)?.isClosed != false {
            throw CommandRefusal(.incidentClosed, subjects: [parent])
        }
        let came = incidents[target].alarms.indices.filter { incidents[target].alarms[$0].way.last == id }
        let ordered = incidents[target].orders.indices.filter { incidents[target].orders[$0].way.last == id }
        let alarms = moveAlarms(came, from: target, to: position) { $0.way.removeLast() }
        let orders = moveOrders(ordered, from: target, to: position) { $0.way.removeLast() }
        takeWitnessesHome(position, target)
        reopenMerged(position, target)
        record(
            "regrouping_undone", position,
            placeFields(position) + colourFields(incidents[position].severity) + [
                Field("regrouping", .text("merge")), Field("other", .text(into)),
                Field("cleared_at", .optional(incidents[position].clearedAt)),
                Field("rings", .boolean(awaitsSomebody(position))),
                Field("matrix_row", .optional(incidents[position].matrixRow)), Field("by", .text(by)),
                Field("reason", .text(reason)),
            ], &turn)
        for alarm in alarms { recordMoved(alarm, from: target, to: position, &turn) }
        for order in orders { recordMoved(order, from: target, to: position, &turn) }
        giveBack(alarms, orders, target, to: position, by, reason, &turn)
        moveFigures(of: position, to: target, takingAway: true, by, &turn)
        callAgain(position, &turn)
    }

    private mutating func takeWitnessesHome(_ position: Int, _ target: Int) {
        let id = incidents[position].id
        for witness in incidents[target].witnesses where witness.way.last == id {
            remember(Witness(source: witness.source, at: witness.at, way: witness.way.dropLast()), position)
        }
        incidents[target].witnesses.removeAll { $0.way.last == id }
        incidents[position].witnesses.sort { ($0.at, $0.source) < ($1.at, $1.source) }
    }

    private mutating func reopenMerged(_ position: Int, _ target: Int) {
        let source = incidents[position]
        for var taken in incidents[target].takenOver where taken.way.last == source.id {
            taken.way.removeLast()
            openSerials[IncidentKey(taken)] = source.serial
            if !taken.way.isEmpty { incidents[position].takenOver.append(taken) }
        }
        incidents[target].merged.removeAll { $0 == source.id }
        incidents[target].takenOver.removeAll { $0.way.last == source.id }
        if source.isHistory, historySerials[IncidentKey(source)] == nil {
            historySerials[IncidentKey(source)] = source.serial
        }
        let at = source.closedAt
        incidents[position].mergedInto = nil
        incidents[position].closedAt = nil
        incidents[position].closedBy = nil
        incidents[position].closeReason = nil
        closedCount -= 1
        if incidents[position].alarms.contains(where: \.isActive) {
            incidents[position].clearedAt = nil
            setSeverity(activeSeverity(position), position)
            incidents[position].matrixRow = linkage.row(for: incidents[position].situation)?.name
        } else if source.clearedAt == nil {
            incidents[position].clearedAt = at
        }
    }

    /// The incident that it had gone into goes on without it.
    private mutating func giveBack(
        _ alarms: [IncidentAlarm], _ orders: [Order], _ target: Int, to position: Int, _ by: String, _ reason: String,
        _ turn: inout Turn
    ) {
        let isOn = incidents[target].alarms.contains(where: \.isActive)
        let isOver = !isOn && !incidents[target].isCleared
        if isOn { incidents[target].severity = activeSeverity(target) }
        record(
            "incident_gave_back", target,
            placeFields(target) + colourFields(incidents[target].severity) + [
                Field("to", .text(incidents[position].id)), Field("alarms", alarmNames(alarms)),
                Field("orders", .texts(orders.map(\.id))), Field("by", .text(by)), Field("reason", .text(reason)),
            ], &turn)
        if isOver { resolve(target, &turn) }
        informDutyOfficer(target, .separated, &turn)
    }

    /// Who is to act for what is on rings and is called; what is over waits to be closed.
    private mutating func callAgain(_ position: Int, _ turn: inout Turn) {
        if awaitsSomebody(position) {
            unacknowledge(position)
            if !incidents[position].isCleared { callDepartments(position, because: .separated, &turn) }
            tellDutyOfficer(position, .separated, &turn)
        } else {
            informDutyOfficer(position, .separated, &turn)
        }
        corroborate(position, &turn)
    }

    private func awaitsSomebody(_ position: Int) -> Bool {
        let incident = incidents[position]
        return !incident.isCleared || !(incident.isAcknowledged || incident.isHistory)
    }

    // MARK: Alarms that are split off

    /// - Returns: the new incident's id.
    mutating func split(
        _ position: Int, _ wanted: [AlarmID], _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) -> String {
        let slots = try splitSlots(wanted, position)
        let source = incidents[position]
        let alarms = slots.map { source.alarms[$0] }
        let id = incidentNumbers.next(at: turn.at, utcOffsetMinutes: utcOffsetMinutes)
        var fresh = Incident(
            serial: nextSerial, id: id, hazard: source.hazard, place: source.place, district: source.district,
            raisedAt: turn.at, firstEventAt: alarms.map(\.eventTime).min() ?? turn.at,
            summary: alarms[alarms.count - 1].summary)
        nextSerial += 1
        fresh.splitFrom = source.id
        // What was known of both is known of each.
        fresh.evidence = source.evidence
        incidents.append(fresh)
        let target = incidents.count - 1
        incidentSerials[id] = fresh.serial
        let moved = moveAlarms(slots, from: position, to: target) { alarm in
            alarm.way = []
            alarm.isPinned = true
        }
        splitWitnesses(position, target, moved)
        setSeverity(activeSeverity(target), target)
        incidents[position].severity = activeSeverity(position)
        incidents[target].matrixRow = linkage.row(for: incidents[target].situation)?.name
        keep(.split(off: id), position)
        let why = [Field("by", .text(by)), Field("reason", .text(reason))]
        record(
            "incident_split", position,
            placeFields(position) + colourFields(incidents[position].severity) + [
                Field("off", .text(id)), Field("alarms", alarmNames(moved)),
            ] + why, &turn)
        record(
            "incident_split_off", target,
            placeFields(target) + colourFields(incidents[target].severity) + [
                Field("from", .text(source.id)), Field("event_time", .time(incidents[target].firstEventAt)),
                Field("summary", .bilingual(fresh.summary)), Field("evidence", .text(fresh.evidence.rawValue)),
                Field("matrix_row", .optional(incidents[target].matrixRow)),
            ] + why, &turn)
        for alarm in moved { recordMoved(alarm, from: position, to: target, &turn) }
        callDepartments(target, because: .separated, &turn)
        tellDutyOfficer(target, .separated, &turn)
        corroborate(target, &turn)
        return id
    }

    /// Places of the alarms named, ascending.
    private func splitSlots(_ wanted: [AlarmID], _ position: Int) throws(CommandRefusal) -> [Int] {
        let incident = incidents[position]
        let unknown = wanted.filter { name in !incident.alarms.contains { $0.id == name && $0.isActive } }
        guard unknown.isEmpty, !wanted.isEmpty else {
            throw CommandRefusal(.unknownAlarm, subjects: unknown.map { "\($0.alert)/\($0.key)".bounded(200) })
        }
        let slots = incident.alarms.indices.filter { wanted.contains(incident.alarms[$0].id) }
        if incident.alarms.indices.allSatisfy({ slots.contains($0) || !incident.alarms[$0].isActive }) {
            throw CommandRefusal(.splitTakesAll, subjects: slots.map { incident.alarms[$0].id.key })
        }
        return slots
    }

    /// A source speaks for the incident that has its alarms; for both where both have some.
    private mutating func splitWitnesses(_ position: Int, _ target: Int, _ moved: [IncidentAlarm]) {
        let gone = Set(moved.compactMap { source(ofStation: $0.station) })
        let stays = Set(
            incidents[position].alarms.filter(\.isActive).compactMap { source(ofStation: $0.station) })
        for witness in incidents[position].witnesses where gone.contains(witness.source) {
            remember(Witness(source: witness.source, at: witness.at), target)
        }
        incidents[position].witnesses.removeAll { gone.contains($0.source) && !stays.contains($0.source) }
    }
}
