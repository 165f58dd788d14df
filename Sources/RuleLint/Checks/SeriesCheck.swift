import Telemetry

/// A rule of readings that matches no registered series, though every name in its `match` is known.
struct SeriesCheck: LintCheck {
    let id = LintID.matchSeries

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard rule.source.isReading, rule.series.isEmpty, !rule.input.registry.stations.isEmpty else { return [] }
        return [
            rule.finding(
                id, at: rule.place(rule.source.alertNode), chinese: "没有一个登记的测站同时符合“match”的全部条件：规则不会运行。",
                english: "No registered station fits all of “match”: the rule never runs.",
                remedy: Bilingual(
                    chinese: "登记这样的测站，或改正“match”中的单位、要素或区域。",
                    english: "Register such a station, or mend the unit, quantity or district in “match”."))
        ]
    }
}
