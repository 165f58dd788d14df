import Telemetry

/// The sheet that is written elsewhere for the day when the machine dies: what is open, who was told, who answered, whom to
/// ring. One page of text or HTML, in both languages, complete in itself.
package struct StateSheet: Sendable {
    /// Open incidents, the gravest first.
    let incidents: [IncidentView]
    let names: NameBook
    /// Numbers by department and officer, as the linkage files give them for telephone channels.
    let numbers: [String: String]
    let at: Timestamp
    /// Holes of the roster that come or are there.
    let gaps: [RosterGapView]

    /// Incidents shown in full; further ones are counted, so that it stays a page that can be read out.
    package static let limit = 40

    /// - Parameter incidents: open ones, in any order.
    package init(
        incidents: [IncidentView], names: NameBook, numbers: [String: String], at: Timestamp,
        gaps: [RosterGapView] = []
    ) {
        let open = IncidentTable.sorted(incidents.filter { !$0.status.isOver })
        // Life safety before colours: an alarm without a colour may be the gravest of all.
        self.incidents = open.filter(StateSheet.isLifeSafety) + open.filter { !StateSheet.isLifeSafety($0) }
        self.names = names
        self.numbers = numbers
        self.at = at
        self.gaps = gaps
    }

    static func isLifeSafety(_ incident: IncidentView) -> Bool {
        incident.alarms.contains { $0.lifeSafety && $0.state != .cleared }
    }

    // MARK: What it says, line by line

    /// A block of lines in one language; the first is its heading.
    struct Block {
        var heading: String
        var lines: [String]
        var isLifeSafety = false
    }

    func title(_ language: Language) -> String {
        let city = DisplayText.safe(names.city[language], limit: 100)
        let mark = names.exercise ? Vocabulary.exerciseMark + " " : ""
        return mark + (language == .chinese ? "\(city)应急态势单" : "\(city): state sheet")
    }

    func subtitle(_ language: Language) -> String {
        let time = TimeText.full(at, names) + " " + TimeText.offset(names)
        let count = incidents.count
        return language == .chinese
            ? "截至 \(time)，未结案事件 \(count) 起。此后的情况本单不含。"
            : "As of \(time), \(count) open incident\(count == 1 ? "" : "s"). Nothing later is on this sheet."
    }

    func blocks(_ language: Language) -> [Block] {
        var blocks = incidents.prefix(StateSheet.limit).map { block($0, language) }
        if incidents.count > StateSheet.limit {
            let more = incidents.count - StateSheet.limit
            let rest = incidents.dropFirst(StateSheet.limit).prefix(200).map(\.id).joined(separator: " ")
            blocks.append(
                Block(heading: language == .chinese ? "另有 \(more) 起" : "And \(more) more", lines: [rest]))
        }
        return blocks + gapBlocks(language) + [numberBlock(language)]
    }

    private func block(_ incident: IncidentView, _ language: Language) -> Block {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        let isLifeSafety = StateSheet.isLifeSafety(incident)
        let colour = incident.warningColour.map { " · " + Vocabulary.proposed($0, language) } ?? ""
        let heading =
            (isLifeSafety ? say("‼ 生命安全 ", "!! LIFE SAFETY ") : "") + "\(incident.id) · "
            + names.hazard(incident.hazard, language) + " · " + names.place(incident.place, language) + colour + " · "
            + Vocabulary.status(incident.status, language)
        var lines = [
            DisplayText.safe(incident.summary[language], limit: 300),
            say("触发 ", "Raised ") + TimeText.full(incident.raisedAt, names) + acknowledged(incident, say),
        ]
        lines += incident.departments.map { department($0, language, say) }
        if !incident.toldOfficers.isEmpty {
            lines.append(
                say("已通知：", "Told: ")
                    + incident.toldOfficers.map { names.party($0, language) }.joined(separator: say("、", ", ")))
        }
        for call in incident.calls {
            let known = names.duty(call.recipient)?.number == nil ? call.address : nil
            let number =
                (known ?? names.telephone(call.recipient)).map { " " + DisplayText.safe($0, limit: 100) } ?? ""
            lines.append(say("☎ 待拨：", "☎ To be rung: ") + names.party(call.recipient, language) + number)
        }
        return Block(heading: heading, lines: lines, isLifeSafety: isLifeSafety)
    }

    private func acknowledged(_ incident: IncidentView, _ say: (String, String) -> String) -> String {
        guard let time = incident.acknowledgedAt else { return say("，尚无人确认", "; not acknowledged") }
        let person = incident.acknowledgedBy.map { DisplayText.safe($0, limit: 100) } ?? "?"
        return say(
            "，\(person) 于 \(TimeText.full(time, names)) 确认", "; acknowledged \(TimeText.full(time, names)) by \(person)"
        )
    }

    private func department(
        _ department: IncidentView.Department, _ language: Language, _ say: (String, String) -> String
    ) -> String {
        let tasks = department.tasks.map { DisplayText.safe($0[language], limit: 200) }
        var text = "– " + names.party(department.id, language) + say("：", ": ")
        text += Vocabulary.department(department.state, language)
        if let person = department.person {
            text += say("（", " (") + DisplayText.safe(person, limit: 100) + say("）", ")")
        }
        let handedOver = department.state == .handedOver ? say("于", "at") : say("送达", "handed over")
        func add(_ time: Timestamp?, _ word: String) {
            guard let time else { return }
            text += say("，", ", ") + word + " " + TimeText.short(time, names)
        }
        add(department.handedOverAt, handedOver)
        add(department.acknowledgedAt, say("签收", "acknowledged"))
        add(department.deadline, say("期限", "deadline"))
        if !tasks.isEmpty { text += say("。任务：", ". Tasks: ") + tasks.joined(separator: say("；", "; ")) }
        return text
    }

    private func gapBlocks(_ language: Language) -> [Block] {
        if gaps.isEmpty { return [] }
        let lines = gaps.prefix(StateSheet.limit).map { gap in
            let from = TimeText.full(gap.from, names)
            let to = gap.to.map { TimeText.full($0, names) } ?? "…"
            return names.party(gap.party, language) + "  \(from) – \(to)"
        }
        return [Block(heading: language == .chinese ? "⚠ 值班空缺" : "⚠ Nobody on duty", lines: lines)]
    }

    private func numberBlock(_ language: Language) -> Block {
        let lines = numbers.keys.sorted().map { party in
            names.party(party, language) + "  " + DisplayText.safe(numbers[party] ?? "", limit: 100)
        }
        let heading = language == .chinese ? "电话" : "Numbers to call"
        let none = language == .chinese ? "联动文件中没有电话通道。" : "The linkage files have no telephone channel."
        return Block(heading: heading, lines: lines.isEmpty ? [none] : lines)
    }
}
