import Telemetry

/// What people report: an alarm like any other, which rings, and which only a person ends.
extension IncidentCommand {
    /// Alert of every report; its key is hazard and place, so that further calls are the same alarm and other witnesses.
    package static let reportAlert = "ReportedByPeople"

    mutating func take(
        _ report: PublicReport, _ by: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        guard linkage.hazard(report.hazard) != nil else {
            throw CommandRefusal(.unknownHazard, subjects: [report.hazard.bounded(200)])
        }
        if report.text.isBlank { throw CommandRefusal(.textMissing) }
        guard let likeliest = report.spots.first else { throw CommandRefusal(.placeMissing) }
        let spot =
            report.spots.first { openSerials[IncidentKey(hazard: report.hazard, place: $0.place)] != nil } ?? likeliest
        let change = AlarmChange(
            kind: .raised,
            alarm: AlarmID(alert: IncidentCommand.reportAlert, key: "\(report.hazard)/\(spot.place)"), at: turn.at,
            eventTime: turn.at, hazard: report.hazard, place: spot.place, district: spot.district, colour: nil,
            station: "", quantity: "report", value: nil, unit: "", latching: true, lifeSafety: report.lifeSafety,
            summary: Bilingual(report.text.bounded(500)))
        raise(change, restoring: false, &turn)
        guard let (position, slot) = activeAlarm(change.alarm) else { return }
        // No rule watches it: a person's reset ends it.
        incidents[position].alarms[slot].conditionEnded = true
        let rings = incidents[position].falseAlarm != nil
        let fields = [
            Field("via", .text(report.via.bounded(50))), Field("caller", .optional(report.caller?.bounded(100))),
            Field("text", .text(report.text.bounded(2_000))), Field("by", .text(by)), Field("rings", .boolean(rings)),
        ]
        record("report_taken", position, placeFields(position) + fields, &turn)
        // Callers who can't be told apart are one.
        remember(Witness(source: "caller/\(report.caller?.bounded(100) ?? "unknown")", at: turn.at), position)
        if rings {
            // Somebody says again what was called false.
            incidents[position].falseAlarm = nil
            callDepartments(position, because: .reopened, &turn)
            unacknowledge(position)
            tellDutyOfficer(position, .reopened, &turn)
        }
        corroborate(position, &turn)
    }
}
