import Telemetry

/// What became of one test.
package struct RuleTestResult: Sendable {
    package var name: String
    /// Of the test in its file.
    package var line: Int
    /// Expected and actual side by side, in order of time.
    package var rows: [RuleTestRow]
    /// What other assertions found.
    package var failures: [RuleTestFailure]
    /// Transitions of the compared alerts.
    var actual: [RuleTestStep]
    /// Alerts that the test covers, by kind.
    var covered: [CoverageKind: Set<String>]
    /// Messages that intake refused.
    package var quarantined: Int

    package var isPassed: Bool { failures.isEmpty && rows.allSatisfy(\.isMet) }
}

/// One line of the comparison.
package struct RuleTestRow: Sendable {
    package var at: Interval
    /// `RiverHigh river-7 firing`; nil where nothing was expected.
    package var expected: String?
    package var actual: String?
    /// What differs though the transition is the right one.
    package var differences: [String]
    /// Of the expected entry in the file; nil where nothing was expected.
    package var line: Int?

    package var isMet: Bool { expected == actual && differences.isEmpty }
}

/// An assertion that does not hold.
package struct RuleTestFailure: Sendable {
    package var line: Int
    package var column: Int
    /// A full sentence.
    package var message: String
}
