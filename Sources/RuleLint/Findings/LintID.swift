/// Every check, by the id that findings bear and that comments name: `# lint disable=expr/fragile contacts give 0 or 1`.
package enum LintID: String, Hashable, Sendable, CaseIterable {
    case yamlParse = "yaml/parse"
    case celSyntax = "cel/syntax"
    case celType = "cel/type"
    case celCost = "cel/cost"
    case ruleDuplicate = "rule/duplicate"
    case templateSyntax = "template/syntax"
    case regexInvalid = "regex/invalid"
    case durationInvalid = "duration/invalid"
    case paramsMissing = "params/missing"

    case lintComment = "lint/comment"
    case thresholdMissing = "threshold/missing"
    case alertsComparison = "alerts/comparison"
    case exprImpossible = "expr/impossible"
    case clearOverlap = "clear/overlap"
    case clearUnreachable = "clear/unreachable"
    case alertsFor = "alerts/for"
    case alertsAbsent = "alerts/absent"
    case windowRate = "window/rate"
    case windowHistory = "window/history"
    case exprFragile = "expr/fragile"
    case alertsTemplate = "alerts/template"
    case exprDivision = "expr/division"
    case labelsConflict = "labels/conflict"
    case matchSeries = "match/series"
    case ruleDependency = "rule/dependency"
    case paramsUnused = "params/unused"
    case exprMixedList = "expr/mixed_list"
    case exprMixedEquality = "expr/mixed_equality"

    case policyAnnotation = "policy/annotation"
    case policyLabel = "policy/label"
    case policyName = "policy/name"
    case policyFor = "policy/for"
    case policyOwner = "policy/owner"
    case alertsCount = "alerts/count"
    case policyLink = "policy/link"

    /// How bad its findings are; what the compiler refuses is an error whatever the check.
    package var severity: LintSeverity {
        switch self {
        case .yamlParse, .celSyntax, .celType, .celCost, .ruleDuplicate, .templateSyntax, .regexInvalid,
            .durationInvalid, .paramsMissing:
            .error
        case .lintComment, .thresholdMissing, .alertsComparison, .exprImpossible, .clearOverlap, .clearUnreachable,
            .alertsFor, .alertsAbsent, .windowRate, .windowHistory, .exprFragile, .alertsTemplate, .exprDivision,
            .labelsConflict, .matchSeries, .ruleDependency, .paramsUnused, .exprMixedList, .exprMixedEquality:
            .warning
        case .policyAnnotation, .policyLabel, .policyName, .policyFor, .policyOwner, .alertsCount, .policyLink: .policy
        }
    }
}
