import Telemetry

/// Channels that were left for the next, and calls that people make.
extension LogPhrase {
    var orderChannelChanged: String {
        let failed = record.text("reason") == "hand_over_failed"
        let why = failed ? say("送达失败", "hand-over failed") : say("未按时送达", "not handed over in time")
        let cause = record.text("cause").map { say("（\($0)）", " (\($0))") } ?? ""
        let channel = record.text("channel") ?? "?"
        let next = record.text("next_channel") ?? "?"
        return say("⚠ 改走下一通道：", "⚠ Next channel: ") + "\(party("department")) \(orderName) "
            + say(
                "\(what("kind"))，\(channel) \(why)\(cause) → \(next)",
                "(\(what("kind"))), \(channel): \(why)\(cause) → \(next)")
            + due("hand_over_by") + late
    }

    var callDue: String {
        let address = record.text("address").map { say("（\($0)）", " (\($0))") } ?? ""
        return say("☎ 请拨打电话：", "☎ RING ") + party("recipient") + address + say("，", ", ") + what("call") + about
            + callTasks + due("due") + onDuty
    }

    var callMade: String {
        let person = record.text("person").map { say("，接听人 \($0)", ", answered by \($0)") } ?? ""
        let note = record.text("note").map { say("：", ": ") + $0 } ?? ""
        let head =
            record.flag("reached")
            ? say("☎ 已拨通：", "☎ Rang ") : say("⚠ 电话未通：", "⚠ Nobody answered: ")
        return head + party("recipient") + say("，", ", ") + what("call") + about + person + byPerson + note
    }

    private var about: String {
        record.text("order") == nil ? "" : " \(orderName)"
    }

    private var callTasks: String {
        let texts = record.fields["tasks"]?.elements.compactMap { $0[language.rawValue]?.string } ?? []
        return texts.isEmpty ? "" : say("：", ": ") + texts.joined(separator: say("；", "; "))
    }

    private func what(_ field: String) -> String {
        Vocabulary.message(record.text(field) ?? "?", language)
    }
}
