import Telemetry

/// Two incidents that are one: what is open of the first goes into the second, and the first ends.
extension IncidentCommand {
    mutating func merge(
        _ position: Int, into other: String, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let target = try otherIncident(other, than: position)
        try checkMerge(position, into: target)
        keep(.merge(into: other), position)
        join(position, into: target, isTakingBack: false, by, reason, &turn)
    }

    func checkMerge(_ position: Int, into target: Int) throws(CommandRefusal) {
        try check(.takeOver, target)
        let (source, into) = (incidents[position], incidents[target])
        // Whether something is there is decided first, and for both.
        for incident in [source, into] where incident.falseAlarm != nil {
            throw CommandRefusal(.alreadyFalse, subjects: [incident.id])
        }
        if into.isHistory, !source.isHistory { throw CommandRefusal(.historyOnly, subjects: [into.id]) }
        let open = openChildren(position)
        if !open.isEmpty { throw CommandRefusal(.childrenOpen, subjects: open) }
    }

    /// - Parameter isTakingBack: what was split off comes home: it is the incident's own again.
    mutating func join(
        _ position: Int, into target: Int, isTakingBack: Bool, _ by: String, _ reason: String, _ turn: inout Turn
    ) {
        let (source, into) = (incidents[position], incidents[target])
        let open = source.orders.indices.filter { !source.orders[$0].state.isFinished }
        let covered = open.filter { isCovered(source.orders[$0], by: into) }
        let carried = open.filter { !covered.contains($0) }
        let active = source.alarms.indices.filter { source.alarms[$0].isActive || source.alarms[$0].isPinned }
        record(
            "incident_merged", position,
            placeFields(position) + colourFields(source.peak) + [
                Field("into", .text(into.id)), Field("by", .text(by)), Field("reason", .text(reason)),
                Field("alarms", alarmNames(active.map { source.alarms[$0] })),
                Field("orders", .texts(carried.map { source.orders[$0].id })),
            ], &turn)
        let told = "→ \(into.id) · \(reason)".bounded(2_000)
        for slot in covered { endCovered(position, slot, by, told, &turn) }
        /// What comes home has no way; what had come from elsewhere has one more step.
        func way(_ former: [String]) -> [String] { isTakingBack && former.isEmpty ? [] : former + [source.id] }
        let orders = moveOrders(carried, from: position, to: target) { $0.way = way($0.way) }
        let alarms = moveAlarms(active, from: position, to: target) { alarm in
            alarm.way = way(alarm.way)
            if isTakingBack { alarm.isPinned = false }
        }
        moveWitnesses(position, target, way)
        tellEveryoneTheEnd(position, by, told, because: .merged, &turn)
        endMerged(position, into: target, by, reason, &turn)
        takeIn(alarms, orders, from: position, to: target, by, reason, &turn)
    }

    /// Whether the other incident has ordered the same of the same department, so that two orders would be one too many.
    private func isCovered(_ order: Order, by incident: Incident) -> Bool {
        incident.orders.contains { other in
            other.department == order.department && !other.state.isFinished && other.state != .declined
                && (other.wasTold && other.state != .proposed || order.state == .proposed)
                && order.tasks.allSatisfy(other.tasks.contains)
        }
    }

    private mutating func endCovered(
        _ position: Int, _ slot: Int, _ by: String, _ told: String, _ turn: inout Turn
    ) {
        if incidents[position].orders[slot].state == .proposed {
            decideAgainst(position, slot, by, told, &turn)
        } else {
            end(position, slot, as: .stoodDown, reason: told, by: by, &turn)
        }
    }

    private mutating func moveWitnesses(_ position: Int, _ target: Int, _ way: ([String]) -> [String]) {
        for witness in incidents[position].witnesses {
            if let known = incidents[target].witnesses.firstIndex(where: { $0.source == witness.source }) {
                incidents[target].witnesses[known].at = max(incidents[target].witnesses[known].at, witness.at)
            } else {
                remember(Witness(source: witness.source, at: witness.at, way: way(witness.way)), target)
            }
        }
        incidents[target].witnesses.sort { ($0.at, $0.source) < ($1.at, $1.source) }
    }

    /// The merged incident is over; alarms of its hazard and place find the other one.
    private mutating func endMerged(
        _ position: Int, into target: Int, _ by: String, _ reason: String, _ turn: inout Turn
    ) {
        stopDutyClock(position)
        let source = incidents[position]
        leaveIndexes(position)
        var keys = source.takenOver.map { TakenOver(way: $0.way + [source.id], hazard: $0.hazard, place: $0.place) }
        // What is over calls nobody; and what was split off has its alarms by name, the place is the other's.
        if !source.isHistory, source.splitFrom == nil {
            keys.append(TakenOver(way: [source.id], hazard: source.hazard, place: source.place))
        }
        for key in keys { openSerials[IncidentKey(key)] = incidents[target].serial }
        incidents[target].takenOver += keys
        incidents[target].merged.append(source.id)
        incidents[position].takenOver = []
        incidents[position].mergedInto = incidents[target].id
        incidents[position].closedAt = turn.at
        incidents[position].closedBy = by
        incidents[position].closeReason = reason
        closedCount += 1
    }

    /// The other incident goes on with both; it rings where it is worse than it was, or on again.
    private mutating func takeIn(
        _ alarms: [IncidentAlarm], _ orders: [Order], from position: Int, to target: Int, _ by: String,
        _ reason: String, _ turn: inout Turn
    ) {
        let before = incidents[target]
        let after = activeSeverity(target)
        let isOn = alarms.contains(where: \.isActive)
        let isAgain = before.isCleared && isOn
        let worsenings = isOn ? after.worsenings(since: before.isCleared ? before.peak : before.severity) : []
        let rings = isAgain || !worsenings.isEmpty
        if isOn { setSeverity(after, target) }
        if isAgain {
            incidents[target].clearedAt = nil
            incidents[target].reopenings += 1
        }
        incidents[target].firstEventAt = min(before.firstEventAt, incidents[position].firstEventAt)
        if rings {
            incidents[target].matrixRow = linkage.row(for: incidents[target].situation)?.name
            unacknowledge(target)
        }
        let source = incidents[position]
        record(
            "incident_took_over", target,
            placeFields(target) + colourFields(incidents[target].severity) + [
                Field("from", .text(source.id)), Field("from_hazard", .text(source.hazard)),
                Field("from_place", .text(source.place)), Field("from_colour", .optional(before.severity.colour?.code)),
                Field("first_event_at", .time(incidents[target].firstEventAt)),
                Field("worse", .texts(worsenings)), Field("rings", .boolean(rings)),
                Field("reopenings", .integer(Int64(incidents[target].reopenings))),
                Field("matrix_row", .optional(incidents[target].matrixRow)), Field("by", .text(by)),
                Field("reason", .text(reason)), Field("told", .texts(source.toldOfficers.map(\.officer))),
            ], &turn)
        for alarm in alarms { recordMoved(alarm, from: position, to: target, &turn) }
        for order in orders { recordMoved(order, from: position, to: target, &turn) }
        moveFigures(of: position, to: target, takingAway: false, by, &turn)
        for told in source.toldOfficers { markTold(told.officer, target) }
        if rings {
            callDepartments(target, because: isAgain && worsenings.isEmpty ? .reopened : .merged, &turn)
            tellDutyOfficer(target, .merged, &turn)
        } else {
            informDutyOfficer(target, .merged, &turn)
        }
        corroborate(target, &turn)
    }
}
