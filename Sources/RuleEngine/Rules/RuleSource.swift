import Configuration
import Matching
import Telemetry

/// A rule as a person wrote it: shapes and types are checked, expressions are not compiled yet.
package struct RuleSource {
    /// What it is about.
    package enum Subject {
        /// Measured numbers.
        case reading
        /// Event objects.
        case event
        /// Raises of another alert.
        case over(alert: ConfigurationNode, name: String)
        /// The order of two alerts.
        case sequence(AlertSequence, first: ConfigurationNode, second: ConfigurationNode)
    }

    package internal(set) var node: ConfigurationNode
    package internal(set) var alert: String
    package internal(set) var alertNode: ConfigurationNode
    package internal(set) var subject: Subject
    /// Of a sequence: the sequence itself.
    package internal(set) var expression: ConfigurationNode
    package internal(set) var clearWhen: ConfigurationNode?
    package internal(set) var onDelay: Interval
    package internal(set) var offDelay: Interval?
    package internal(set) var latching: Bool
    package internal(set) var cooldown: Interval?
    package internal(set) var decidesOnReadings: Bool
    package internal(set) var blindAfter: Interval?
    package internal(set) var match: SourceMatch
    package internal(set) var by: [SourceField]
    package internal(set) var parameters: [ParameterSource]
    package internal(set) var labels: [AlarmChange.Label]
    package internal(set) var hazard: String
    package internal(set) var colour: WarningColour?
    package internal(set) var lifeSafety: Bool
    package internal(set) var summary: SummarySource?
    package internal(set) var annotations: [AlarmChange.Label]
}

extension RuleSource {
    /// Nil where the rule is about anything else.
    package var sequenceText: String? {
        if case .sequence(let sequence, _, _) = subject { return sequence.text }
        return nil
    }

    /// Whether it decides on measured numbers.
    package var isReading: Bool {
        switch subject {
        case .reading: true
        case .event, .over, .sequence: false
        }
    }

    package var isSequence: Bool { sequenceText != nil }
}

/// One number that a rule reads as `params.<name>`.
package struct ParameterSource {
    package internal(set) var name: String
    /// Its name, where it is first written.
    package internal(set) var node: ConfigurationNode
    /// Nil where only single stations have a value.
    package internal(set) var value: ParameterValue?
    /// By station id. Only looked up.
    package internal(set) var stations: [String: ParameterValue]
}

/// A number with where it comes from.
package struct ParameterValue: Hashable, Sendable {
    package var value: Double
    package var source: String?
    package var date: String?
}

/// The text that people read of an alarm, before it is compiled.
package struct SummarySource {
    package internal(set) var chinese: ConfigurationNode
    /// The same node as the Chinese one where one text serves both.
    package internal(set) var english: ConfigurationNode
}
