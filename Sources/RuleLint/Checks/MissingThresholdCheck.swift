import Telemetry

/// A threshold that a rule's conditions read and that a matched station does not have: the rule is unknown there.
struct MissingThresholdCheck: LintCheck {
    let id = LintID.thresholdMissing

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard rule.source.isReading else { return [] }
        var told: Set<String> = []
        var result: [LintFinding] = []
        for part in rule.parts {
            part.root.visit { node in
                guard case .select = node.kind, let (name, _) = node.declaredName, name.hasPrefix("station."),
                    told.insert(name).inserted
                else { return }
                let threshold = String(name.dropFirst("station.".count))
                var missing: [String] = []
                for one in rule.series where one.isCertain && one.quantity.threshold(threshold) == nil {
                    if !missing.contains(one.station.id) { missing.append(one.station.id) }
                }
                guard let first = missing.first else { return }
                result.append(
                    rule.finding(
                        id, at: part.place(node.range),
                        chinese: "测站“\(first)”等 \(missing.count) 个匹配的测站没有阈值“\(threshold)”，规则在那里永远未知。",
                        english:
                            "“\(first)”\(missing.count > 1 ? " and \(missing.count - 1) more matched stations have" : " has") "
                            + "no threshold “\(threshold)”: the rule stays unknown there.",
                        remedy: Bilingual(
                            chinese: "在 stations/ 中补充该阈值并注明来源和日期，或缩小“match”。",
                            english: "Add it in stations/ with source and date, or narrow “match”.")))
            }
        }
        return result
    }
}
