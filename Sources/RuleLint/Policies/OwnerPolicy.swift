import Telemetry

/// `# owner: …` above a rule, in the head of its group or at the head of its file.
struct OwnerPolicy: LintCheck {
    let id = LintID.policyOwner

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard rule.input.policy.wantsOwner else { return [] }
        let scopes = RuleScopes(file: rule.source.node.file)
        let own = scopes.rules.first { $0.start == rule.source.node.line }
        var lines = scopes.lines.prefix((scopes.groups.first?.start ?? 1) - 1).map { $0 }
        if let own {
            lines += scopes.header(ofGroup: own.group)
            lines += own.lines.compactMap { $0 <= scopes.lines.count ? scopes.lines[$0 - 1] : nil }
        }
        if lines.contains(where: OwnerPolicy.namesOwner) { return [] }
        return [
            rule.finding(
                id, at: rule.place(rule.source.alertNode), chinese: "规则“\(rule.source.alert)”没有写明负责人。",
                english: "Nobody is named as the owner of “\(rule.source.alert)”.",
                remedy: Bilingual(
                    chinese: "在规则、规则组或文件开头写“# owner: 姓名或部门”。",
                    english: "Write “# owner: name or department” above the rule, its group or the file."))
        ]
    }

    private static func namesOwner(_ line: String) -> Bool {
        guard let hash = line.firstIndex(of: "#") else { return false }
        let text = line[line.index(after: hash)...].drop { $0 == " " || $0 == "#" }
        return text.hasPrefix("owner:") && text.dropFirst(6).contains { $0 != " " }
    }
}
