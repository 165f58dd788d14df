import Telemetry

/// Links in annotations that did not open when somebody tried.
struct LinkPolicy: LintCheck {
    let id = LintID.policyLink

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard rule.input.policy.opensLinks else { return [] }
        return rule.source.annotations.compactMap { annotation in
            guard let reason = rule.input.deadLinks[annotation.value] else { return nil }
            let place = rule.field("annotations")?.entries?.first { $0.key.text == annotation.name }?.value
            return rule.finding(
                id, at: rule.place(place ?? rule.source.alertNode), chinese: "链接 \(annotation.value) 打不开：\(reason)",
                english: "\(annotation.value) does not open: \(reason)",
                remedy: Bilingual(chinese: "改正链接，或恢复该网页。", english: "Mend the link, or bring the page back."))
        }
    }

    /// Addresses in a rule's annotations.
    static func links(_ annotations: [AlarmChange.Label]) -> [String] {
        annotations.map(\.value).filter { $0.hasPrefix("https://") || $0.hasPrefix("http://") }
    }
}
