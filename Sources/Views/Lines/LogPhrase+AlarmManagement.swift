import Telemetry

/// What is not told, by whose order, and how the alarms themselves behave.
extension LogPhrase {
    var alarmWithheld: String {
        let change =
            switch record.text("change") {
            case "raised": say("触发", "raised")
            case "cleared": say("消除", "cleared")
            case "held": say("信号中断", "source lost")
            case "restored": say("信号恢复", "source back")
            case "retracted": say("更正为不成立", "retracted")
            case let other: other ?? "?"
            }
        return say("未告知（\(withholding)）：", "NOT TOLD (\(withholding)): ") + alarmAtPlace + say(" ", " ") + change
            + value
    }

    var alarmReleased: String {
        say("不再抑制（原为\(withholding)）：", "No longer withheld (was \(withholding)): ") + alarmAtPlace
    }

    var suppressionBegan: String {
        var text = "\(record.text("suppression") ?? "?") \(kind)" + say("：", ": ") + matcher + byPerson
        text +=
            record.time("until") == nil
            ? say("，直到恢复", ", until returned") : say("，至 ", ", until ") + (clock("until") ?? "?")
        return text + reason
    }

    var suppressionEnded: String {
        let cause = record.text("cause") == "expired" ? say("到期", "its time is over") : say("人工解除", "ended")
        let count = record.integer("withheld") ?? 0
        return "\(record.text("suppression") ?? "?") \(kind)" + say("：\(cause)", ": \(cause)") + byPerson + reason
            + say("，期间未告知 \(count) 次", ", \(count) alarms not told")
    }

    var alarmFloodBegan: String {
        let count = record.integer("alarms") ?? 0
        return say("⚠ 报警洪泛：", "⚠ ALARM FLOOD: ") + (length("window") ?? "?")
            + say("内 \(count) 起报警。请按事件处理。", " brought \(count) alarms. Work by incident.")
    }

    var alarmFloodEnded: String {
        let count = record.integer("alarms") ?? 0
        return say("报警洪泛结束：自 ", "The alarm flood is over: since ") + (clock("began_at") ?? "?")
            + say(" 共 \(count) 起", " \(count) alarms")
    }

    var alarmChattering: String {
        let count = record.integer("raises") ?? 0
        return say("⚠ 报警抖动：", "⚠ CHATTERING: ") + alarmAtPlace
            + say(
                "，\(length("window") ?? "?") 内触发 \(count) 次",
                ", raised \(count) times within \(length("window") ?? "?")")
    }

    var alarmStale: String {
        say("报警陈旧：", "Stale: ") + alarmAtPlace + say("，已持续 ", ", on for ") + (length("after") ?? "?")
    }

    var alarmCommandRefused: String {
        say("未执行：", "Refused: ") + (record.text("command") ?? "?") + byPerson + say("，", ", ")
            + AlarmRefusal.text(record.text("reason") ?? "?")[language]
    }

    private var alarmAtPlace: String {
        "\(record.text("alert") ?? "?") \(record.text("key") ?? "") (\(hazardAtPlace))"
    }

    private var value: String {
        guard let value = record.double("value") else { return "" }
        let quantity = Vocabulary.quantity(record.text("quantity") ?? "", language)
        return say("，", ", ") + "\(quantity) \(NumberText.value(value, unit: record.text("unit") ?? ""))"
    }

    private var withholding: String {
        let by = record.text("by").map { " \($0)" } ?? ""
        return Vocabulary.withholding(record.text("reason") ?? "?", language) + by
    }

    private var kind: String { Vocabulary.withholding(record.text("kind") ?? "?", language) }

    private var matcher: String {
        record.lists("matcher").map { "\($0.name)=\($0.values.joined(separator: ","))" }.joined(separator: " ")
    }
}
