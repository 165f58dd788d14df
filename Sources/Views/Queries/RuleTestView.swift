/// One test of `tocsin rules test --json`.
package struct RuleTestView: Hashable, Sendable, Codable {
    package var file: String
    package var test: String
    /// Where the test begins in its file.
    package var line: Int
    package var passed: Bool
    package var timeline: [Row]
    package var failures: [Failure]

    /// Expected and actual side by side.
    package struct Row: Hashable, Sendable, Codable {
        /// Since the start of the test: `1h30m`.
        package var at: String
        @Nullable package var expected: String?
        @Nullable package var actual: String?
        package var differences: [Difference]
        /// Of the expected entry.
        @Nullable package var line: Int?

        package init(at: String, expected: String?, actual: String?, differences: [Difference], line: Int?) {
            self.at = at
            self.expected = expected
            self.actual = actual
            self.differences = differences
            self.line = line
        }

        package var isMet: Bool { expected == actual && differences.isEmpty }
    }

    /// Something that a transition says otherwise than it should.
    package struct Difference: Hashable, Sendable, Codable {
        /// `labels.colour`, `annotations.summary.zh`, `value`.
        package var field: String
        /// Null where it should not be there.
        @Nullable package var expected: String?
        /// Null where it is not there.
        @Nullable package var actual: String?

        package init(field: String, expected: String?, actual: String?) {
            self.field = field
            self.expected = expected
            self.actual = actual
        }
    }

    /// An assertion that does not hold.
    package struct Failure: Hashable, Sendable, Codable {
        /// `state`, `fired`, `expression`, `nothing_to_reset`, `reset_refused`.
        package var code: String
        package var line: Int
        package var column: Int
        package var at: String
        /// Alert, alert and state, expression or alarm.
        package var subject: String
        @Nullable package var expected: String?
        @Nullable package var actual: String?

        package init(
            code: String, line: Int, column: Int, at: String, subject: String, expected: String?, actual: String?
        ) {
            self.code = code
            self.line = line
            self.column = column
            self.at = at
            self.subject = subject
            self.expected = expected
            self.actual = actual
        }
    }

    package init(file: String, test: String, line: Int, passed: Bool, timeline: [Row], failures: [Failure]) {
        self.file = file
        self.test = test
        self.line = line
        self.passed = passed
        self.timeline = timeline
        self.failures = failures
    }
}
