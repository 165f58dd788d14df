import Operations
import Telemetry
import Views

extension ProblemView {
    /// Why something can't be explained, and what to do.
    init(_ failure: ExplanationFailure) {
        let (code, message, remedy) = ProblemView.explained(failure)
        self.init(code: code, message: message, remedy: remedy)
    }

    private static func explained(_ failure: ExplanationFailure) -> (String, Bilingual, Bilingual) {
        let askLater = Bilingual(
            chinese: "改问较晚的时刻，或在更早的备份上查询。", english: "Ask about a later time, or ask an older backup.")
        switch failure {
        case .pastRetention(let first):
            return (
                "past_retention",
                Bilingual(
                    chinese: "流水从第 \(first) 条开始，此前的数据已超过保存期限。",
                    english: "The journal begins with input \(first): what came before is past its retention."),
                askLater
            )
        case .beforeBeginning(let first):
            return (
                "past_retention",
                Bilingual(
                    chinese: first.map { "记录始于 \($0.iso8601)。" } ?? "尚无任何记录。",
                    english: first.map { "Nothing had been recorded by then: the first input is of \($0.iso8601)." }
                        ?? "Nothing has been recorded yet."), askLater
            )
        case .unknownRule(let name, let known):
            let shown = DisplayText.safe(name, limit: 100)
            let near = known.prefix(60).joined(separator: ", ")
            return (
                "unknown_rule",
                Bilingual(chinese: "当时的配置中没有规则“\(shown)”。", english: "The rules of that time have no “\(shown)”."),
                Bilingual(chinese: "可用的规则：\(near)。", english: "Name one of: \(near).")
            )
        case .unknownStation(let id):
            let shown = DisplayText.safe(id, limit: 100)
            return (
                "unknown_station",
                Bilingual(chinese: "当时没有测站“\(shown)”。", english: "There was no station “\(shown)” then."),
                Bilingual(chinese: "用“tocsin stations”列出所有测站。", english: "List all stations with “tocsin stations”.")
            )
        case .unknownAlarm(let id):
            let shown = DisplayText.safe(id, limit: 200)
            return (
                "unknown_alarm",
                Bilingual(chinese: "日志中没有报警“\(shown)”。", english: "The log tells of no alarm “\(shown)”."),
                Bilingual(
                    chinese: "写作“规则/键”，如 RiverWarning/river-7；用“tocsin incident ID”查看一个事件的报警。",
                    english:
                        "Write it as ALERT/KEY, such as RiverWarning/river-7; “tocsin incident ID” shows an incident's."
                )
            )
        case .noAlarmEntry(let number):
            return (
                "unknown_alarm",
                Bilingual(chinese: "日志第 \(number) 条不是报警。", english: "Log entry \(number) tells of no alarm."),
                Bilingual(chinese: "用“tocsin log show”查看日志。", english: "See the log with “tocsin log show”.")
            )
        case .reportedByPeople(let entry):
            return (
                "reported_by_people",
                Bilingual(
                    chinese: "日志第 \(entry) 条的报警由人报告，不是规则判定的。",
                    english: "People reported the alarm of entry \(entry): no rule decided it."),
                Bilingual(
                    chinese: "用“tocsin log show --from \(entry)”查看是谁记录了什么。",
                    english: "See who took down what with “tocsin log show --from \(entry)”.")
            )
        case .disagrees, .damaged: return damaged(failure)
        }
    }

    private static func damaged(_ failure: ExplanationFailure) -> (String, Bilingual, Bilingual) {
        let message: Bilingual
        if case .disagrees(let entry) = failure {
            message = Bilingual(
                chinese: "流水推导不出日志第 \(entry) 条现有的内容。",
                english: "The journal does not lead to entry \(entry) of the log as it is stored.")
        } else {
            message = Bilingual(chinese: "流水无法读取。", english: "The journal can't be read.")
        }
        return (
            "corrupt", message,
            Bilingual(
                chinese: "运行“tocsin log verify --replay”找出第一处不同。",
                english: "Run “tocsin log verify --replay” to find the first difference.")
        )
    }
}
