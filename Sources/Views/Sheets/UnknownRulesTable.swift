import Telemetry

/// `tocsin rules unknown`: what cannot be decided, since when and why.
package enum UnknownRulesTable {
    package static func render(_ view: UnknownRulesView, names: NameBook, language: Language) -> String {
        let chinese = language == .chinese
        if view.total == 0 { return chinese ? "所有规则都能判断。\n" : "Every rule can decide.\n" }
        var table = TextTable(
            chinese
                ? [.init("自"), .init("规则"), .init("测站"), .init("要素"), .init("原因", maximumWidth: 80)]
                : [.init("SINCE"), .init("RULE"), .init("STATION"), .init("QUANTITY"), .init("WHY", maximumWidth: 80)])
        for rule in view.rules {
            let blind = rule.blind ? (chinese ? "（已报警）" : " (alarm on)") : ""
            table.append([
                TimeText.short(rule.since, names), rule.alert + blind, rule.station, rule.quantity,
                rule.reasons.map { reason($0, language) }.joined(separator: chinese ? "；" : "; "),
            ])
        }
        let rest = view.total - view.rules.count
        return table.render() + (rest > 0 ? (chinese ? "另有 \(rest) 条。\n" : "And \(rest) more.\n") : "")
    }

    /// `rise('1h'): short_history` with the code in words.
    private static func reason(_ text: String, _ language: Language) -> String {
        guard let colon = text.range(of: ": ", options: .backwards) else {
            return Vocabulary.unknownReason(text, language)
        }
        let codes = text[colon.upperBound...].split(separator: ", ").map {
            Vocabulary.unknownReason(String($0), language)
        }
        return text[..<colon.lowerBound] + (language == .chinese ? "：" : ": ")
            + codes.joined(separator: language == .chinese ? "、" : ", ")
    }
}
