import Telemetry

/// Compares what a transition says with what it should say.
enum FactComparison {
    static func differences(_ entry: TimelineEntry, _ step: RuleTestStep, start: Timestamp) -> [RuleTestDifference] {
        guard let change = step.change else {
            return entry.facts.isEmpty ? [] : [RuleTestDifference(field: "fields", expected: "some", actual: nil)]
        }
        var result = entry.facts.compactMap { difference($0, change, start: start) }
        if entry.isExact { result += unnamed(entry, change) }
        return result
    }

    private static func difference(
        _ fact: FactExpectation, _ change: AlarmChange, start: Timestamp
    ) -> RuleTestDifference? {
        switch (fact.subject, fact.wanted) {
        case (.label(let name), .text(let pattern)):
            return compare("labels.\(name)", pattern, labels(of: change).first { $0.name == name }.map { [$0.value] })
        case (.annotation(let name), .text(let pattern)):
            return compare("annotations.\(name)", pattern, evidence(name, of: change))
        case (.evidence(let name), .text(let pattern)):
            return compare("evidence.\(name)", pattern, evidence(name, of: change))
        case (.summary(let language), .text(let pattern)):
            let texts = language.map { [change.summary[$0]] } ?? [change.summary.chinese, change.summary.english]
            return compare("annotations.summary\(language.map { ".\($0.rawValue)" } ?? "")", pattern, texts)
        case (.eventTime, .interval(let wanted)):
            return compare("event_time", wanted, change.eventTime - start)
        case (.endedAt, .interval(let wanted)):
            return compare("ended", wanted, change.endedAt.map { $0 - start })
        case (.value, .number(let wanted, let within)):
            if let value = change.value, abs(value - wanted) <= within { return nil }
            return RuleTestDifference(field: "value", expected: "\(wanted)", actual: change.value.map { "\($0)" })
        case (.isUnverified, .flag(let wanted)): return compare("unverified", wanted, change.unverified)
        case (.isLate, .flag(let wanted)): return compare("late", wanted, change.isLate)
        case (_, _):
            return nil
        }
    }

    private static func compare(_ name: String, _ pattern: TextPattern, _ actual: [String]?) -> RuleTestDifference? {
        let actual = actual ?? []
        if actual.contains(where: pattern.matches) { return nil }
        return RuleTestDifference(
            field: name, expected: pattern.text, actual: actual.isEmpty ? nil : actual.joined(separator: " / "))
    }

    private static func compare(_ name: String, _ wanted: Interval, _ actual: Interval?) -> RuleTestDifference? {
        if let actual, actual.inWholeMilliseconds == wanted.inWholeMilliseconds { return nil }
        return RuleTestDifference(field: name, expected: wanted.text, actual: actual?.inWholeMilliseconds.text)
    }

    private static func compare(_ name: String, _ wanted: Bool, _ actual: Bool) -> RuleTestDifference? {
        wanted == actual ? nil : RuleTestDifference(field: name, expected: "\(wanted)", actual: "\(actual)")
    }

    /// With `exact`, labels and annotations that are there and that the entry, which names some of them, does not name.
    private static func unnamed(_ entry: TimelineEntry, _ change: AlarmChange) -> [RuleTestDifference] {
        var named: Set<String> = []
        var names = (labels: false, annotations: false)
        for fact in entry.facts {
            switch fact.subject {
            case .label(let name):
                named.insert("labels.\(name)")
                names.labels = true
            case .summary(let language):
                for one in language.map({ [$0] }) ?? [.chinese, .english] {
                    named.insert("annotations.summary.\(one.rawValue)")
                }
                names.annotations = true
            case .annotation(let name):
                named.insert("annotations.\(name)")
                names.annotations = true
            case .evidence, .eventTime, .endedAt, .value, .isUnverified, .isLate: break
            }
        }
        var present: [RuleTestDifference] = []
        if names.labels { present += labels(of: change).map { unnamed("labels.\($0.name)", $0.value) } }
        if names.annotations {
            present += [Language.chinese, .english].map {
                unnamed("annotations.summary.\($0.rawValue)", change.summary[$0])
            }
            for name in ["runbook", "source", "advice"] {
                if let texts = evidence(name, of: change) {
                    present.append(unnamed("annotations.\(name)", texts.joined(separator: " / ")))
                }
            }
        }
        return present.filter { !named.contains($0.field) }
    }

    private static func unnamed(_ field: String, _ value: String) -> RuleTestDifference {
        RuleTestDifference(field: field, expected: nil, actual: value)
    }

    static func labels(of change: AlarmChange) -> [AlarmChange.Label] {
        var labels = [AlarmChange.Label(name: "hazard", value: change.hazard)]
        if let colour = change.colour { labels.append(.init(name: "colour", value: colour.code)) }
        if change.lifeSafety { labels.append(.init(name: "life_safety", value: "true")) }
        for label in change.labels where !labels.contains(where: { $0.name == label.name }) { labels.append(label) }
        return labels
    }

    private static func evidence(_ name: String, of change: AlarmChange) -> [String]? {
        let values = change.evidence.filter { $0.name == name }.map(\.value)
        return values.isEmpty ? nil : values
    }
}
