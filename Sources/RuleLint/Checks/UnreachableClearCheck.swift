import Telemetry

/// `clear_when` that no reading makes true: the alarm stays on until somebody closes it.
struct UnreachableClearCheck: LintCheck {
    let id = LintID.clearUnreachable

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard let clear = rule.clear else { return [] }
        let stuck = rule.cases.filter { single in
            single.isComplete && rule.interpreter(single, isBelieved: true).assume(clear.root, true, [Box()]).isEmpty
        }
        guard let single = LintCase.merged(stuck) else { return [] }
        let culprit = Culprit.range(clear.root, rule.interpreter(single, isBelieved: true))
        let range = single.span.map { " \($0.low) … \($0.high)" } ?? ""
        return [
            rule.finding(
                id, at: clear.place(culprit),
                chinese: "没有可信读数\(range)能使“\(clear.text(culprit))”成立\(single.chinese)：告警不会解除。",
                english:
                    "No reading that can be believed\(range) makes “\(clear.text(culprit))” hold\(single.english): "
                    + "the alarm never clears.",
                remedy: Bilingual(
                    chinese: "检查死区、参数和测站阈值。",
                    english: "Look at the deadband, the parameters and the stations' thresholds."))
        ]
    }
}
