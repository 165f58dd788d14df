import Telemetry

/// A condition that always holds, or that asks for nothing that is measured.
struct ComparisonCheck: LintCheck {
    let id = LintID.alertsComparison

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard let part = rule.parts.first else { return [] }
        let names = rule.names(part.program)
        if rule.source.isReading, !names.contains(where: isMeasured) {
            return [
                rule.finding(
                    id, at: part.place(part.root.range), chinese: "条件与任何实测值无关：\(part.text(part.root.range))。",
                    english: "The condition asks for nothing that is measured: \(part.text(part.root.range)).",
                    remedy: Bilingual(
                        chinese: "与读数或其历史比较：value >= params.limit。",
                        english: "Compare a reading or its history: value >= params.limit."))
            ]
        }
        let endless = rule.cases.filter { single in
            let interpreter = rule.interpreter(single, isBelieved: true)
            return single.isComplete && interpreter.assume(part.root, false, [Box()]).isEmpty
                && !interpreter.assume(part.root, true, [Box()]).isEmpty
        }
        if let single = LintCase.merged(endless) {
            let range = single.span.map { " \($0.low) … \($0.high)" } ?? ""
            return [
                rule.finding(
                    id, at: part.place(part.root.range),
                    chinese: "只要有可信读数\(range)，条件恒为真\(single.chinese)：告警不会停止。",
                    english: "The condition holds for every reading that can be believed\(range)\(single.english): "
                        + "the alarm never ends.",
                    remedy: Bilingual(
                        chinese: "检查比较方向、参数和测站阈值。",
                        english: "Look at the direction of the comparison, the parameters and the stations' thresholds."
                    ))
            ]
        }
        return []
    }

    /// Words and numbers of the configuration are not measured.
    private func isMeasured(_ name: String) -> Bool {
        if name.hasPrefix("params.") || name.hasPrefix("station.") { return false }
        let words = ["station", "district", "domain", "quantity", "place", "station_name", "place_name", "unit"]
        return !words.contains(name)
    }
}
