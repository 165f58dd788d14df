/// A difference between the broker and what Tocsin promises by.
package struct BrokerFinding: Sendable, Equatable {
    package enum Severity: String, Sendable {
        /// Confirmed messages can be lost, or anybody can write.
        case failure
        case warning
    }

    /// Stable, snake_case.
    package var code: String
    package var severity: Severity
    package var expected: String
    package var found: String
    /// Line of the configuration file, where there is one.
    package var line: Int?
    /// What to do and why; a full sentence in English.
    package var remedy: String

    init(code: String, severity: Severity, expected: String, found: String, line: Int? = nil, remedy: String) {
        self.code = code
        self.severity = severity
        self.expected = expected
        self.found = found
        self.line = line
        self.remedy = remedy
    }
}
