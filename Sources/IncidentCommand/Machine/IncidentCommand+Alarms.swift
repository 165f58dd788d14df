import Telemetry

extension IncidentCommand {
    /// Takes a step of an alarm; its time is the change's own.
    package mutating func apply(_ change: AlarmChange, into actions: inout [IncidentAction]) {
        var turn = Turn(at: change.at)
        switch change.kind {
        case .pending, .dropped: return
        case .raised: raise(change, restoring: false, &turn)
        case .cleared: clear(change, &turn)
        case .held: hold(change, &turn)
        case .restored: restore(change, &turn)
        case .history: takeHistory(change, &turn)
        case .retracted: retract(change, &turn)
        case .revised: revise(change, &turn)
        }
        finish(turn, into: &actions)
    }

    // MARK: Raising

    mutating func raise(_ change: AlarmChange, restoring: Bool, _ turn: inout Turn) {
        let key = IncidentKey(hazard: change.hazard, place: change.place)
        guard let serial = alarmSerials[change.alarm] ?? pinnedSerials[change.alarm] ?? openSerials[key],
            let position = index(ofSerial: serial)
        else {
            return open(change, key, &turn)
        }
        let before = incidents[position]
        let wasActive = alarmSerials[change.alarm] != nil
        put(change, position)
        let after = activeSeverity(position)
        // After it had cleared, only what is graver than all that was counts as worse.
        var worsenings = after.worsenings(since: before.isCleared ? before.peak : before.severity)
        if wasActive, isConfirmed(change, before) { worsenings.append("verified") }
        let input: IncidentInput = worsenings.isEmpty ? (restoring ? .alarmRestored : .alarmRaised) : .alarmWorse
        switch before.status.decision(for: input) {
        case .openAnother: return open(change, key, &turn)
        case .join, .restore: join(change, position, after, repeated: wasActive, &turn)
        case .upgrade: upgrade(change, position, after, worsenings, repeated: wasActive, &turn)
        case .reopen: reopen(change, position, after, worsenings, &turn)
        case .lower, .resolve, .hold, .carryOut, .mark, .ignore, .refuse: break
        }
        corroborate(position, &turn)
    }

    /// All that is on was unverified so far, and this alarm no longer is: better evidence is told like something worse.
    private func isConfirmed(_ change: AlarmChange, _ before: Incident) -> Bool {
        !change.unverified && before.alarms.contains { $0.id == change.alarm && $0.isActive && $0.unverified }
            && before.alarms.allSatisfy { !$0.isActive || $0.unverified }
    }

    private mutating func open(_ change: AlarmChange, _ key: IncidentKey, _ turn: inout Turn) {
        let id = incidentNumbers.next(at: change.at, utcOffsetMinutes: utcOffsetMinutes)
        let serial = nextSerial
        nextSerial += 1
        incidents.append(Incident(serial: serial, id: id, change: change))
        let position = incidents.count - 1
        openSerials[key] = serial
        incidentSerials[id] = serial
        put(change, position)
        let severity = activeSeverity(position)
        incidents[position].severity = severity
        incidents[position].peak = severity
        incidents[position].matrixRow = linkage.row(for: incidents[position].situation)?.name
        let fields = placeFields(position) + colourFields(severity) + alarmFields(change)
        let row = Field("matrix_row", .optional(incidents[position].matrixRow))
        record("incident_raised", position, fields + [row], &turn)
        callDepartments(position, because: .raised, &turn)
        tellDutyOfficer(position, .raised, &turn)
    }

    /// One more alarm, no worse: the clocks run on. Only a life-safety alarm rings again where it was already seen.
    private mutating func join(
        _ change: AlarmChange, _ position: Int, _ severity: Severity, repeated: Bool, _ turn: inout Turn
    ) {
        incidents[position].severity = severity
        let rings = change.lifeSafety
        let fields = placeFields(position) + colourFields(severity) + alarmFields(change)
        let marks = [Field("repeated", .boolean(repeated)), Field("rings", .boolean(rings))]
        record("alarm_joined", position, fields + marks, &turn)
        guard rings else { return }
        if incidents[position].isAcknowledged {
            unacknowledge(position)
            tellDutyOfficer(position, .lifeSafetyAlarm, &turn)
        } else {
            informDutyOfficer(position, .lifeSafetyAlarm, &turn)
        }
    }

    /// Getting worse always rings again.
    private mutating func upgrade(
        _ change: AlarmChange, _ position: Int, _ severity: Severity, _ worsenings: [String], repeated: Bool,
        _ turn: inout Turn
    ) {
        let before = incidents[position].severity
        setSeverity(severity, position)
        let row = linkage.row(for: incidents[position].situation)?.name
        incidents[position].matrixRow = row
        let fields =
            placeFields(position) + colourFields(severity) + [
                Field("from_colour", .optional(before.colour?.code)), Field("worse", .texts(worsenings)),
                Field("was_acknowledged", .boolean(incidents[position].isAcknowledged)),
                Field("repeated", .boolean(repeated)), Field("matrix_row", .optional(row)),
            ]
        unacknowledge(position)
        incidents[position].falseAlarm = nil
        record("incident_upgraded", position, fields + alarmFields(change), &turn)
        callDepartments(position, because: .upgraded, &turn)
        tellDutyOfficer(position, .upgraded, &turn)
    }

    /// Raised again after all had cleared, before anybody closed it: the same incident.
    private mutating func reopen(
        _ change: AlarmChange, _ position: Int, _ severity: Severity, _ worsenings: [String], _ turn: inout Turn
    ) {
        incidents[position].clearedAt = nil
        incidents[position].reopenings += 1
        setSeverity(severity, position)
        let row = linkage.row(for: incidents[position].situation)?.name
        incidents[position].matrixRow = row
        let fields =
            placeFields(position) + colourFields(severity) + [
                Field("reopenings", .integer(Int64(incidents[position].reopenings))),
                Field("worse", .texts(worsenings)),
                Field("was_acknowledged", .boolean(incidents[position].isAcknowledged)),
                Field("matrix_row", .optional(row)),
            ]
        unacknowledge(position)
        incidents[position].falseAlarm = nil
        record("incident_reopened", position, fields + alarmFields(change), &turn)
        callDepartments(position, because: worsenings.isEmpty ? .reopened : .upgraded, &turn)
        tellDutyOfficer(position, .reopened, &turn)
    }

    // MARK: Clearing

    private mutating func clear(_ change: AlarmChange, _ turn: inout Turn) {
        guard let (position, slot) = activeAlarm(change.alarm) else { return recordStray(change, &turn) }
        incidents[position].alarms[slot].conditionEnded = true
        let alarm = incidents[position].alarms[slot]
        if alarm.latching, alarm.resetBy == nil {
            record("alarm_condition_ended", position, placeFields(position) + alarmFields(change), &turn)
            return
        }
        clearAlarm(position, slot, alarmFields(change) + [Field("reset_by", .optional(alarm.resetBy))], &turn)
    }

    /// Takes an alarm off its incident; the last one clears the incident.
    mutating func clearAlarm(_ position: Int, _ slot: Int, _ fields: [Field], _ turn: inout Turn) {
        let status = incidents[position].status
        alarmSerials[incidents[position].alarms[slot].id] = nil
        incidents[position].alarms[slot].state = .cleared
        let remaining = incidents[position].alarms.filter(\.isActive).count
        let before = incidents[position].severity
        let graverRow = standsDown(.onDowngrade, position) ? linkage.row(for: incidents[position].situation) : nil
        if remaining > 0 { incidents[position].severity = activeSeverity(position) }
        let count = Field("remaining", .integer(Int64(remaining)))
        let colour = colourFields(incidents[position].severity) + [Field("from_colour", .optional(before.colour?.code))]
        record("alarm_cleared", position, placeFields(position) + colour + fields + [count], &turn)
        switch status.decision(for: remaining == 0 ? .lastAlarmCleared : .alarmCleared) {
        case .resolve: resolve(position, &turn)
        case .lower: standDownBeyondRow(position, was: graverRow, &turn)
        case .ignore, .openAnother, .join, .upgrade, .reopen, .hold, .restore, .carryOut, .mark, .refuse: break
        }
    }

    /// Nothing of it is on any more.
    mutating func resolve(_ position: Int, _ turn: inout Turn) {
        incidents[position].clearedAt = turn.at
        let acknowledged = Field("acknowledged", .boolean(incidents[position].isAcknowledged))
        let unfinished = incidents[position].orders.filter { !$0.state.isFinished }.map(\.id)
        record(
            "incident_cleared", position,
            placeFields(position) + colourFields(incidents[position].severity) + [
                acknowledged, Field("unfinished_orders", .texts(unfinished)),
            ], &turn)
        standDownOnClear(position, &turn)
    }

    // MARK: Losing and finding a source

    private mutating func hold(_ change: AlarmChange, _ turn: inout Turn) {
        guard let (position, slot) = activeAlarm(change.alarm) else { return recordStray(change, &turn) }
        guard incidents[position].alarms[slot].state == .on else { return }
        let wasHeld = incidents[position].isHeld
        incidents[position].alarms[slot].state = .held
        record("alarm_held", position, placeFields(position) + alarmFields(change), &turn)
        if wasHeld { return }
        record("incident_held", position, placeFields(position) + colourFields(incidents[position].severity), &turn)
        informDutyOfficer(position, .sourceLost, &turn)
    }

    private mutating func restore(_ change: AlarmChange, _ turn: inout Turn) {
        // A person had declared it over, or it was never told: it is on, and so it rings.
        guard let (position, slot) = activeAlarm(change.alarm) else { return raise(change, restoring: true, &turn) }
        guard incidents[position].alarms[slot].state == .held else { return }
        incidents[position].alarms[slot].state = .on
        let held = Field("still_held", .boolean(incidents[position].isHeld))
        record("alarm_restored", position, placeFields(position) + alarmFields(change) + [held], &turn)
    }

    // MARK: Parts

    /// A change of an alarm that no open incident holds: logged, so that it is not dropped in silence.
    mutating func recordStray(_ change: AlarmChange, _ turn: inout Turn) {
        let head = [
            Field("change", .text(change.kind.rawValue)), Field("hazard", .text(change.hazard)),
            Field("place", .text(change.place)), Field("district", .text(change.district)),
        ]
        turn.actions.append(.log(LogFact("alarm_without_incident", fields: head + alarmFields(change))))
    }

    func activeAlarm(_ alarm: AlarmID) -> (position: Int, slot: Int)? {
        guard let serial = alarmSerials[alarm], let position = index(ofSerial: serial),
            let slot = incidents[position].alarms.firstIndex(where: { $0.id == alarm })
        else { return nil }
        return (position, slot)
    }

    private mutating func put(_ change: AlarmChange, _ position: Int) {
        let rank = linkage.kindRank(hazard: incidents[position].hazard, alert: change.alarm.alert)
        var alarm = IncidentAlarm(change: change, kindRank: rank)
        if let slot = incidents[position].alarms.firstIndex(where: { $0.id == change.alarm }) {
            alarm.way = incidents[position].alarms[slot].way
            alarm.isPinned = incidents[position].alarms[slot].isPinned
            incidents[position].alarms[slot] = alarm
        } else {
            alarm.way = incidents[position].way(of: change)
            incidents[position].alarms.append(alarm)
        }
        incidents[position].summary = change.summary
        alarmSerials[change.alarm] = incidents[position].serial
        if !change.unverified, let source = source(ofStation: change.station) {
            remember(Witness(source: source, at: change.at, way: alarm.way), position)
        }
    }

    /// Who speaks where a station does: stations behind one gateway are one source. Nil for none.
    func source(ofStation station: String) -> String? {
        if station.isEmpty { return nil }
        return linkage.gateways[station].map { "gateway/\($0)" } ?? "station/\(station)"
    }

    func activeSeverity(_ position: Int) -> Severity {
        var severity = Severity()
        for alarm in incidents[position].alarms where alarm.isActive { severity.formMaximum(alarm.severity) }
        return severity
    }

    mutating func setSeverity(_ severity: Severity, _ position: Int) {
        incidents[position].severity = severity
        incidents[position].peak.formMaximum(severity)
    }

    mutating func unacknowledge(_ position: Int) {
        incidents[position].acknowledgedAt = nil
        incidents[position].acknowledgedBy = nil
    }
}
