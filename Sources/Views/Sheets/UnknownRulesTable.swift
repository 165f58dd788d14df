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
        guard let colon = text.range(of: ": ", options: .backwards) else { return word(text, language) }
        let codes = text[colon.upperBound...].split(separator: ", ").map { word(String($0), language) }
        return text[..<colon.lowerBound] + (language == .chinese ? "：" : ": ")
            + codes.joined(separator: language == .chinese ? "、" : ", ")
    }

    private static func word(_ code: String, _ language: Language) -> String {
        let words: Bilingual =
            switch code {
            case "no_reading": Bilingual(chinese: "尚无读数", english: "no reading yet")
            case "value_missing": Bilingual(chinese: "缺测", english: "the value is missing")
            case "source_silent": Bilingual(chinese: "测站失联", english: "the station is silent")
            case "short_history": Bilingual(chinese: "历史不足", english: "too little history")
            case "no_threshold": Bilingual(chinese: "没有阈值", english: "no threshold is set")
            case "no_neighbour": Bilingual(chinese: "没有相邻测站的数据", english: "no neighbour is known")
            case "neighbour_silent": Bilingual(chinese: "相邻测站失联", english: "the neighbour is silent")
            case "not_finite": Bilingual(chinese: "结果不是有限数", english: "the result is no finite number")
            case "quality_fail": Bilingual(chinese: "读数未通过质量控制", english: "the reading failed quality control")
            default: Bilingual(chinese: code, english: code)
            }
        return words[language]
    }
}
