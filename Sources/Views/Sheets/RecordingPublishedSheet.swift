import Telemetry

/// What `tocsin drill publish` says when it is done.
package enum RecordingPublishedSheet {
    package static func render(_ played: RecordingPublishedView, language: Language) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        func count(_ number: Int) -> String { NumberText.count(Int64(number)) }
        var text = Vocabulary.exerciseMark + "  "
        text += say(
            "已向 \(DisplayText.safe(played.broker)) 发布 \(count(played.messages)) 条报文，确认 \(count(played.confirmed)) 条",
            "\(count(played.messages)) messages were played into \(DisplayText.safe(played.broker)), "
                + "\(count(played.confirmed)) confirmed")
        text += "\n"
        func row(_ number: Int, _ chinese: String, _ english: String) {
            if number > 0 { text += "  " + count(number) + say(" \(chinese)", " \(english)") + "\n" }
        }
        row(played.refused, "条被消息代理拒绝", "refused by the broker")
        row(played.leftOut, "条不是报文，未发布", "lines left out: no messages")
        row(played.unmovedTimes, "条报文内没有可移动的时间", "messages say no time of their own that could be moved")
        if played.stopped { text += say("  ✗ 提前停止\n", "  ✗ stopped before its end\n") }
        if let damage = played.damage {
            text += say("  ✗ 只回放到损坏处：", "  ✗ played only up to the damage: ") + DisplayText.safe(damage) + "\n"
        }
        return text
    }
}
