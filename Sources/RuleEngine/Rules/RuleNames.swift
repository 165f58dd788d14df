import Configuration

/// What must hold between rules: one alert for one name, and `over` and `sequence` that lead somewhere and never back.
enum RuleNames {
    static func check(_ rules: [RuleSource]) {
        var byName: [String: [RuleSource]] = [:]
        for rule in rules { byName[rule.alert, default: []].append(rule) }
        for rule in rules {
            checkName(rule, byName)
            for (node, name) in references(rule) { checkReference(rule, node, name, byName) }
        }
    }

    private static func checkName(_ rule: RuleSource, _ byName: [String: [RuleSource]]) {
        for earlier in byName[rule.alert] ?? [] {
            if isSame(earlier.node, rule.node) { break }
            if rule.isReading, earlier.isReading, earlier.match.excludes(rule.match) { continue }
            rule.alertNode.problem(
                "The alert “\(rule.alert)” is also written in \(earlier.alertNode.file.path) line \(earlier.alertNode.line).",
                remedy: "Rename one, or let their groups match different domains, districts or quantities.",
                kind: .duplicate)
            break
        }
        guard rule.blindAfter != nil, let other = byName[rule.alert + RuleEngine.blindSuffix]?.first else { return }
        other.alertNode.problem(
            "“\(other.alert)” is the name that “blind_after” gives the blindness of “\(rule.alert)”.",
            remedy: "Rename one.", kind: .duplicate)
    }

    private static func checkReference(
        _ rule: RuleSource, _ node: ConfigurationNode, _ name: String, _ byName: [String: [RuleSource]]
    ) {
        if known(name, byName).isEmpty {
            let known = byName.keys.sorted().prefix(20).joined(separator: ", ")
            node.problem("No rule raises “\(name)”.", remedy: "Name one of: \(known).", kind: .reference)
        } else if let chain = chain(from: name, back: rule.alert, byName) {
            node.problem(
                "“\(rule.alert)” would be raised by its own raises: \(([rule.alert] + chain).joined(separator: " → ")).",
                remedy: "Let it name an alert that does not depend on it.", kind: .reference)
        }
    }

    /// The alerts that a rule follows.
    private static func references(_ rule: RuleSource) -> [(node: ConfigurationNode, name: String)] {
        switch rule.subject {
        case .reading, .event: []
        case .over(let node, let name): [(node, name)]
        case .sequence(let sequence, let first, let second): [(first, sequence.first), (second, sequence.second)]
        }
    }

    /// The rules that raise an alert; its blindness is raised by the rule itself.
    private static func known(_ name: String, _ byName: [String: [RuleSource]]) -> [RuleSource] {
        if let rules = byName[name] { return rules }
        guard name.hasSuffix(RuleEngine.blindSuffix) else { return [] }
        return (byName[String(name.dropLast(RuleEngine.blindSuffix.count))] ?? []).filter { $0.blindAfter != nil }
    }

    private static func isSame(_ left: ConfigurationNode, _ right: ConfigurationNode) -> Bool {
        left.file.path == right.file.path && left.line == right.line && left.column == right.column
    }

    /// The shortest way from an alert along what it follows back to another; nil where none leads there.
    private static func chain(from start: String, back end: String, _ byName: [String: [RuleSource]]) -> [String]? {
        var ways = [[start]]
        var seen: Set<String> = [start]
        var position = 0
        while position < ways.count {
            let way = ways[position]
            position += 1
            guard let last = way.last else { continue }
            if last == end { return way }
            for rule in known(last, byName) {
                for (_, next) in references(rule) where next == end || seen.insert(next).inserted {
                    ways.append(way + [next])
                }
            }
        }
        return nil
    }
}
