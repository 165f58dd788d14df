import Telemetry

/// `tocsin drill suite --json`, a line each recording.
package struct DrillSuiteView: Hashable, Sendable, Codable {
    /// Always true: whatever is played is an exercise.
    package var exercise = true
    /// Below the suite's folder.
    package var recording: String
    @Nullable package var title: Bilingual?
    package var passed: Bool
    package var expectations: [Expectation]
    /// Parts of the city that are not those it was recorded with.
    package var changed: [String]
    /// Why it could not be run; null where it was.
    @Nullable package var error: String?

    package struct Expectation: Hashable, Sendable, Codable {
        package var name: String
        /// What is wrong; null where it is met.
        @Nullable package var finding: String?

        package init(name: String, finding: String?) {
            self.name = name
            self.finding = finding
        }
    }

    package init(
        recording: String, title: Bilingual?, passed: Bool, expectations: [Expectation], changed: [String],
        error: String?
    ) {
        self.recording = recording
        self.title = title
        self.passed = passed
        self.expectations = expectations
        self.changed = changed
        self.error = error
    }
}
