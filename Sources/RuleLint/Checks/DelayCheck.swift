import Configuration
import Telemetry

/// `for` and `keep_firing_for` that do nothing, or that outlast what is stored.
struct DelayCheck: LintCheck {
    let id = LintID.alertsFor

    func findings(_ rule: LintedRule) -> [LintFinding] {
        var result: [LintFinding] = []
        for name in ["for", "keep_firing_for"] {
            guard let node = rule.field(name), let length = node.text.flatMap({ Interval(text: $0) }) else { continue }
            if length == .zero, name == "for" || rule.source.isReading {
                result.append(
                    rule.finding(
                        id, at: rule.place(node), chinese: "“\(name): \(node.text ?? "")”与不写相同。",
                        english: "“\(name): \(node.text ?? "")” is what holds without it.",
                        remedy: Bilingual(
                            chinese: "删去，或写出真正的时长。", english: "Remove it, or write the length that is meant.")))
            } else if let retention = rule.input.retention, length > retention {
                result.append(
                    rule.finding(
                        id, at: rule.place(node), chinese: "“\(name)”长于读数的保存期限 \(retention.text)。",
                        english: "“\(name)” is longer than readings are stored, \(retention.text).",
                        remedy: Bilingual(
                            chinese: "缩短，或在 city.yaml 中延长 store.retention。",
                            english: "Shorten it, or lengthen store.retention in city.yaml.")))
            } else if name == "keep_firing_for", rule.source.isReading, let longest = rule.longestHeartbeat,
                length < longest.interval
            {
                result.append(
                    rule.finding(
                        id, at: rule.place(node),
                        chinese:
                            "“keep_firing_for: \(length.text)”短于测站“\(longest.station)”的上报间隔 \(longest.interval.text)："
                            + "一个读数即可解除。",
                        english:
                            "“keep_firing_for: \(length.text)” is shorter than the \(longest.interval.text) between two "
                            + "readings of “\(longest.station)”: a single one clears.",
                        remedy: Bilingual(
                            chinese: "至少写一个上报间隔。", english: "Write at least the time between two readings.")))
            }
        }
        return result
    }
}
