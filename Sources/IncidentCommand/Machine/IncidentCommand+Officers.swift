import Telemetry

/// The officer on duty: a clock of its own, as each department has.
extension IncidentCommand {
    /// Tells the officer on duty and starts the clock anew. What is shown at the desk counts as handed over.
    mutating func tellDutyOfficer(_ position: Int, _ reason: TellReason, _ turn: inout Turn) {
        stopDutyClock(position)
        let plan = linkage.duty
        let deadline = turn.at + plan.acknowledgeWithin
        let target = TimerTarget(kind: .dutyAcknowledgement, incident: incidents[position].serial, order: -1)
        incidents[position].duty.officer = plan.officer
        incidents[position].duty.toldAt = turn.at
        incidents[position].duty.acknowledgeBy = deadline
        incidents[position].duty.acknowledgementTimer = timers.schedule(deadline, target)
        noteOfficer(position, plan.officer, reason, acknowledgeBy: deadline, &turn)
    }

    /// Tells the officer on duty something that needs no acknowledgement of its own; a clock that runs runs on.
    mutating func informDutyOfficer(_ position: Int, _ reason: TellReason, _ turn: inout Turn) {
        noteOfficer(
            position, linkage.duty.officer, reason, acknowledgeBy: incidents[position].duty.acknowledgeBy, &turn)
    }

    private mutating func noteOfficer(
        _ position: Int, _ officer: String, _ reason: TellReason, acknowledgeBy: Timestamp?, _ turn: inout Turn
    ) {
        let proposals = incidents[position].orders.filter { $0.state == .proposed }.map(\.id)
        let fields =
            placeFields(position) + colourFields(incidents[position].severity) + [
                Field("officer", .text(officer)), Field("reason", .text(reason.rawValue)),
                Field("acknowledge_by", .optional(acknowledgeBy)), Field("proposals", .texts(proposals)),
            ]
        markTold(officer, position)
        record("officer_told", position, fields, &turn)
        let incident = incidents[position]
        let key = "\(incident.id)/v\(incident.version)/\(officer)/\(reason.rawValue)"
        deliverNotice(
            key, position, slot: nil, to: officer, reason,
            [Field("acknowledge_by", .optional(acknowledgeBy)), Field("proposals", .texts(proposals))], &turn)
    }

    /// Stops the officer's own clock and ladder, and no other.
    mutating func stopDutyClock(_ position: Int) {
        timers.cancel(&incidents[position].duty.acknowledgementTimer)
        timers.cancel(&incidents[position].duty.climbTimer)
        incidents[position].duty.acknowledgeBy = nil
        incidents[position].duty.climb = nil
    }

    mutating func markTold(_ officer: String, _ position: Int) {
        if let known = incidents[position].toldOfficers.firstIndex(where: { $0.officer == officer }) {
            incidents[position].toldOfficers[known].endTold = false
        } else {
            incidents[position].toldOfficers.append(Incident.ToldOfficer(officer: officer, endTold: false))
        }
    }
}
