import Telemetry

/// The shortest and the longest `for`. Rules about life safety may have none: they ring at once.
struct DelayPolicy: LintCheck {
    let id = LintID.policyFor

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard rule.source.isReading else { return [] }
        let delay = rule.source.onDelay
        let place = rule.place(rule.field("for") ?? rule.source.alertNode)
        if let least = rule.input.policy.shortestDelay, delay < least, !rule.source.lifeSafety {
            return [
                rule.finding(
                    id, at: place, chinese: "规则“\(rule.source.alert)”的“for”为 \(delay.text)，短于规定的 \(least.text)。",
                    english: "“for” of “\(rule.source.alert)” is \(delay.text), shorter than \(least.text).",
                    remedy: Bilingual(
                        chinese: "写 for: \(least.text) 或更长。", english: "Write for: \(least.text) or more."))
            ]
        }
        if let most = rule.input.policy.longestDelay, delay > most {
            return [
                rule.finding(
                    id, at: place, chinese: "规则“\(rule.source.alert)”的“for”为 \(delay.text)，长于规定的 \(most.text)。",
                    english: "“for” of “\(rule.source.alert)” is \(delay.text), longer than \(most.text).",
                    remedy: Bilingual(chinese: "写 for: \(most.text) 或更短。", english: "Write for: \(most.text) or less."))
            ]
        }
        return []
    }
}
