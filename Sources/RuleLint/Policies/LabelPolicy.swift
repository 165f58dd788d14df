import Telemetry

/// Labels that the city wants of every rule, with the values that they may have.
struct LabelPolicy: LintCheck {
    let id = LintID.policyLabel

    func findings(_ rule: LintedRule) -> [LintFinding] {
        rule.input.policy.labels.compactMap { name, values in
            let known = values.joined(separator: ", ")
            guard let value = value(name, rule) else {
                return rule.finding(
                    id, at: rule.place(rule.source.alertNode), chinese: "规则“\(rule.source.alert)”没有标签“\(name)”。",
                    english: "“\(rule.source.alert)” has no label “\(name)”.",
                    remedy: Bilingual(
                        chinese: values.isEmpty ? "在“labels”下写出“\(name)”。" : "写成其中之一：\(known)。",
                        english: values.isEmpty ? "Write “\(name)” below “labels”." : "Write one of: \(known)."))
            }
            if values.isEmpty || values.contains(value) { return nil }
            return rule.finding(
                id, at: rule.place(rule.source.alertNode),
                chinese: "规则“\(rule.source.alert)”的标签“\(name)”为“\(value)”，不在规定之列。",
                english: "The label “\(name)” of “\(rule.source.alert)” is “\(value)”, which the city does not use.",
                remedy: Bilingual(chinese: "写成其中之一：\(known)。", english: "Write one of: \(known)."))
        }
    }

    /// Labels that mean something to the engine are kept apart from the others.
    private func value(_ name: String, _ rule: LintedRule) -> String? {
        switch name {
        case "hazard": rule.source.hazard.isEmpty ? nil : rule.source.hazard
        case "colour": rule.source.colour?.code
        case "life_safety": rule.source.lifeSafety ? "true" : "false"
        default: rule.source.labels.first { $0.name == name }?.value
        }
    }
}
