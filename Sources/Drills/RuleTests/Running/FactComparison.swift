import Telemetry

/// Compares what a transition says with what it should say.
enum FactComparison {
    static func differences(_ entry: TimelineEntry, _ step: RuleTestStep, start: Timestamp) -> [String] {
        guard let change = step.change else {
            return entry.facts.isEmpty ? [] : ["\(step.transition.rawValue) says nothing that could be compared"]
        }
        var result = entry.facts.compactMap { difference($0, change, start: start) }
        if entry.isExact { result += unnamed(entry, change) }
        return result
    }

    private static func difference(
        _ fact: FactExpectation, _ change: AlarmChange, start: Timestamp
    ) -> String? {
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
            guard let value = change.value else { return "value: expected \(wanted), there is none" }
            return abs(value - wanted) <= within ? nil : "value: expected \(wanted), is \(value)"
        case (.isUnverified, .flag(let wanted)):
            return change.unverified == wanted ? nil : "unverified: expected \(wanted), is \(change.unverified)"
        case (.isLate, .flag(let wanted)):
            return change.isLate == wanted ? nil : "late: expected \(wanted), is \(change.isLate)"
        case (_, _):
            return nil
        }
    }

    private static func compare(_ name: String, _ pattern: TextPattern, _ actual: [String]?) -> String? {
        guard let actual, !actual.isEmpty else { return "\(name): expected “\(pattern.text)”, there is none" }
        if actual.contains(where: pattern.matches) { return nil }
        return "\(name): expected “\(pattern.text)”, is “\(actual.joined(separator: "” / “"))”"
    }

    private static func compare(_ name: String, _ wanted: Interval, _ actual: Interval?) -> String? {
        guard let actual else { return "\(name): expected \(wanted.text), there is none" }
        if actual.inWholeMilliseconds == wanted.inWholeMilliseconds { return nil }
        return "\(name): expected \(wanted.text), is \(actual.inWholeMilliseconds.text)"
    }

    /// With `exact`, labels and annotations that are there and that the entry, which names some of them, does not name.
    private static func unnamed(_ entry: TimelineEntry, _ change: AlarmChange) -> [String] {
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
        var present: [String] = []
        if names.labels { present += labels(of: change).map { "labels.\($0.name)" } }
        if names.annotations {
            present += [Language.chinese, .english].map { "annotations.summary.\($0.rawValue)" }
            present += ["runbook", "source", "advice"].filter { evidence($0, of: change) != nil }
                .map { "annotations.\($0)" }
        }
        return present.filter { !named.contains($0) }.map { "\($0): it is there and not expected" }
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
