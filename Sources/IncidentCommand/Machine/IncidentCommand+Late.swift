import Telemetry

/// What is known only now of the past: readings came late, or were corrected. Nothing is erased: what was told stays in the
/// log, and what is known now is said beside it, with both clocks.
extension IncidentCommand {
    // MARK: It was on, and is over

    /// Into the incident that is on at the place; else into one of its own, which is over from the beginning. The officer on
    /// duty is told as history: no department is called, no ladder begins.
    mutating func takeHistory(_ change: AlarmChange, _ turn: inout Turn) {
        let key = IncidentKey(hazard: change.hazard, place: change.place)
        guard let serial = openSerials[key] ?? historySerials[key], let position = index(ofSerial: serial),
            incidents[position].status.decision(for: .alarmHistory) == .mark
        else { return openHistory(change, key, &turn) }
        putHistory(change, position)
        record("alarm_raised_late", position, historyFields(change, position), &turn)
        informDutyOfficer(position, .history, &turn)
    }

    private mutating func openHistory(_ change: AlarmChange, _ key: IncidentKey, _ turn: inout Turn) {
        let id = incidentNumbers.next(at: change.at, utcOffsetMinutes: utcOffsetMinutes)
        let serial = nextSerial
        nextSerial += 1
        incidents.append(Incident(serial: serial, id: id, change: change))
        let position = incidents.count - 1
        historySerials[key] = serial
        incidentSerials[id] = serial
        incidents[position].isHistory = true
        incidents[position].clearedAt = turn.at
        putHistory(change, position)
        record("incident_found_late", position, historyFields(change, position), &turn)
        informDutyOfficer(position, .history, &turn)
    }

    private func historyFields(_ change: AlarmChange, _ position: Int) -> [Field] {
        placeFields(position) + colourFields(incidents[position].peak) + alarmFields(change)
    }

    /// An alarm that the incident knows keeps its own times: they are of another raise.
    private mutating func putHistory(_ change: AlarmChange, _ position: Int) {
        let rank = linkage.kindRank(hazard: incidents[position].hazard, alert: change.alarm.alert)
        var alarm = IncidentAlarm(change: change, kindRank: rank)
        alarm.state = .cleared
        alarm.way = incidents[position].way(of: change)
        incidents[position].firstEventAt = min(incidents[position].firstEventAt, change.eventTime)
        incidents[position].peak.formMaximum(alarm.severity)
        if incidents[position].isHistory { incidents[position].severity.formMaximum(alarm.severity) }
        if !incidents[position].alarms.contains(where: { $0.id == change.alarm }) {
            incidents[position].alarms.append(alarm)
        }
    }

    // MARK: It should not have been on

    /// Marks the alarm. Where it is on it ends, but not where a life is at stake or it latches: a person has to see that it
    /// is over.
    mutating func retract(_ change: AlarmChange, _ turn: inout Turn) {
        guard let (position, slot) = toldAlarm(of: change),
            incidents[position].status.decision(for: .alarmRetracted) == .mark
        else { return recordStray(change, &turn) }
        let alarm = incidents[position].alarms[slot]
        let isOn = change.isOn && alarm.isActive
        let staysOn = isOn && (alarm.latching || alarm.lifeSafety)
        if isThisRaise(change, alarm) { incidents[position].alarms[slot].retractedAt = turn.at }
        let marks = [Field("was_on", .boolean(isOn)), Field("stays_on", .boolean(staysOn))]
        record("alarm_retracted", position, placeFields(position) + alarmFields(change) + marks, &turn)
        if isOn { end(position, slot, change, &turn) }
        // Whoever was told of a closed incident was told its end: the log tells what is known since.
        if !incidents[position].isClosed { informDutyOfficer(position, .retracted, &turn) }
    }

    private mutating func end(_ position: Int, _ slot: Int, _ change: AlarmChange, _ turn: inout Turn) {
        let alarm = incidents[position].alarms[slot]
        if alarm.latching {
            // The rule engine has let it go: the reset clears it.
            incidents[position].alarms[slot].conditionEnded = true
        } else if alarm.lifeSafety {
            guard alarm.state == .on else { return }
            let wasHeld = incidents[position].isHeld
            incidents[position].alarms[slot].state = .held
            record("alarm_held", position, placeFields(position) + alarmFields(change), &turn)
            if wasHeld { return }
            let colour = colourFields(incidents[position].severity)
            record("incident_held", position, placeFields(position) + colour, &turn)
        } else {
            let reason = Field("reason", .text("retracted"))
            clearAlarm(position, slot, alarmFields(change) + [reason], &turn)
        }
    }

    // MARK: It was on at other times

    mutating func revise(_ change: AlarmChange, _ turn: inout Turn) {
        guard let (position, slot) = toldAlarm(of: change),
            incidents[position].status.decision(for: .alarmRevised) == .mark
        else { return recordStray(change, &turn) }
        if isThisRaise(change, incidents[position].alarms[slot]) {
            incidents[position].alarms[slot].eventTime = change.eventTime
            incidents[position].alarms[slot].endedAt = change.endedAt
            incidents[position].alarms[slot].isLate = true
        }
        let first = incidents[position].alarms.filter { $0.retractedAt == nil }.map(\.eventTime).min()
        incidents[position].firstEventAt = first ?? incidents[position].firstEventAt
        record("alarm_revised", position, placeFields(position) + alarmFields(change), &turn)
    }

    // MARK: Parts

    /// The incident that holds the raise which is set right: the one that is on, else the newest that knows the raise, else
    /// the newest that knows the alarm.
    private func toldAlarm(of change: AlarmChange) -> (position: Int, slot: Int)? {
        if let active = activeAlarm(change.alarm),
            change.isOn || change.previously?.ended == nil
                || isThisRaise(change, incidents[active.position].alarms[active.slot])
        {
            return active
        }
        var newest: (position: Int, slot: Int)?
        for position in incidents.indices.reversed() {
            guard let slot = incidents[position].alarms.firstIndex(where: { $0.id == change.alarm }) else { continue }
            if isThisRaise(change, incidents[position].alarms[slot]) { return (position, slot) }
            if newest == nil { newest = (position, slot) }
        }
        return newest
    }

    private func isThisRaise(_ change: AlarmChange, _ alarm: IncidentAlarm) -> Bool {
        change.previously?.began == alarm.eventTime
    }
}
