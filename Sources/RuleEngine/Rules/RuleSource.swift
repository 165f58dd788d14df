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
        /// The order of two alerts.
        case sequence(AlertSequence, first: ConfigurationNode, second: ConfigurationNode)
    }

    var node: ConfigurationNode
    var alert: String
    var alertNode: ConfigurationNode
    var subject: Subject
    /// Of a sequence: the sequence itself.
    var expression: ConfigurationNode
    var clearWhen: ConfigurationNode?
    var onDelay: Interval
    var offDelay: Interval?
    var latching: Bool
    var cooldown: Interval?
    var decidesOnReadings: Bool
    var blindAfter: Interval?
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

extension RuleSource {
    /// Nil where the rule is about anything else.
    var sequenceText: String? {
        if case .sequence(let sequence, _, _) = subject { return sequence.text }
        return nil
    }

    var isReading: Bool {
        switch subject {
        case .reading: true
        case .event, .over, .sequence: false
        }
    }

    var isSequence: Bool { sequenceText != nil }
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
