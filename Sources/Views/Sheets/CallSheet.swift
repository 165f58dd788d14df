import Telemetry

/// `tocsin calls`: whom to ring, what to say, by when, and how to record it.
package enum CallSheet {
    package static func render(
        _ calls: [CallView], names: NameBook, language: Language, now: Timestamp
    ) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        let mark = names.exercise ? Vocabulary.exerciseMark + "\n" : ""
        if calls.isEmpty { return mark + say("没有待拨的电话。\n", "No calls to make.\n") }
        return mark
            + calls.map { call in
                let number = call.number.map { DisplayText.safe($0, limit: 100) } ?? say("号码未登记", "no number on file")
                let person = call.person.map { "  " + DisplayText.safe($0, limit: 100) } ?? ""
                let head =
                    "☎ \(names.party(call.recipient, language))\(person)  \(number)  \(call.incident)"
                    + due(call, names, language, now)
                let record =
                    "tocsin called \(call.incident) \(call.recipient) --by \(say("姓名", "NAME"))"
                    + (call.order.map { " --order \($0)" } ?? "")
                return head + "\n   " + say("“", "“") + call.words[language] + "”\n   "
                    + say("拨通后：", "Reached: ") + record + " --person \(say("接听人", "WHO"))\n   "
                    + say("未通：", "Nobody answered: ") + record + " --no-reached\n"
            }.joined(separator: "\n")
    }

    private static func due(_ call: CallView, _ names: NameBook, _ language: Language, _ now: Timestamp) -> String {
        guard let due = call.due else { return "" }
        let clock = TimeText.clock(due, near: now, names)
        let length = TimeText.length(due - now, language)
        if due < now {
            return language == .chinese ? "  ⚠ 已超时 \(length)（\(clock)）" : "  ⚠ late by \(length) (\(clock))"
        }
        return language == .chinese ? "  \(clock) 前（还有 \(length)）" : "  by \(clock) (in \(length))"
    }
}
