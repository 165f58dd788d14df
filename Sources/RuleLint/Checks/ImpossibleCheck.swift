import CEL
import Telemetry

/// A condition, or one of its alternatives, that can never hold.
struct ImpossibleCheck: LintCheck {
    let id = LintID.exprImpossible

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard let part = rule.parts.first else { return [] }
        var cases = rule.cases.filter(\.isComplete)
        let dead = cases.filter { rule.interpreter($0, isBelieved: false).assume(part.root, true, [Box()]).isEmpty }
        // A threshold that switches the rule off at some stations is no mistake.
        let switchedOff = dead.count < cases.count ? dead.filter { isSwitch(rule, part, $0) } : []
        let mistaken = dead.filter { one in !switchedOff.contains { $0.stations == one.stations } }
        if let single = LintCase.merged(mistaken) { return [impossible(rule, part, single)] }
        cases.removeAll { one in dead.contains { $0.stations == one.stations } }
        let beyond = cases.filter { single in
            single.span != nil && rule.interpreter(single, isBelieved: true).assume(part.root, true, [Box()]).isEmpty
        }
        if let single = LintCase.merged(beyond), let span = single.span {
            return [beyondSensor(rule, part, single, span)]
        }
        return deadAlternatives(rule, part, cases)
    }

    /// Whether what can't hold asks for numbers of the configuration only.
    private func isSwitch(_ rule: LintedRule, _ part: LintedRule.Part, _ single: LintCase) -> Bool {
        let culprit = Culprit.range(part.root, rule.interpreter(single, isBelieved: false))
        var isMeasured = false
        var isNamed = false
        part.root.visit { node in
            guard node.range.start >= culprit.start, node.range.end <= culprit.end else { return }
            if case .call(let name, _, _) = node.kind, HistoryFunction.named(name) != nil { isMeasured = true }
            guard let (name, _) = node.declaredName else { return }
            if name == "value" { isMeasured = true }
            if name.hasPrefix("station.") { isNamed = true }
        }
        return isNamed && !isMeasured
    }

    private func impossible(_ rule: LintedRule, _ part: LintedRule.Part, _ single: LintCase) -> LintFinding {
        let culprit = Culprit.range(part.root, rule.interpreter(single, isBelieved: false))
        return rule.finding(
            id, at: part.place(culprit), chinese: "“\(part.text(culprit))”不可能成立\(single.chinese)：规则永不触发。",
            english: "“\(part.text(culprit))” can never hold\(single.english): the rule never raises.",
            remedy: Bilingual(
                chinese: "检查比较方向、参数和测站阈值是否互相矛盾。",
                english: "Look for comparisons, parameters or thresholds that contradict one another."))
    }

    private func beyondSensor(
        _ rule: LintedRule, _ part: LintedRule.Part, _ single: LintCase, _ span: NumberRange
    ) -> LintFinding {
        let culprit = Culprit.range(part.root, rule.interpreter(single, isBelieved: true))
        return rule.finding(
            id, at: part.place(culprit),
            chinese: "传感器量程为 \(span.low) … \(span.high)，“\(part.text(culprit))”\(single.chinese)只有不可信的读数才会触发。",
            english: "The sensor measures \(span.low) … \(span.high): only a reading that fails quality control makes "
                + "“\(part.text(culprit))” hold\(single.english).",
            remedy: Bilingual(
                chinese: "核对阈值的单位和数值，或 quality/ 中的量程。",
                english: "Check the threshold's unit and number, or the sensor's span in quality/."))
    }

    /// Alternatives that hold at no station, though the whole condition may.
    private func deadAlternatives(
        _ rule: LintedRule, _ part: LintedRule.Part, _ cases: [LintCase]
    ) -> [LintFinding] {
        var dead: Set<SourceRange>?
        for single in cases {
            let interpreter = rule.interpreter(single, isBelieved: false)
            let found = Set(Culprit.deadAlternatives(part.root, interpreter, [Box()]))
            dead = dead?.intersection(found) ?? found
            if dead?.isEmpty == true { return [] }
        }
        return (dead ?? []).sorted { $0.start < $1.start }.map { range in
            rule.finding(
                id, at: part.place(range), chinese: "这一分支“\(part.text(range))”不可能成立。",
                english: "The alternative “\(part.text(range))” can never hold.",
                remedy: Bilingual(chinese: "改正或删去这一分支。", english: "Mend it or remove it."))
        }
    }
}
