import Telemetry

/// Orders on their way out.
extension LogPhrase {
    var orderProposed: String {
        say("？ 待批准：", "? PROPOSED: ") + "\(party("department")) \(orderName)" + tasks + due("decide_by")
    }

    var orderApproved: String {
        say("批准下达：", "Approved: ") + "\(party("department")) \(orderName)" + byPerson
    }

    var orderRejected: String {
        // No person's command is taken under this name: the matrix itself withdrew what it proposed.
        let isByMatrix = record.text("by") == "linkage"
        let why = isByMatrix ? say("，按联动矩阵", ", by the matrix") + reasonWords : byPerson + reason
        return say("不予下达：", "Not issued: ") + "\(party("department")) \(orderName)" + why
    }

    var orderIssued: String {
        say("→ 下达指令：", "→ ORDER to ") + party("department") + lead + " \(orderName)" + tasks + within + onDuty
    }

    var orderHandedOver: String {
        say("指令已送达：", "Handed over to ") + "\(party("department")) \(orderName)" + attempts
            + due("acknowledge_by")
    }

    /// Where a channel had to try again.
    private var attempts: String {
        guard let count = record.integer("attempts"), let channel = record.text("channel") else { return "" }
        return say("，经 \(channel) 第 \(count) 次尝试成功", " by \(channel), at attempt \(count)")
    }

    var orderHandOverFailed: String {
        say("⚠ 指令送达失败：", "⚠ Hand-over failed: ") + "\(party("department")) \(orderName)" + cause
    }

    var orderRecalled: String {
        say("撤回指令：", "Recalled: ") + "\(party("recipient")) \(orderName)" + byPerson + reason
    }

    var orderReassigned: String {
        say("改派：", "Reassigned: ") + "\(party("department")) \(orderName) → \(party("to_department"))"
            + byPerson + reason
    }

    var standDownIssued: String {
        say("解除通知：", "Stand-down to ") + party("recipient") + orderOrNothing + reasonWords
    }

    var messageReported: String {
        reported
    }

    private var lead: String {
        record.text("role") == "lead" ? say("（牵头）", " (lead)") : ""
    }

    private var tasks: String {
        let texts = record.fields["tasks"]?.elements.compactMap { $0[language.rawValue]?.string } ?? []
        return texts.isEmpty ? "" : say("：", ": ") + texts.joined(separator: say("；", "; "))
    }

    private var within: String {
        guard let length = length("acknowledge_within") else { return "" }
        return say("，送达后 \(length)内签收", ", acknowledge within \(length) of hand-over")
    }

    private var orderOrNothing: String {
        record.text("order") == nil ? "" : " \(orderName)"
    }

    /// The reason of a stand-down is a code or what a person wrote.
    private var reasonWords: String {
        switch record.text("reason") {
        case nil: ""
        case "closed", "incident_closed": say("，事件已结案", ", incident closed")
        case "downgraded": say("，险情已减轻", ", milder now")
        case "cleared": say("，险情已消除", ", cleared")
        case "upgraded", "no_longer_called": say("，不再需要", ", no longer called")
        case let other?: say("，", ", ") + other
        }
    }

    private var cause: String {
        guard let text = record.text("reason") else { return "" }
        return say("，原因：", ", because: ") + text
    }

    private var reported: String {
        let what = Vocabulary.message(record.text("kind") ?? "?", language)
        if record.flag("handed_over") {
            return say("\(what)已送达：", "Handed over (\(what)): ") + party("recipient") + orderOrNothing
        }
        return say("⚠ \(what)送达失败：", "⚠ Hand-over failed (\(what)): ") + party("recipient") + orderOrNothing + cause
    }
}
