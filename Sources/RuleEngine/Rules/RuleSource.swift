import Configuration
import Telemetry

/// A rule as a person wrote it: shapes and types are checked, expressions are not compiled yet.
struct RuleSource {
    enum Subject {
        /// Measured numbers.
        case reading
        /// Event objects.
        case event
        /// Raises of another alert.
        case over(alert: ConfigurationNode, name: String)
    }

    var node: ConfigurationNode
    var alert: String
    var alertNode: ConfigurationNode
    var subject: Subject
    var expression: ConfigurationNode
    var clearWhen: ConfigurationNode?
    var onDelay: Interval
    var offDelay: Interval?
    var latching: Bool
    var cooldown: Interval?
    var decidesOnReadings: Bool
    var match: RuleMatch
    var by: [RuleField]
    var parameters: [ParameterSource]
    var labels: [AlarmChange.Label]
    var hazard: String
    var colour: WarningColour?
    var lifeSafety: Bool
    var summary: SummarySource?
    var annotations: [AlarmChange.Label]
}

/// One number that a rule reads as `params.<name>`.
struct ParameterSource {
    var name: String
    var node: ConfigurationNode
    /// Nil where only single stations have a value.
    var value: ParameterValue?
    var stations: [String: ParameterValue]
}

/// A number with where it comes from.
package struct ParameterValue: Hashable, Sendable {
    package var value: Double
    package var source: String?
    package var date: String?
}

/// The text that people read of an alarm, before it is compiled.
struct SummarySource {
    var chinese: ConfigurationNode
    var english: ConfigurationNode
}
