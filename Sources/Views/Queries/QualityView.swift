import Telemetry

/// What quality control has counted, since the database was created.
package struct QualityView: Hashable, Sendable, Codable {
    /// Readings assessed, by their flag when they came. Those of series without limits are not assessed.
    package var passed: Int64
    package var notEvaluated: Int64
    package var suspect: Int64
    package var failed: Int64
    package var missing: Int64
    /// Flags changed afterwards.
    package var revised: Int64
    /// How often each test was not passed, in a fixed order.
    package var failedTests: [Test]

    package struct Test: Hashable, Sendable, Codable {
        /// `sensor_span`, `operator_span`, `spike`, `rate`, `flat_line`, `gap`, `neighbour`.
        package var test: String
        package var count: Int64

        package init(test: String, count: Int64) {
            self.test = test
            self.count = count
        }
    }

    package init(
        passed: Int64 = 0, notEvaluated: Int64 = 0, suspect: Int64 = 0, failed: Int64 = 0, missing: Int64 = 0,
        revised: Int64 = 0, failedTests: [Test] = QualityTests.named.map { Test(test: $0.name, count: 0) }
    ) {
        self.passed = passed
        self.notEvaluated = notEvaluated
        self.suspect = suspect
        self.failed = failed
        self.missing = missing
        self.revised = revised
        self.failedTests = failedTests
    }

    private enum CodingKeys: String, CodingKey {
        case passed
        case notEvaluated = "not_evaluated"
        case suspect, failed, missing, revised
        case failedTests = "failed_tests"
    }
}
