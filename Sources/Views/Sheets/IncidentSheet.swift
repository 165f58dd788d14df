import Telemetry

/// `tocsin incident ID`: one page that answers what, where, since when, who was told, who answered, what comes next.
package struct IncidentSheet {
    private let incident: IncidentView
    private let names: NameBook
    private let language: Language
    private var text = ""

    package static func render(_ incident: IncidentView, names: NameBook, language: Language) -> String {
        var sheet = IncidentSheet(incident: incident, names: names, language: language)
        sheet.head()
        sheet.facts()
        sheet.departments()
        sheet.alarms()
        sheet.next()
        sheet.timeline()
        return sheet.text
    }

    private init(incident: IncidentView, names: NameBook, language: Language) {
        self.incident = incident
        self.names = names
        self.language = language
    }

    private func say(_ chinese: String, _ english: String) -> String {
        language == .chinese ? chinese : english
    }

    /// Every line passes the gate as a whole: names and values of the world are in it.
    private mutating func line(_ content: String) {
        text += DisplayText.safe(content) + "\n"
    }

    private mutating func fact(_ chinese: String, _ english: String, _ value: String) {
        line("  " + TerminalWidth.padded(say(chinese, english), to: 16) + value)
    }

    private mutating func head() {
        if incident.exercise || names.exercise { line(Vocabulary.exerciseMark) }
        let colour = incident.warningColour.map { " · " + Vocabulary.proposed($0, language) } ?? ""
        line(
            "\(incident.id)  \(names.hazard(incident.hazard, language)) · "
                + "\(names.place(incident.place, language))\(colour)")
        let summary = incident.summary[language]
        if !summary.isEmpty { line("  " + summary) }
        if incident.isUnverified {
            line("  " + say("证据未经核实（时钟或质量存疑）。", "Evidence is unverified (clock or quality in doubt)."))
        }
    }

    private mutating func facts() {
        fact("状态", "Status", Vocabulary.status(incident.status, language))
        if !incident.district.isEmpty { fact("区域", "District", names.district(incident.district, language)) }
        if let colour = incident.warningColour {
            fact(
                "预警色", "Colour",
                Vocabulary.colour(colour, language)
                    + say("（系统建议，由主管部门发布）", " (proposed; its authority issues warnings)"))
        }
        known()
        fact("开始", "Began", TimeText.full(incident.firstEventAt, names) + " " + TimeText.offset(names))
        fact("触发", "Raised", TimeText.full(incident.raisedAt, names))
        if incident.history {
            fact("补记", "Found late", say("发现时已过去，未通知部门", "over when it was found; nobody was called"))
        }
        if let time = incident.acknowledgedAt {
            fact("确认", "Acknowledged", TimeText.full(time, names) + by(incident.acknowledgedBy))
        } else if let time = incident.duty?.acknowledgeBy, !incident.status.isOver {
            fact("确认时限", "Acknowledge by", TimeText.full(time, names))
        }
        if let time = incident.clearedAt { fact("消除", "Cleared", TimeText.full(time, names)) }
        relations()
        if let into = incident.mergedInto, let time = incident.closedAt {
            fact("并入", "Merged into", into + say("，", ", ") + TimeText.full(time, names) + by(incident.closedBy))
            if let reason = incident.closeReason { fact("合并理由", "Reason", reason) }
        } else if let time = incident.closedAt {
            fact("结案", "Closed", TimeText.full(time, names) + by(incident.closedBy))
            if let reason = incident.closeReason { fact("结案理由", "Reason", reason) }
        }
    }

    /// Evidence, scales and figures, each where there is one.
    private mutating func known() {
        fact("证据", "Evidence", Vocabulary.evidence(incident.evidence, language))
        if let found = incident.falseAlarm {
            fact("误报", "False alarm", TimeText.full(found.at, names) + by(found.by) + say("：", ": ") + found.reason)
        }
        if let grade = incident.grade { fact("等级", "Grade", roman(grade)) }
        if let grade = incident.gradeProposed, grade != incident.grade {
            fact("建议等级", "Grade proposed", roman(grade) + say("（待定）", " (to be decided)"))
        }
        if let level = incident.responseLevel { fact("响应级别", "Response level", Vocabulary.scale(level)) }
        if incident.linkageSatisfied { fact("联动", "Linkage", say("已到位", "satisfied")) }
        for figure in incident.figures {
            fact("数据", "Figure", Vocabulary.figure(figure.figure, language) + " \(figure.total)")
        }
    }

    /// What it is a part of, what is a part of it, and what it has to do with.
    private mutating func relations() {
        if let from = incident.splitFrom { fact("拆分自", "Split off from", from) }
        if !incident.merged.isEmpty { fact("已并入", "Took in", incident.merged.joined(separator: say("、", ", "))) }
        if !incident.links.isEmpty { fact("关联", "Linked with", incident.links.joined(separator: say("、", ", "))) }
        if let parent = incident.parent { fact("上级事件", "Part of", parent) }
        if incident.children.isEmpty { return }
        let open = incident.children.filter { $0.status?.isOver == false }.count
        let count = incident.children.count
        fact("下级事件", "Children", say("\(count) 起，未结 \(open) 起", "\(count), \(open) open"))
        for child in incident.children {
            let name = [
                child.hazard.map { names.hazard($0, language) }, child.place.map { names.place($0, language) },
                child.status.map { Vocabulary.status($0, language) },
            ]
            line("    - " + ([child.id] + name.compactMap(\.self)).joined(separator: " · "))
        }
    }

    private func by(_ person: String?) -> String {
        guard let person, !person.isEmpty else { return "" }
        return say("，", ", ") + names.party(person, language)
    }

    private mutating func departments() {
        guard !incident.departments.isEmpty else { return }
        line(say("部门", "Departments"))
        for department in incident.departments {
            var content = "  " + names.party(department.id, language)
            if department.role == "lead" { content += say("（牵头）", " (lead)") }
            content += say("：", ": ") + Vocabulary.department(department.state, language)
            if let person = department.person { content += by(person) }
            if let deadline = department.deadline {
                content += say("，时限 ", ", due ") + TimeText.clock(deadline, near: incident.raisedAt, names)
            }
            let climbed = department.stepsClimbed
            if climbed > 0 { content += say("，已升级 \(climbed) 级", ", escalated \(climbed)×") }
            content += "  \(department.order) v\(department.orderVersion)"
            line(content)
            for task in department.tasks { line("    - " + task[language]) }
        }
    }

    private mutating func alarms() {
        guard !incident.alarms.isEmpty else { return }
        line(say("报警与依据", "Alarms and evidence"))
        for alarm in incident.alarms {
            // The name by which “tocsin split” and “tocsin why” take it.
            var content = "  \(alarm.alert)/\(alarm.key)"
            if !alarm.station.isEmpty { content += " · " + names.station(alarm.station, language) }
            content += " · " + Vocabulary.alarm(alarm.state, language)
            content += say("，自 ", ", since ") + TimeText.clock(alarm.raisedAt, near: incident.raisedAt, names)
            if let value = alarm.value {
                content +=
                    " · \(Vocabulary.quantity(alarm.quantity ?? "", language)) "
                    + NumberText.value(value, unit: alarm.unit ?? "")
            }
            content += lateness(alarm)
            if alarm.latching { content += say(" · 须人工复位", " · latched until reset") }
            line(content)
            let summary = alarm.summary[language]
            if !summary.isEmpty { line("    " + summary) }
            for evidence in alarm.evidence { line("    \(evidence.name): \(evidence.value)") }
        }
    }

    /// Both clocks: what happened, and since when it is known.
    private func lateness(_ alarm: IncidentView.Alarm) -> String {
        func clock(_ time: Timestamp) -> String { TimeText.clock(time, near: incident.raisedAt, names) }
        var text = ""
        if alarm.late {
            let began = clock(alarm.firstEventAt)
            if let ended = alarm.endedAt.map(clock) {
                text += say(" · 实际 \(began) 至 \(ended)", " · in fact \(began) to \(ended)")
            } else {
                text += say(" · 实际自 \(began)", " · in fact since \(began)")
            }
        }
        if let time = alarm.retractedAt { text += say(" · \(clock(time)) 更正为不成立", " · retracted at \(clock(time))") }
        return text
    }

    private mutating func next() {
        let steps = NextAction.of(incident, names: names, language: language)
        guard !steps.isEmpty else { return }
        line(say("下一步", "Next"))
        for step in steps { line("  → " + step) }
    }

    private mutating func timeline() {
        guard !incident.timeline.isEmpty else { return }
        line(say("经过", "Timeline"))
        for entry in incident.timeline {
            let record = LogRecord(number: entry.entry, at: entry.at, code: entry.code, fields: entry.fields)
            line(
                "  \(TimeText.clock(entry.at, near: incident.raisedAt, names))  "
                    + LogLine.phrase(record, names: names, language: language))
        }
    }

    private func roman(_ grade: Int) -> String {
        switch grade {
        case 1: say("Ⅰ 级（特别重大）", "I (most severe)")
        case 2: say("Ⅱ 级（重大）", "II (severe)")
        case 3: say("Ⅲ 级（较大）", "III (considerable)")
        case 4: say("Ⅳ 级（一般）", "IV (ordinary)")
        default: String(grade)
        }
    }
}
