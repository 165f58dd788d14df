import Telemetry

/// `tocsin rules lint --json`: what linting found in a city's rules.
package struct LintView: Hashable, Sendable, Codable {
    /// Rules that were looked at.
    package var rules: Int
    package var errors: Int
    package var warnings: Int
    package var policies: Int
    /// By path, line and column.
    package var findings: [Finding]
    /// What comments suppress.
    package var suppressed: [Suppressed]
    /// With `--changed`: thresholds of stations that are others than they were.
    package var thresholds: [Threshold]

    /// One finding.
    package struct Finding: Hashable, Sendable, Codable {
        /// Id of the check: `expr/impossible`.
        package var id: String
        package var severity: Severity
        /// Relative to the city's folder.
        package var path: String
        /// From 1.
        package var line: Int
        /// From 1, in Unicode scalars.
        package var column: Int
        /// Unicode scalars that are underlined.
        package var length: Int
        /// Text of the line.
        package var source: String
        /// Nil where it is about no rule in particular.
        @Nullable package var alert: String?
        /// Full sentences in both languages.
        package var message: Bilingual
        package var remedy: Bilingual

        package init(
            id: String, severity: Severity, path: String, line: Int, column: Int, length: Int, source: String,
            alert: String?, message: Bilingual, remedy: Bilingual
        ) {
            self.id = id
            self.severity = severity
            self.path = path
            self.line = line
            self.column = column
            self.length = length
            self.source = source
            self.alert = alert
            self.message = message
            self.remedy = remedy
        }
    }

    package enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
        case error
        case warning
        case policy
    }

    /// A finding that a comment suppresses.
    package struct Suppressed: Hashable, Sendable, Codable {
        package var finding: Finding
        /// As the comment says.
        package var reason: String

        package init(finding: Finding, reason: String) {
            self.finding = finding
            self.reason = reason
        }
    }

    /// A station's threshold that is another one than it was.
    package struct Threshold: Hashable, Sendable, Codable {
        package var station: String
        package var quantity: String
        /// Rules read it as `station.<name>`.
        package var name: String
        /// Of both values.
        package var unit: String
        /// Nil where it was not there.
        @Nullable package var before: Double?
        /// Nil where it is no longer there.
        @Nullable package var after: Double?
        /// Alerts of the rules that read it.
        package var alerts: [String]

        package init(
            station: String, quantity: String, name: String, unit: String, before: Double?, after: Double?,
            alerts: [String]
        ) {
            self.station = station
            self.quantity = quantity
            self.name = name
            self.unit = unit
            self.before = before
            self.after = after
            self.alerts = alerts
        }
    }

    package init(rules: Int, findings: [Finding], suppressed: [Suppressed], thresholds: [Threshold] = []) {
        self.thresholds = thresholds
        self.rules = rules
        self.findings = findings
        self.suppressed = suppressed
        errors = findings.count { $0.severity == .error }
        warnings = findings.count { $0.severity == .warning }
        policies = findings.count { $0.severity == .policy }
    }
}
