import Configuration

/// Which lines of a rule file belong to which rule and group, with the comments right above them.
package struct RuleScopes {
    /// Lines of a group or a rule, both included.
    package struct Scope: Hashable, Sendable {
        package var lines: ClosedRange<Int>
        /// The line in which the mapping itself begins.
        package var start: Int
        /// Of a rule; nil of a group.
        package var alert: String?
        /// Of a rule: index of its group. Of a group: its own.
        package var group: Int
        /// The group's name.
        package var name: String
    }

    package private(set) var groups: [Scope] = []
    package private(set) var rules: [Scope] = []
    /// Text of every line.
    package let lines: [String]

    /// - Parameter file: one that can't be read as YAML has no scopes.
    package init(file: ConfigurationFile) {
        lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let root = ConfigurationNode.root(of: file, collector: ProblemCollector()),
            let groups = root.entries?.first(where: { $0.key.text == "groups" })?.value.elements
        else { return }
        for (index, group) in groups.enumerated() {
            let next = index + 1 < groups.count ? start(groups[index + 1].line) - 1 : max(1, lines.count)
            let name = group.entries?.first { $0.key.text == "name" }?.value.text ?? ""
            let first = start(group.line)
            guard first <= next else { continue }
            self.groups.append(Scope(lines: first...next, start: group.line, alert: nil, group: index, name: name))
            let rules = group.entries?.first { $0.key.text == "rules" }?.value.elements ?? []
            for (position, rule) in rules.enumerated() {
                let end = position + 1 < rules.count ? start(rules[position + 1].line) - 1 : next
                let first = start(rule.line)
                guard first <= end else { continue }
                let alert = rule.entries?.first { $0.key.text == "alert" }?.value.text
                self.rules.append(
                    Scope(lines: first...end, start: rule.line, alert: alert ?? "", group: index, name: name))
            }
        }
    }

    /// The first line of the comments that stand right above a line; the line itself where none do.
    private func start(_ line: Int) -> Int {
        var first = line
        while first > 1, first - 2 < lines.count,
            lines[first - 2].drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("#")
        {
            first -= 1
        }
        return first
    }

    /// The rule that a line belongs to, else its group; nil outside of both.
    func scope(of line: Int) -> Scope? {
        rules.first { $0.lines.contains(line) } ?? groups.first { $0.lines.contains(line) }
    }

    /// The lines of a group that belong to none of its rules.
    func header(ofGroup group: Int) -> [String] {
        guard let scope = groups.first(where: { $0.group == group }) else { return [] }
        let own = rules.filter { $0.group == group }
        return scope.lines.filter { line in !own.contains { $0.lines.contains(line) } }
            .compactMap { $0 <= lines.count ? lines[$0 - 1] : nil }
    }
}
