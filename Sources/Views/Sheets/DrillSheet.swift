import Telemetry

/// What a drill came to, below its lines.
package enum DrillSheet {
    package static func render(_ drill: DrillView, names: NameBook, language: Language) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        let readings = NumberText.count(drill.readingsCommitted)
        let duplicates = NumberText.count(drill.duplicates)
        let quarantined = NumberText.count(drill.quarantined)
        let entries = NumberText.count(drill.logEntries)
        var text = Vocabulary.exerciseMark + "  "
        text +=
            say(
                "回放结束：报文 \(drill.lines) 条，读数 \(readings) 条，重复 \(duplicates)，隔离 \(quarantined)，报警 \(drill.alarms.count) 次，"
                    + "事件 \(drill.incidents.count) 起",
                "The drill is over: \(drill.lines) messages, \(readings) readings, \(duplicates) duplicates, \(quarantined) "
                    + "quarantined, \(drill.alarms.count) alarms, \(drill.incidents.count) incidents") + "\n"
        text += say("日志 \(entries) 条，链首 \(drill.logHead)", "\(entries) log entries, head \(drill.logHead)") + "\n"
        if drill.answeredBy == .script {
            text += say("部门按脚本回复 \(drill.answers) 次", "\(drill.answers) answers by the script of departments") + "\n"
        } else if drill.answers == 0, !drill.incidents.isEmpty {
            text += say("录制中没有部门回复。", "No answers recorded: no department answers in this recording.") + "\n"
        }
        if drill.expectations > 0 {
            let met = drill.expectations - drill.findings.count
            let all = drill.expectations
            text += say("预期 \(all) 项，符合 \(met) 项", "\(met) of \(all) expectations met") + "\n"
            for finding in drill.findings { text += "  ✗ " + DisplayText.safe(finding) + "\n" }
        }
        if let damage = drill.damage {
            text += say("只回放到损坏处：", "Played only up to the damage: ") + DisplayText.safe(damage) + "\n"
        }
        if !drill.incidents.isEmpty {
            text += IncidentTable.render(drill.incidents, names: names, language: language)
        }
        return text
    }
}
