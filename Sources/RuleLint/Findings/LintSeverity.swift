/// How bad a finding is.
package enum LintSeverity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// What a city has decided for itself is not kept.
    case policy
    /// It runs, but hardly as it was meant.
    case warning
    /// It does not run, or not where it should.
    case error

    package static func < (left: LintSeverity, right: LintSeverity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .policy: 0
        case .warning: 1
        case .error: 2
        }
    }
}
