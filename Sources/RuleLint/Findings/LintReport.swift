/// What linting found.
package struct LintReport: Sendable {
    /// What stands, by path, line, column and id.
    package internal(set) var findings: [LintFinding] = []
    /// What comments suppress, with their reasons.
    package internal(set) var suppressed: [Suppressed] = []
    /// Thresholds of stations that differ from an older state, where one was asked for.
    package internal(set) var thresholds: [ChangedThreshold] = []
    /// Rules that were looked at.
    package internal(set) var rules = 0

    /// A finding that a comment suppresses.
    package struct Suppressed: Sendable {
        package var finding: LintFinding
        package var reason: String
    }

    /// The worst that stands; nil where nothing does.
    package var worst: LintSeverity? { findings.map(\.severity).max() }

    mutating func sort() {
        findings.sort {
            ($0.path, $0.line, $0.column, $0.id.rawValue, $0.message.english)
                < ($1.path, $1.line, $1.column, $1.id.rawValue, $1.message.english)
        }
    }
}
