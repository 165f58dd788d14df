import Telemetry

/// Annotations that the city wants of every rule.
struct AnnotationPolicy: LintCheck {
    let id = LintID.policyAnnotation

    func findings(_ rule: LintedRule) -> [LintFinding] {
        rule.input.policy.annotations.compactMap { name in
            let isThere =
                name == "summary" ? rule.source.summary != nil : rule.source.annotations.contains { $0.name == name }
            if isThere { return nil }
            return rule.finding(
                id, at: rule.place(rule.source.alertNode), chinese: "规则“\(rule.source.alert)”没有说明“\(name)”。",
                english: "“\(rule.source.alert)” has no annotation “\(name)”.",
                remedy: Bilingual(
                    chinese: "在“annotations”下写出“\(name)”。", english: "Write “\(name)” below “annotations”."))
        }
    }
}
