import Telemetry

/// `tocsin drill info`.
package enum RecordingSheet {
    /// `--at`: one line.
    package static func render(_ place: RecordingPlaceView, language: Language) -> String {
        let what = place.topic.map { "\(place.kind)  \($0)" } ?? place.kind
        return DisplayText.safe("\(place.recording):\(place.line)  \(place.at)  \(what)")
    }

    package static func render(_ recording: RecordingView, language: Language) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        var text = DisplayText.safe(recording.recording)
        if let title = recording.title?[language], !title.isEmpty { text += "  " + DisplayText.safe(title) }
        if recording.exercise { text += "  " + Vocabulary.exerciseMark }
        text += "\n"
        func row(_ name: String, _ value: String) { text += "  \(name)  \(value)\n" }
        row(say("来源", "source"), DisplayText.safe(recording.source))
        if let first = recording.first, let last = recording.last {
            row(say("时间", "time"), "\(first) – \(last)  (\((last - first).text))")
        }
        row(
            say("报文", "messages"),
            NumberText.count(Int64(recording.messages)) + say("，主题 ", ", topics ")
                + NumberText.count(Int64(recording.topics)) + say("，字节 ", ", bytes ")
                + NumberText.count(Int64(recording.payloadBytes)))
        for (kind, count) in recording.inputs.sorted(by: { $0.key < $1.key }) {
            row(DisplayText.safe(kind), NumberText.count(Int64(count)))
        }
        if recording.expectations > 0 { row(say("预期", "expectations"), "\(recording.expectations)") }
        if let hash = recording.bundleSHA256 { row(say("配置", "configuration"), DisplayText.safe(hash)) }
        if recording.damaged > 0 {
            row(say("字节丢失的报文", "messages that lost bytes"), NumberText.count(Int64(recording.damaged)))
        }
        if recording.stepsBack > 0 {
            row(say("时间倒退", "times that step back"), NumberText.count(Int64(recording.stepsBack)))
        }
        if let damage = recording.damage {
            text += say("  ✗ 损坏：", "  ✗ damaged: ") + DisplayText.safe(damage) + "\n"
        } else {
            text += say("  ✓ 完整\n", "  ✓ whole\n")
        }
        return text
    }
}
