/// One alert of `tocsin rules test --coverage --json`.
package struct RuleCoverageView: Hashable, Sendable, Codable {
    package var alert: String
    /// Rule file.
    package var file: String
    /// `raising`, `clearing`, `deadband`, `too_little_data`, `silence`, `late_reading`.
    package var covered: [String]
    package var missing: [String]
    package var notApplicable: [String]

    package init(alert: String, file: String, covered: [String], missing: [String], notApplicable: [String]) {
        self.alert = alert
        self.file = file
        self.covered = covered
        self.missing = missing
        self.notApplicable = notApplicable
    }

    private enum CodingKeys: String, CodingKey {
        case alert, file, covered, missing
        case notApplicable = "not_applicable"
    }
}
