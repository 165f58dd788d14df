import Configuration
import Telemetry

/// One finding: where, how bad, what, and what to do.
package struct LintFinding: Hashable, Sendable {
    package var id: LintID
    package var severity: LintSeverity
    /// Relative to the city's folder.
    package var path: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    /// Unicode scalars to underline, at least 1.
    package var length: Int
    /// The text of the line.
    package var sourceLine: String
    /// Nil where it is about no rule in particular.
    package var alert: String?
    /// Line in which the rule that it is about begins; nil where it is about none.
    package var ruleLine: Int?
    /// The compiler refuses the rule for it: no comment can talk it away.
    package var isRefusal = false
    /// A full sentence.
    package var message: Bilingual
    /// What to do; a full sentence.
    package var remedy: Bilingual

    /// A place of a file, as problems have it.
    init(
        _ id: LintID, at place: ConfigurationProblem, severity: LintSeverity? = nil, alert: String? = nil,
        ruleLine: Int? = nil, message: Bilingual, remedy: Bilingual
    ) {
        self.id = id
        self.severity = severity ?? id.severity
        path = place.path
        line = place.line
        column = place.column
        length = place.length
        sourceLine = place.sourceLine
        self.alert = alert
        self.ruleLine = ruleLine
        self.message = message
        self.remedy = remedy
    }
}
