import Telemetry

/// How well an incident is founded, what people found, and what it is worth.
extension LogPhrase {
    var evidenceGrew: String {
        let sources = record.texts("sources")
        switch record.text("evidence") {
        case "confirmed":
            let note = record.text("note").map { say("：", ": ") + $0 } ?? ""
            return say("● 人工核实：", "● CONFIRMED: ") + hazardAtPlace + byPerson + note
        default:
            let window = length("window").map { say("（\($0)内）", " (within \($0))") } ?? ""
            return say("● 多源印证：", "● CORROBORATED: ") + hazardAtPlace + say("，", ", ")
                + sources.map(sourceName).joined(separator: say("、", ", ")) + window
        }
    }

    var incidentFalseAlarm: String {
        say("○ 误报：", "○ FALSE ALARM: ") + hazardAtPlace + byPerson + reason
    }

    var reportTaken: String {
        let caller = record.text("caller").map { say("，报警人 \($0.prefix(8))", ", caller \($0.prefix(8))") } ?? ""
        return say("☎ 接报（\(record.text("via") ?? "?")）：", "☎ REPORT (\(record.text("via") ?? "?")): ") + hazardAtPlace
            + say("：", ": ") + (record.text("text") ?? "") + caller + byPerson
    }

    var noteAdded: String {
        say("记录：", "Note: ") + (record.text("text") ?? "") + byPerson
    }

    var figureAdded: String {
        let amount = record.integer("amount") ?? 0
        let name = Vocabulary.figure(record.text("figure") ?? "?", language)
        let source = record.text("source").map { say("（\($0)）", " (\($0))") } ?? ""
        return say("数据：", "Figure: ") + name + " \(amount > 0 ? "+" : "")\(amount)\(source)"
            + say("，合计 ", ", total ") + "\(record.integer("total") ?? 0)" + byPerson
    }

    var gradeProposed: String {
        guard let grade = record.integer("grade") else {
            return say("数据不再支持任何等级", "The figures propose no grade any more")
        }
        let figures = record.texts("figures").map { Vocabulary.figure($0, language) }
        let source = record.text("source").map { say("，依据 \($0)", ", after \($0)") } ?? ""
        return say("建议等级：", "Proposed grade: ") + Vocabulary.scale(Int(grade)) + say("（", " (")
            + figures.joined(separator: say("、", ", ")) + source + say("）", ")")
    }

    var gradeDecided: String {
        say("定级：", "Grade decided: ") + Vocabulary.scale(Int(record.integer("grade") ?? 0)) + byPerson + reason
    }

    var responseDecided: String {
        say("响应级别：", "Response level: ") + Vocabulary.scale(Int(record.integer("level") ?? 0)) + byPerson + reason
    }

    var linkageSatisfied: String {
        let departments = record.texts("departments").map { names.party($0, language) }
        return say("✓ 联动已到位：", "✓ Linkage satisfied: ") + hazardAtPlace + say("，", ", ")
            + departments.joined(separator: say("、", ", "))
            + say("（须 \(record.integer("needed") ?? 0)）", " (\(record.integer("needed") ?? 0) needed)")
    }

    /// `station/panic-03` by the station's name; others as they are.
    private func sourceName(_ source: String) -> String {
        let parts = source.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return source }
        switch parts[0] {
        case "station": return names.station(parts[1], language)
        case "gateway": return say("网关 \(parts[1])", "gateway \(parts[1])")
        case "caller": return say("报警人", "a caller")
        default: return source
        }
    }
}
