import Telemetry

/// Names of alerts as the city wants them.
struct NamePolicy: LintCheck {
    let id = LintID.policyName

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard let pattern = rule.input.policy.name, !pattern.matches(rule.source.alert) else { return [] }
        let wanted = rule.input.policy.nameText
        return [
            rule.finding(
                id, at: rule.place(rule.source.alertNode), chinese: "告警名称“\(rule.source.alert)”不符合 \(wanted)。",
                english: "The name “\(rule.source.alert)” does not match \(wanted).",
                remedy: Bilingual(chinese: "按规定改名。", english: "Rename the alert."))
        ]
    }
}
