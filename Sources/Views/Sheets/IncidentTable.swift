import Telemetry

/// `tocsin incidents`: one line an incident, the gravest open one first.
package enum IncidentTable {
    package static func render(_ incidents: [IncidentView], names: NameBook, language: Language) -> String {
        if incidents.isEmpty {
            return mark(names, incidents) + (language == .chinese ? "没有事件。\n" : "No incidents.\n")
        }
        var table = TextTable(columns(language))
        for incident in sorted(incidents) {
            table.append([
                incident.id,
                incident.warningColour.map { Vocabulary.proposed($0, language) } ?? "–",
                names.hazard(incident.hazard, language),
                names.place(incident.place, language),
                Vocabulary.status(incident.status, language),
                TimeText.short(incident.raisedAt, names),
                departments(incident, names, language),
            ])
        }
        return mark(names, incidents) + table.render()
    }

    /// Open before closed, then the graver colour, then the older.
    package static func sorted(_ incidents: [IncidentView]) -> [IncidentView] {
        incidents.sorted { left, right in
            let leftClosed = left.status.isOver
            let rightClosed = right.status.isOver
            if leftClosed != rightClosed { return !leftClosed }
            if left.warningColour != right.warningColour {
                return (left.warningColour?.rawValue ?? 0) > (right.warningColour?.rawValue ?? 0)
            }
            return (left.raisedAt, left.id) < (right.raisedAt, right.id)
        }
    }

    private static func columns(_ language: Language) -> [TextTable.Column] {
        switch language {
        case .chinese:
            [
                .init("编号"), .init("预警色"), .init("灾种"), .init("地点"), .init("状态"), .init("触发时间"),
                .init("部门", maximumWidth: 60),
            ]
        case .english:
            [
                .init("ID"), .init("COLOUR"), .init("HAZARD"), .init("PLACE"), .init("STATUS"), .init("RAISED"),
                .init("DEPARTMENTS", maximumWidth: 60),
            ]
        }
    }

    private static func departments(_ incident: IncidentView, _ names: NameBook, _ language: Language) -> String {
        incident.departments
            .map { "\(names.party($0.id, language)) \(Vocabulary.department($0.state, language))" }
            .joined(separator: language == .chinese ? "，" : ", ")
    }

    private static func mark(_ names: NameBook, _ incidents: [IncidentView]) -> String {
        names.exercise || incidents.contains(where: \.exercise) ? Vocabulary.exerciseMark + "\n" : ""
    }
}
