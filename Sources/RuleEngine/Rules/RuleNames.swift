import Configuration

/// What must hold between rules: one alert for one name, and `over` that leads somewhere and never back.
enum RuleNames {
    static func check(_ rules: [RuleSource]) {
        var byName: [String: [RuleSource]] = [:]
        for rule in rules { byName[rule.alert, default: []].append(rule) }
        for rule in rules {
            for earlier in byName[rule.alert] ?? [] {
                if isSame(earlier.node, rule.node) { break }
                if isReading(rule), isReading(earlier), earlier.match.excludes(rule.match) { continue }
                rule.alertNode.problem(
                    "The alert “\(rule.alert)” is also written in \(earlier.alertNode.file.path) line \(earlier.alertNode.line).",
                    remedy: "Rename one, or let their groups match different domains, districts or quantities.")
                break
            }
            guard case .over(let node, let name) = rule.subject else { continue }
            if byName[name] == nil {
                let known = byName.keys.sorted().prefix(20).joined(separator: ", ")
                node.problem("No rule raises “\(name)”.", remedy: "Name one of: \(known).")
            } else if leadsBack(to: rule.alert, from: name, byName) {
                node.problem(
                    "“\(rule.alert)” would be raised by its own raises.",
                    remedy: "Let “over” name an alert that does not depend on it.")
            }
        }
    }

    private static func isReading(_ rule: RuleSource) -> Bool {
        switch rule.subject {
        case .reading: true
        case .event, .over: false
        }
    }

    private static func isSame(_ left: ConfigurationNode, _ right: ConfigurationNode) -> Bool {
        left.file.path == right.file.path && left.line == right.line && left.column == right.column
    }

    private static func leadsBack(to alert: String, from start: String, _ byName: [String: [RuleSource]]) -> Bool {
        var seen: Set<String> = []
        var pending = [start]
        while let name = pending.popLast() {
            if name == alert { return true }
            guard seen.insert(name).inserted else { continue }
            for rule in byName[name] ?? [] {
                if case .over(_, let next) = rule.subject { pending.append(next) }
            }
        }
        return false
    }
}
