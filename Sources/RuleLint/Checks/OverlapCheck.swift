import Telemetry

/// `clear_when` that holds together with the condition: raised and cleared by the same reading, again and again. Told only with
/// readings for which both were evaluated.
struct OverlapCheck: LintCheck {
    let id = LintID.clearOverlap

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard let clear = rule.clear, !rule.source.latching else { return [] }
        for single in rule.cases where single.isComplete {
            guard let witness = Witness.find(rule, single, clear) else { continue }
            return [
                rule.finding(
                    id, at: clear.place(clear.root.range),
                    chinese: "\(witness) 时触发条件与解除条件同时成立\(single.chinese)：告警会反复触发和解除。",
                    english:
                        "With \(witness) the condition and “clear_when” hold at once\(single.english): the alarm is "
                        + "raised and cleared again and again.",
                    remedy: Bilingual(
                        chinese: "让解除条件与触发条件错开，例如 value < params.limit - params.deadband。",
                        english: "Keep them apart, such as value < params.limit - params.deadband."))
            ]
        }
        return []
    }
}
