import Configuration
import Telemetry

extension LintFinding {
    /// What the compiler says, as a finding: errors are errors, what it warns of are warnings.
    init(problem: ConfigurationProblem, isError: Bool) {
        let id = LintID(problem.kind)
        // The compiler's sentences are English; the check's title says in Chinese what it is about.
        self.init(
            id, at: problem, severity: isError ? .error : .warning,
            message: Bilingual(chinese: "\(id.title.chinese)：\(problem.message)", english: problem.message),
            remedy: Bilingual(problem.remedy))
        isRefusal = isError
    }
}

extension LintID {
    /// The check that a problem belongs to.
    init(_ kind: ConfigurationProblemKind) {
        switch kind {
        case .file: self = .yamlParse
        case .interval: self = .durationInvalid
        case .pattern: self = .regexInvalid
        case .syntax: self = .celSyntax
        case .type: self = .celType
        case .cost: self = .celCost
        case .text: self = .templateSyntax
        case .labelText: self = .alertsTemplate
        case .label: self = .labelsConflict
        case .duplicate: self = .ruleDuplicate
        case .reference: self = .ruleDependency
        case .selector: self = .matchSeries
        case .unused: self = .paramsUnused
        case .history: self = .windowHistory
        case .constant: self = .alertsComparison
        }
    }
}
