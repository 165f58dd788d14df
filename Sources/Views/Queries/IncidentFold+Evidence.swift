import Telemetry

extension IncidentFold {
    /// What people and further sources made known of the incident.
    mutating func takeEvidence(_ code: LogCode, _ record: LogRecord) {
        switch code {
        case .incidentRaised: view?.linkageSatisfied = false
        case .incidentUpgraded, .incidentReopened:
            view?.falseAlarm = nil
            view?.linkageSatisfied = false
        case .evidenceGrew:
            if let evidence = record.text("evidence") { view?.evidence = evidence }
            view?.falseAlarm = nil
            guard record.flag("calls") else { return }
            view?.linkageSatisfied = false
            unacknowledge()
        case .incidentFalseAlarm: markFalse(record)
        case .reportTaken:
            guard record.flag("rings") else { return }
            view?.falseAlarm = nil
            view?.linkageSatisfied = false
            unacknowledge()
        case .figureAdded: add(record)
        case .gradeProposed: view?.gradeProposed = record.integer("grade").map(Int.init)
        case .gradeDecided:
            view?.grade = record.integer("grade").map(Int.init)
            if record.flag("calls") { view?.linkageSatisfied = false }
        case .responseDecided: view?.responseLevel = record.integer("level").map(Int.init)
        case .linkageSatisfied: view?.linkageSatisfied = true
        default: return
        }
    }

    private mutating func markFalse(_ record: LogRecord) {
        view?.falseAlarm = IncidentView.FalseAlarm(
            at: record.at, by: record.text("by") ?? "", reason: record.text("reason") ?? "")
        view?.evidence = "unverified"
        view?.duty?.acknowledgeBy = nil
        guard view?.acknowledgedAt == nil else { return }
        view?.acknowledgedAt = record.at
        view?.acknowledgedBy = record.text("by")
    }

    private mutating func add(_ record: LogRecord) {
        guard let name = record.text("figure"), let total = record.integer("total") else { return }
        if let known = view?.figures.firstIndex(where: { $0.figure == name }) {
            view?.figures[known].total = total
            view?.figures[known].additions += 1
        } else {
            view?.figures.append(IncidentView.FigureTotal(figure: name, total: total, additions: 1))
        }
    }
}
