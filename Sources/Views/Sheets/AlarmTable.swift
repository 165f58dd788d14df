import Telemetry

/// `tocsin alarms`: what is on and what of it is not told.
package enum AlarmTable {
    package static func render(_ view: AlarmsView, names: NameBook, language: Language) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        var text = names.exercise ? Vocabulary.exerciseMark + "\n" : ""
        func line(_ content: String) { text += DisplayText.safe(content) + "\n" }
        if view.flood {
            let since = view.floodBeganAt.map { TimeText.short($0, names) } ?? "?"
            line(
                say(
                    "⚠ 报警洪泛：自 \(since) 起已告知 \(view.floodAlarms) 起报警。请按事件处理，不要逐条处理。",
                    "⚠ ALARM FLOOD since \(since): \(view.floodAlarms) alarms told. Work by incident, not by alarm."))
        }
        if view.alarms.isEmpty { line(say("没有报警。", "No alarms.")) }
        if !view.alarms.isEmpty { text += alarms(view, names, language) }
        if view.total > view.alarms.count {
            let rest = view.total - view.alarms.count
            line(say("…另有 \(rest) 条，用 --limit 查看。", "… and \(rest) more; see --limit."))
        }
        if view.withheld > 0 {
            line(say("其中 \(view.withheld) 条未告知任何人。", "\(view.withheld) of them nobody was told of."))
        }
        if !view.suppressions.isEmpty {
            line(say("人工抑制", "Suppressed by persons"))
            text += suppressions(view, names, language)
        }
        return text
    }

    private static func alarms(_ view: AlarmsView, _ names: NameBook, _ language: Language) -> String {
        var table = TextTable(
            language == .chinese
                ? [.init("报警"), .init("对象"), .init("灾种"), .init("地点"), .init("触发时间"), .init("状态")]
                : [.init("ALARM"), .init("KEY"), .init("HAZARD"), .init("PLACE"), .init("RAISED"), .init("STATE")])
        for alarm in view.alarms {
            table.append([
                alarm.alert, alarm.key, names.hazard(alarm.hazard, language), names.place(alarm.place, language),
                TimeText.short(alarm.raisedAt, names), state(alarm, language),
            ])
        }
        return table.render()
    }

    private static func state(_ alarm: AlarmsView.Alarm, _ language: Language) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        var words: [String] = []
        if alarm.on {
            if let reason = alarm.withheld {
                let by = alarm.withheldBy.map { " \($0)" } ?? ""
                words.append(Vocabulary.withholding(reason, language) + by)
            } else {
                words.append(say("已告知", "told"))
            }
        } else {
            words.append(say("已消除", "off"))
        }
        if alarm.lifeSafety { words.append(say("生命安全", "life safety")) }
        if alarm.chattering { words.append(say("抖动", "chattering")) }
        if alarm.stale { words.append(say("陈旧", "stale")) }
        return words.joined(separator: language == .chinese ? "，" : ", ")
    }

    private static func suppressions(_ view: AlarmsView, _ names: NameBook, _ language: Language) -> String {
        var table = TextTable(
            language == .chinese
                ? [
                    .init("编号"), .init("方式"), .init("范围", maximumWidth: 60), .init("操作人"), .init("截止"),
                    .init("未告知", .trailing), .init("理由", maximumWidth: 60),
                ]
                : [
                    .init("ID"), .init("KIND"), .init("WHICH", maximumWidth: 60), .init("BY"), .init("UNTIL"),
                    .init("WITHHELD", .trailing), .init("REASON", maximumWidth: 60),
                ])
        for suppression in view.suppressions {
            table.append([
                suppression.id, Vocabulary.withholding(suppression.kind, language), suppression.matcher.text,
                names.party(suppression.by, language),
                suppression.until.map { TimeText.short($0, names) } ?? (language == .chinese ? "直到恢复" : "returned"),
                String(suppression.withheld), suppression.reason,
            ])
        }
        return table.render()
    }
}
