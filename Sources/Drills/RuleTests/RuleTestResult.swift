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
    package var differences: [RuleTestDifference]
    /// Of the expected entry in the file; nil where nothing was expected.
    package var line: Int?

    package var isMet: Bool { expected == actual && differences.isEmpty }
}

/// Something that a transition says otherwise than it should.
package struct RuleTestDifference: Sendable, Hashable {
    /// `labels.colour`, `annotations.summary.zh`, `value`.
    package var field: String
    /// Nil where it should not be there.
    package var expected: String?
    /// Nil where it is not there.
    package var actual: String?
}

/// An assertion that does not hold.
package struct RuleTestFailure: Sendable {
    package enum Code: String, Sendable {
        /// Keys in a state at a moment; the subject is alert and state.
        case state
        /// An alert that must never fire fired; the subject is the alert, `actual` the key.
        case fired
        /// An expression at a moment, the subject.
        case expression
        /// The alarm to reset, the subject, was not on.
        case nothingToReset = "nothing_to_reset"
        /// The reset of the subject was refused; `actual` says why.
        case resetRefused = "reset_refused"
    }

    package var code: Code
    package var line: Int
    package var column: Int
    package var at: Interval
    package var subject: String
    package var expected: String?
    package var actual: String?
}
