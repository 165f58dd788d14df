import Configuration
import Telemetry

/// Which rules differ from an older state of their files: in their own text or in what their group gives them, parameters
/// among it; comments and blank lines don't count. And which read a station's threshold that is another one than it was.
package struct ChangedRules: Sendable {
    /// The registry as it was; nil where it can't be read.
    let registry: Registry?
    private var files: Set<String> = []
    private var lines: [String: [ClosedRange<Int>]] = [:]

    /// - Parameters:
    ///   - old: the files as they were; one that was not there is new.
    ///   - new: the files as they are.
    ///   - registry: as it was; nil where it can't be read: then every rule that reads thresholds is told of.
    package init(old: [ConfigurationFile], new: [ConfigurationFile], registry: Registry?) {
        self.registry = registry
        let before = Dictionary(old.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        for file in new where before[file.path]?.text != file.text {
            files.insert(file.path)
            let scopes = RuleScopes(file: file)
            let known = before[file.path].map { ChangedRules.texts(RuleScopes(file: $0)) } ?? []
            for rule in scopes.rules where !known.contains(ChangedRules.text(rule, scopes)) {
                lines[file.path, default: []].append(rule.lines)
                // A finding about a parameter stands where the group writes it.
                if let group = scopes.groups.first(where: { $0.group == rule.group }) {
                    let others = scopes.rules.filter { $0.group == rule.group }.map(\.lines)
                    for line in group.lines where !others.contains(where: { $0.contains(line) }) {
                        lines[file.path, default: []].append(line...line)
                    }
                }
            }
        }
    }

    /// Whether a finding is about a rule that changed, or keeps the rules from being loaded at all.
    func concerns(_ finding: LintFinding) -> Bool {
        if finding.isRefusal { return true }
        guard files.contains(finding.path) else { return false }
        let known = lines[finding.path] ?? []
        if let rule = finding.ruleLine { return known.contains { $0.contains(rule) } }
        return known.contains { $0.contains(finding.line) }
    }

    private static func texts(_ scopes: RuleScopes) -> Set<String> {
        Set(scopes.rules.map { text($0, scopes) })
    }

    /// A rule with what its group gives it.
    private static func text(_ rule: RuleScopes.Scope, _ scopes: RuleScopes) -> String {
        let own = rule.lines.compactMap { $0 <= scopes.lines.count ? scopes.lines[$0 - 1] : nil }
        return (scopes.header(ofGroup: rule.group) + ["rule"] + own).compactMap { line in
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            return trimmed.isEmpty || trimmed.hasPrefix("#") ? nil : line
        }.joined(separator: "\n")
    }
}
