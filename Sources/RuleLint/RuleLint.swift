import Configuration
import RuleEngine

/// Looks at rules without running them. Pure: the same input gives the same findings.
package enum RuleLint {
    /// - Parameter changed: what differs from another state of the files; nil: everything is told.
    package static func run(_ input: LintInput, changed: ChangedRules? = nil) -> LintReport {
        let inspection = RuleInspection(files: input.files, registry: input.registry)
        var findings = inspection.problems.map { LintFinding(problem: $0, isError: true) }
        findings += inspection.warnings.map { LintFinding(problem: $0, isError: false) }
        var thresholds = changed.map { ChangedThresholds(old: $0.registry, new: input.registry) }
        findings += (input.problems + input.policy.problems).map { LintFinding(problem: $0, isError: true) }
        for rule in inspection.rules {
            guard let compiled = rule.compiled else { continue }
            let linted = LintedRule(
                source: rule.source, compiled: compiled, series: input.series(of: rule.source), input: input)
            thresholds?.look(at: linted)
            for check in LintCatalogue.checks { findings += check.findings(linted) }
        }
        var report = LintReport()
        report.rules = inspection.rules.count
        let byPath = Dictionary(grouping: findings, by: \.path)
        for path in Set(findings.map(\.path)).union(input.files.map(\.path)).sorted() {
            let own = byPath[path] ?? []
            guard let file = input.files.first(where: { $0.path == path }) else {
                report.findings += own
                continue
            }
            var comments = LintComments(file: file)
            comments.sort(own, into: &report)
        }
        if let changed, let thresholds {
            func isTold(_ finding: LintFinding) -> Bool { changed.concerns(finding) || thresholds.concerns(finding) }
            report.findings.removeAll { !isTold($0) }
            report.suppressed.removeAll { !isTold($0.finding) }
            report.thresholds = thresholds.listed
        }
        report.sort()
        return report
    }

    /// Addresses in annotations, for whoever tries whether they open; each once, sorted.
    package static func links(of input: LintInput) -> [String] {
        let inspection = RuleInspection(files: input.files, registry: input.registry)
        return Set(inspection.rules.flatMap { LinkPolicy.links($0.source.annotations) }).sorted()
    }
}
