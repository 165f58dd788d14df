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
        package var differences: [String]
        /// Of the expected entry.
        @Nullable package var line: Int?

        package init(at: String, expected: String?, actual: String?, differences: [String], line: Int?) {
            self.at = at
            self.expected = expected
            self.actual = actual
            self.differences = differences
            self.line = line
        }

        package var isMet: Bool { expected == actual && differences.isEmpty }
    }

    package struct Failure: Hashable, Sendable, Codable {
        package var line: Int
        package var column: Int
        package var message: String

        package init(line: Int, column: Int, message: String) {
            self.line = line
            self.column = column
            self.message = message
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
