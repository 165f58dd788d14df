import CEL
import Telemetry

/// A condition taken apart: every sub-expression with what it came to, outermost first.
package struct ExplainedCondition: Hashable, Sendable {
    /// What a condition comes to, unknown included.
    package enum Truth: String, Sendable {
        case holds
        case fails
        case unknown
        /// A rule error such as a division by zero.
        case error
    }

    /// As it stands in the rule file.
    package var text: String
    /// What it means for the alarm: a reading that failed quality control makes “does not hold” unknown.
    package var truth: Truth
    /// In the order of the text's tree; what follows at a greater depth is part of it.
    package var parts: [ExplainedPart]
    /// The values that it reads, in the order of their slots.
    package var names: [ExplainedName]

    /// The parts that keep it from coming to what was asked for.
    package var blocking: [ExplainedPart] { parts.filter(\.isBlocking) }
}

/// One sub-expression.
package struct ExplainedPart: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        case value(String)
        /// With the reasons as evidence names them, sorted: `value_missing`, `short_history`.
        case unknown([String])
        /// With the error's text.
        case failed(String)
    }

    package var text: String
    /// From 0.
    package var depth: Int
    package var form: ExpressionForm
    package var outcome: Outcome
    /// Of a comparison of numbers, lengths of time or times.
    package var margin: Margin?
    /// It must come to something else for the condition to come to what was asked for.
    package var isBlocking = false
    /// Event time of the oldest reading since which it has been so without a break; nil where that was not asked.
    package var since: Timestamp?
    /// Event time of the newest reading at which it was otherwise; nil where none is kept.
    package var otherwiseAt: Timestamp?

    /// Two sides of a comparison, in the same unit; of lengths of time and times in seconds.
    package struct Margin: Hashable, Sendable {
        package var left: Double
        package var comparison: String
        package var right: Double

        /// How far the left side is above the right one; negative below.
        package var difference: Double { left - right }
    }
}

/// A value that a condition reads: `value`, `rise('1h')`, `params.limit`, `station.warning`.
package struct ExplainedName: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// The reading itself, and words about where it comes from.
        case reading
        /// A function of history or of neighbours.
        case history
        /// A number of the rule.
        case parameter
        /// A number of the station's registry entry.
        case threshold
    }

    package var name: String
    package var kind: Kind
    package var outcome: ExplainedPart.Outcome
    /// Who set it, where the rule file or the registry says.
    package var source: String?
    /// When it was set, as written there.
    package var date: String?
}
