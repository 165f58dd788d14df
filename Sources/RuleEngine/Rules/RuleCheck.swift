import Configuration
import Telemetry

/// What `tocsin rules check` tells: everything that is wrong or suspicious, and what there is.
package struct RuleCheck: Sendable {
    package var problems: [ConfigurationProblem]
    package var warnings: [ConfigurationProblem]
    package var rules: [CompiledRules.Summary]

    package var isAccepted: Bool { problems.isEmpty }
}

extension RuleEngine {
    /// Checks the rule files of a city's folder without running them.
    package static func check(bundle: ConfigurationBundle, registry: Registry) -> RuleCheck {
        do {
            let compiled = try CompiledRules.compile(bundle: bundle, registry: registry)
            return RuleCheck(problems: [], warnings: compiled.warnings, rules: compiled.summaries)
        } catch {
            return RuleCheck(problems: error.problems, warnings: [], rules: [])
        }
    }
}
