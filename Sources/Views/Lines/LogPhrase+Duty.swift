import Telemetry

/// Who was told on the officers' side, which clock ran out, and what climbed.
extension LogPhrase {
    var officerTold: String {
        say("通知\(party("officer"))（\(told)）：", "Told \(party("officer")) (\(told)): ") + hazardAtPlace
            + proposedColour + due("acknowledge_by") + onDuty
    }

    var incidentAcknowledged: String {
        party("by") + say(" 确认事件：", " acknowledged: ") + hazardAtPlace + late
    }

    var deadlineMissed: String {
        say("⚠ 超时：", "⚠ MISSED: ") + debtor + say("，", ", ") + climbReason("missed") + due("due") + late
    }

    var escalated: String {
        escalation
    }

    var ladderExhausted: String {
        say("⚠ 已无上级可报：", "⚠ LADDER AT ITS END: ") + debtor + say("，", ", ") + climbReason("reason") + late
    }

    var commandRefused: String {
        let command = record.text("command") ?? "?"
        return say("指令被拒：", "Refused: ") + command + byPerson + say("，原因：", ": ")
            + refusalWords + asked
    }

    private var escalation: String {
        let again = (record.integer("repeat") ?? 0) > 0
        let step = record.integer("step") ?? 0
        let reminded = record.text("whom_kind") == "department"
        let head: String
        switch (reminded, again) {
        case (true, false): head = say("↑ 催办", "↑ Reminded ")
        case (true, true): head = say("↑ 再次催办", "↑ Reminded again: ")
        case (false, false): head = say("↑ 升级上报", "↑ ESCALATED to ")
        case (false, true): head = say("↑ 再次上报", "↑ Told again: ")
        }
        return head + party("whom") + say("（第 \(step) 级）：", " (step \(step)): ") + (reminded ? orderName : debtor)
            + say("，", ", ")
            + climbReason("reason") + late + onDuty
    }

    /// The party that owes an answer, with its order.
    private var debtor: String {
        switch record.text("party") {
        case "officer": return party("officer")
        default: return "\(party("department")) \(orderName)"
        }
    }

    private func climbReason(_ field: String) -> String {
        switch record.text(field) {
        case "acknowledgement_missed": say("未按时签收", "no acknowledgement in time")
        case "hand_over_missed": say("指令未按时送达", "not handed over in time")
        case "hand_over_failed": say("指令送达失败", "hand-over failed")
        case "decision_missed": say("无人决定", "nobody decided")
        case "declined": say("拒绝接受", "declined")
        case "feedback_missed": say("未按时首次反馈", "no first word in time")
        case "progress_missed": say("未按时续报", "no report of progress in time")
        case let other: other ?? "?"
        }
    }

    private var told: String {
        switch record.text("reason") {
        case "raised": say("新事件", "new")
        case "upgraded": say("升级", "upgraded")
        case "reopened": say("再次触发", "raised again")
        case "life_safety_alarm": say("生命安全报警", "life-safety alarm")
        case "merged": say("事件合并", "incidents merged")
        case "separated": say("事件分开", "incidents separated")
        case "source_lost": say("信号中断", "source lost")
        case "history": say("补记，已过去", "found late, over")
        case "retracted": say("报警不成立", "alarm corrected")
        case "corroborated": say("多源印证", "corroborated")
        case "confirmed": say("人工核实", "confirmed")
        case "graded": say("已定级", "graded")
        case "call_due": say("须拨打电话", "a call is due")
        case let other: other ?? "?"
        }
    }

    private var asked: String {
        guard let incident = record.text("asked_incident") else { return "" }
        return say("（\(incident)）", " (\(incident))")
    }

    private var refusalWords: String {
        let code = record.text("reason") ?? "?"
        let words = Vocabulary.refusal(code, language)
        let subjects = record.texts("subjects")
        return subjects.isEmpty ? words : words + say("：", ": ") + subjects.joined(separator: ", ")
    }
}
