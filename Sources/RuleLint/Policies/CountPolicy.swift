import Telemetry

/// How many incidents an alert made in a recording that somebody replayed.
struct CountPolicy: LintCheck {
    let id = LintID.alertsCount

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard let most = rule.input.policy.mostIncidents, let counts = rule.input.incidentCounts,
            let count = counts[rule.source.alert], count > most
        else { return [] }
        return [
            rule.finding(
                id, at: rule.place(rule.source.alertNode),
                chinese: "规则“\(rule.source.alert)”在录像中触发 \(count) 次，超过规定的 \(most) 次。",
                english: "The recording has \(count) alarms of “\(rule.source.alert)”, more than \(most).",
                remedy: Bilingual(
                    chinese: "提高阈值，或加上“for”和死区。", english: "Raise the threshold, or give it a “for” and a deadband."))
        ]
    }
}
