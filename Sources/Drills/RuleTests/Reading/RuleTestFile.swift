import Configuration
import Telemetry

/// A `_test.yaml` file, read and checked.
struct RuleTestFile {
    var file: ConfigurationFile
    /// Of the rule files that it loads, as alarms name them.
    var rulePaths: [String]
    var tests: [RuleTest]
    var notApplicable: [NotApplicable]
    /// Alerts of its rule files, in order and each once.
    var alerts: [String]

    /// Kinds of coverage that have no meaning for an alert.
    struct NotApplicable {
        var alert: String
        var kinds: [CoverageKind]
        var reason: String
    }
}
