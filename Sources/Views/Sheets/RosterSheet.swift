import Telemetry

/// `tocsin roster now`, `next`, `at` and `gaps`.
package enum RosterSheet {
    package static func render(_ duties: [DutyView], names: NameBook, language: Language) -> String {
        let chinese = language == .chinese
        if duties.isEmpty { return chinese ? "值班表是空的。\n" : "The roster is empty.\n" }
        var table = TextTable(
            chinese
                ? [.init("岗位／部门"), .init("值班人"), .init("姓名"), .init("班次"), .init("自"), .init("至"), .init("备注")]
                : [
                    .init("PARTY"), .init("ON DUTY"), .init("NAME"), .init("SHIFT"), .init("FROM"), .init("TO"),
                    .init("NOTE"),
                ])
        for duty in duties {
            let contact = duty.contact.map { ([$0.name ?? ""] + $0.numbers.prefix(1)).joined(separator: " ") } ?? "–"
            let nobody = chinese ? "⚠ 无人" : "⚠ NOBODY"
            table.append([
                names.party(duty.party, language), duty.person ?? nobody, contact, duty.shift?[language] ?? "–",
                TimeText.full(duty.from, names), duty.to.map { TimeText.full($0, names) } ?? "…",
                notes(duty, language),
            ])
        }
        return table.render() + provenance(duties, chinese)
    }

    private static func notes(_ duty: DutyView, _ language: Language) -> String {
        var notes: [String] = []
        if let holiday = duty.holiday { notes.append(holiday[language]) }
        if duty.layer == "override" { notes.append(language == .chinese ? "顶班" : "override") }
        if let reason = duty.reason { notes.append(reason) }
        return notes.joined(separator: language == .chinese ? "，" : ", ")
    }

    private static func provenance(_ duties: [DutyView], _ chinese: Bool) -> String {
        guard let duty = duties.first else { return "" }
        if duty.source == "journal" {
            return chinese
                ? "依据当时生效的配置 \(duty.configuration)\n" : "By the configuration in force then, \(duty.configuration)\n"
        }
        return chinese
            ? "依据城市目录里现在的文件 \(duty.configuration)\n"
            : "By the files of the city's folder as they are now, \(duty.configuration)\n"
    }

    package static func render(
        _ gaps: [RosterGapView], days: Int, names: NameBook, language: Language
    ) -> String {
        let chinese = language == .chinese
        if gaps.isEmpty {
            return chinese ? "今后 \(days) 天没有空缺。\n" : "No hole in the next \(days) days.\n"
        }
        var table = TextTable(
            chinese
                ? [.init("岗位／部门"), .init("自"), .init("至"), .init("时长")]
                : [.init("PARTY"), .init("FROM"), .init("TO"), .init("LENGTH")])
        for gap in gaps {
            table.append([
                names.party(gap.party, language), TimeText.full(gap.from, names),
                gap.to.map { TimeText.full($0, names) } ?? "…",
                gap.to.map { TimeText.length($0 - gap.from, language) } ?? "–",
            ])
        }
        return table.render()
    }

    private static func organisation(_ id: String, _ names: NameBook, _ language: Language) -> String {
        guard id == "watch" else { return names.party(id, language) }
        return language == .chinese ? "指挥中心" : "Command centre"
    }

    package static func render(_ people: [PersonView], names: NameBook, language: Language) -> String {
        let chinese = language == .chinese
        if people.isEmpty { return chinese ? "没有人员资料。\n" : "No people on file.\n" }
        var table = TextTable(
            chinese
                ? [.init("编号", maximumWidth: 48), .init("姓名"), .init("号码"), .init("岗位"), .init("单位")]
                : [.init("ID", maximumWidth: 48), .init("NAME"), .init("NUMBERS"), .init("ROLE"), .init("OF")])
        for person in people {
            table.append([
                person.id, person.name ?? "–",
                person.numbers.isEmpty ? "–" : person.numbers.joined(separator: " "), person.role ?? "–",
                person.organisation.map { organisation($0, names, language) } ?? "–",
            ])
        }
        return table.render()
    }
}
