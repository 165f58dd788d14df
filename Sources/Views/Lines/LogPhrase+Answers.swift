import Telemetry

/// What departments said of their orders.
extension LogPhrase {
    var orderAcknowledged: String {
        said(say("签收", "acknowledged"))
    }

    var orderAccepted: String {
        said(say("接受", "accepted"))
    }

    var orderDeclined: String {
        said(say("拒绝", "DECLINED"))
    }

    var orderUnderWay: String {
        said(say("开始执行", "is under way with"))
    }

    var orderEnRoute: String {
        said(say("出发", "is on its way for"))
    }

    var orderOnScene: String {
        said(say("到场", "is on the scene for"))
    }

    var orderProgress: String {
        said(say("反馈进展", "reports on"))
    }

    var orderDone: String {
        said(say("完成", "has done"))
    }

    var answerKept: String {
        say("答复已留存、未生效：", "Answer kept, without effect: ") + "\(party("department")) \(orderName) "
            + "\(stateWord)\(person)" + say("，原因：", ", because ") + keptReason
    }

    private func said(_ verb: String) -> String {
        "← " + party("department") + " " + verb + " " + orderName + person + note + afterDeadline + contradictory
    }

    /// `，李某（电话，值班员代录）`, `, Li (phone, recorded by duty officer)`.
    private var person: String {
        var text = ""
        if let person = record.text("person") { text += say("，", ", ") + person }
        guard let officer = record.text("by") else { return text }
        let name = names.party(officer, language)
        return text + say("（\(viaWord)，\(name)代录）", " (\(viaWord), recorded by \(name))")
    }

    private var viaWord: String {
        switch record.text("via") {
        case "phone": say("电话", "phone")
        case "radio": say("电台", "radio")
        case "in_person": say("当面", "in person")
        case let other: other ?? "?"
        }
    }

    private var afterDeadline: String {
        record.flag("late") ? say("（晚于时限）", " (after its deadline)") : ""
    }

    private var note: String {
        guard let text = record.text("note") else { return "" }
        return say("：", ": ") + text
    }

    private var contradictory: String {
        record.flag("contradictory") ? say("（与先前答复相反）", " (contradicts the answer before)") : ""
    }

    private var stateWord: String {
        guard let state = record.text("state").flatMap(IncidentView.State.init(rawValue:)) else {
            return record.text("state") ?? "?"
        }
        return Vocabulary.department(state, language)
    }

    private var keptReason: String {
        switch record.text("reason") {
        case "not_issued": say("指令尚未下达", "the order is not issued yet")
        case "already_so": say("状态相同", "it says what is known")
        case "already_further": say("进度已更靠后", "the order is further already")
        case "already_done": say("指令已完成", "the order is done")
        case "stood_down": say("指令已解除", "the order was stood down")
        case "reassigned": say("指令已改派", "the order was reassigned")
        case "stale_version": say("答复的是旧版本", "it answers an older version")
        case "unknown_version": say("没有这个版本", "there is no such version")
        case "unknown_order": say("没有这个指令", "there is no such order")
        case "wrong_department": say("不是该部门的指令", "it is another department's order")
        case "after_close": say("事件已结案", "the incident is closed")
        case "proof_failed": say("校验失败", "its proof is wrong")
        case "proof_missing": say("缺少校验", "its proof is missing")
        case let other: other ?? "?"
        }
    }
}
