import Configuration
import RuleEngine
import Telemetry

/// What should happen.
extension RuleTestReader {
    func readTimeline(_ node: ConfigurationNode?, _ scope: RuleTestScope) -> [TimelineEntry] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty || isUpdating else {
            node.problem(
                "“timeline” is empty.",
                remedy: "Write “- {at: 5m, alert: …, key: …, to: firing}”, or “never: […]” where nothing may happen.")
            return []
        }
        var entries: [TimelineEntry] = []
        var alert: String?
        var key: String?
        for element in elements {
            guard let entry = readEntry(element, scope, &alert, &key) else { continue }
            entries.append(entry)
        }
        return entries
    }

    private func readEntry(
        _ node: ConfigurationNode, _ scope: RuleTestScope, _ alert: inout String?, _ key: inout String?
    ) -> TimelineEntry? {
        guard var fields = node.mapping("An entry of the timeline") else { return nil }
        let atNode = fields.required("at")
        let at = readTime(atNode, since: scope.start)
        let alertNode = fields.optional("alert")
        let keyNode = fields.optional("key")
        if let alertNode {
            let next = readAlert(alertNode, among: scope.known)
            if next != alert, keyNode == nil { key = nil }
            alert = next
        }
        if let keyNode { key = readKey(keyNode, alert: alert, scope) }
        let transition = readTransition(fields.required("to"))
        var facts: [FactExpectation] = []
        readFacts(&fields, scope, &facts)
        fields.finish()
        if alertNode == nil, alert == nil {
            node.problem("The first entry needs “alert” and “key”.", remedy: "Name the alarm.", length: 1)
            return nil
        }
        guard let at, let atNode, let transition, let alert else { return nil }
        guard let key else {
            if keyNode == nil { node.problem("The entry needs “key”.", remedy: "Write “key: <station>”.", length: 1) }
            return nil
        }
        return TimelineEntry(
            node: node, at: at.inWholeMilliseconds, atNode: atNode, namesAlert: alertNode != nil,
            namesKey: keyNode != nil,
            alarm: AlarmID(alert: alert, key: key), transition: transition, facts: facts, isExact: scope.isExact)
    }

    private func readTransition(_ node: ConfigurationNode?) -> RuleTestTransition? {
        guard let node, let text = node.string("“to”") else { return nil }
        if let known = RuleTestTransition(rawValue: text) { return known }
        node.problem("“\(text)” is no transition.", remedy: "Known are: \(RuleTestTransition.words).")
        return nil
    }

    /// The key's text, or `{district: …, station: …}` in any order.
    func readKey(_ node: ConfigurationNode, alert: String?, _ scope: RuleTestScope) -> String? {
        if let text = node.text { return text }
        guard let fields = node.mapping("“key”") else { return nil }
        let outline = scope.context.rules.outlines.first { $0.alert == alert }
        guard let by = outline?.by, by.sorted() == fields.all.compactMap({ $0.key.text }).sorted() else {
            node.problem(
                "The key of \(alert ?? "the alert") is made of [\((outline?.by ?? []).joined(separator: ", "))].",
                remedy: "Name exactly those, or write the key's text.", length: 1)
            return nil
        }
        return by.map { word in fields.all.first { $0.key.text == word }?.value.text ?? "" }.joined(separator: "/")
    }

    // MARK: What a transition must say

    private func readFacts(
        _ fields: inout ConfigurationMapping, _ scope: RuleTestScope, _ facts: inout [FactExpectation]
    ) {
        for (name, subject) in [("event_time", FactExpectation.Subject.eventTime), ("ended", .endedAt)] {
            if let node = fields.optional(name), let time = readTime(node, since: scope.start) {
                facts.append(FactExpectation(subject: subject, wanted: .interval(time), node: node))
            }
        }
        let within = fields.optional("within")?.double("“within”")
        if let node = fields.optional("value"), let value = node.double("“value”") {
            facts.append(
                FactExpectation(subject: .value, wanted: .number(value, within: within ?? 1e-9), node: node))
        }
        for (name, subject) in [("unverified", FactExpectation.Subject.isUnverified), ("late", .isLate)] {
            if let node = fields.optional(name), let flag = node.boolean("“\(name)”") {
                facts.append(FactExpectation(subject: subject, wanted: .flag(flag), node: node))
            }
        }
        readTexts(fields.optional("labels"), "labels", &facts) { .label($0) }
        readTexts(fields.optional("evidence"), "evidence", &facts) { .evidence($0) }
        readAnnotations(fields.optional("annotations"), &facts)
    }

    private func readTexts(
        _ node: ConfigurationNode?, _ what: String, _ facts: inout [FactExpectation],
        subject: (String) -> FactExpectation.Subject
    ) {
        guard let node, let fields = node.mapping("“\(what)”") else { return }
        if fields.all.isEmpty { node.problem("“\(what)” is empty.", remedy: "Name some, or remove it.", length: 1) }
        for (key, value) in fields.all {
            guard let name = key.text, let pattern = TextPattern(value, "“\(name)”") else { continue }
            facts.append(FactExpectation(subject: subject(name), wanted: .text(pattern), node: value))
        }
    }

    private func readAnnotations(_ node: ConfigurationNode?, _ facts: inout [FactExpectation]) {
        guard let node, let fields = node.mapping("“annotations”") else { return }
        if fields.all.isEmpty { node.problem("“annotations” is empty.", remedy: "Remove it.", length: 1) }
        for (key, value) in fields.all {
            guard let name = key.text else { continue }
            guard name == "summary" else {
                if let pattern = TextPattern(value, "“\(name)”") {
                    facts.append(FactExpectation(subject: .annotation(name), wanted: .text(pattern), node: value))
                }
                continue
            }
            if value.text != nil {
                if let pattern = TextPattern(value, "“summary”") {
                    facts.append(FactExpectation(subject: .summary(nil), wanted: .text(pattern), node: value))
                }
                continue
            }
            guard var languages = value.mapping("“summary”") else { continue }
            for (word, language) in [("zh", Language.chinese), ("en", .english)] {
                guard let text = languages.optional(word), let pattern = TextPattern(text, "“\(word)”") else {
                    continue
                }
                facts.append(FactExpectation(subject: .summary(language), wanted: .text(pattern), node: text))
            }
            languages.finish()
        }
    }
}
