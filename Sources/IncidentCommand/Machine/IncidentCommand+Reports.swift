import Telemetry

/// What people report: an alarm like any other, which rings, and which only a person ends.
extension AlarmID {
    /// No rule watches it.
    package var isReportedByPeople: Bool { alert == IncidentCommand.reportAlert }
}

extension IncidentCommand {
    /// Alert of every report; its key is hazard and place, so that further calls are the same alarm and other witnesses.
    package static let reportAlert = "ReportedByPeople"

    /// - Returns: the incident that it joined or opened.
    mutating func take(
        _ report: PublicReport, _ by: String, _ turn: inout Turn
    ) throws(CommandRefusal) -> String? {
        guard linkage.hazard(report.hazard) != nil else {
            throw CommandRefusal(.unknownHazard, subjects: [report.hazard.bounded(200)])
        }
        if report.text.isBlank { throw CommandRefusal(.textMissing) }
        guard let spot = spot(of: report) else { throw CommandRefusal(.placeMissing) }
        let change = AlarmChange(
            kind: .raised,
            alarm: AlarmID(alert: IncidentCommand.reportAlert, key: "\(report.hazard)/\(spot.place)"), at: turn.at,
            eventTime: turn.at, hazard: report.hazard, place: spot.place, district: spot.district, colour: nil,
            station: "", quantity: "report", value: nil, unit: "", latching: true, lifeSafety: report.lifeSafety,
            summary: Bilingual(report.text.bounded(500)))
        raise(change, restoring: false, &turn)
        guard let (position, slot) = activeAlarm(change.alarm) else { return nil }
        // No rule watches it: a person's reset ends it.
        incidents[position].alarms[slot].conditionEnded = true
        let rings = incidents[position].falseAlarm != nil
        let fields = [
            Field("via", .text(report.via.bounded(50))), Field("caller", .optional(report.caller?.bounded(100))),
            Field("text", .text(report.text.bounded(2_000))), Field("by", .text(by)), Field("rings", .boolean(rings)),
            Field("latitude", .optional(report.position?.latitude)),
            Field("longitude", .optional(report.position?.longitude)),
            Field("metres", report.metres.map { .integer(Int64($0)) } ?? .null),
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
        return incidents[position].id
    }

    /// Where an incident is open: the likeliest place, else the only one of the region; else the likeliest place of all.
    private func spot(of report: PublicReport) -> PublicReport.Spot? {
        func isOpen(_ spot: PublicReport.Spot) -> Bool {
            openSerials[IncidentKey(hazard: report.hazard, place: spot.place)] != nil
        }
        if let near = report.spots.first(where: isOpen) { return near }
        let open = report.region.filter(isOpen)
        return open.count == 1 ? open[0] : report.spots.first
    }
}
