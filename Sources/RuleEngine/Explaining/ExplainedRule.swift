import Matching
import Telemetry

/// A rule as explanations show it.
package struct ExplainedRule: Hashable, Sendable {
    package var alert: String
    /// `reading`, `event`, `over` or `sequence`.
    package var subject: String
    /// Of the rule file, below the city's folder.
    package var path: String
    package var expression: String
    package var clearWhen: String?
    /// `for`.
    package var onDelay: Interval
    /// `keep_firing_for`.
    package var offDelay: Interval
    package var cooldown: Interval?
    package var blindAfter: Interval?
    package var latching: Bool
    package var lifeSafety: Bool
    /// Its delays are counted from reading to reading, not by timers.
    package var decidesOnReadings: Bool
    package var hazard: String
    package var colour: WarningColour?
    package var by: [String]
    /// `field: pattern, pattern`, in the order of fields.
    package var match: [String]

    init(_ rule: CompiledRule) {
        alert = rule.alert
        switch rule.subject {
        case .reading: subject = "reading"
        case .event: subject = "event"
        case .over: subject = "over"
        case .sequence: subject = "sequence"
        }
        path = CompiledRules.path(ofOrigin: rule.origin)
        expression = rule.expressionText
        clearWhen = rule.clearText
        onDelay = Interval(nanoseconds: rule.onDelayNanoseconds)
        offDelay = Interval(nanoseconds: rule.offDelayNanoseconds)
        cooldown = rule.cooldownNanoseconds.map { Interval(nanoseconds: $0) }
        blindAfter = rule.blindAfterNanoseconds.map { Interval(nanoseconds: $0) }
        latching = rule.latching
        lifeSafety = rule.lifeSafety
        decidesOnReadings = rule.decidesOnReadings
        hazard = rule.hazard
        colour = rule.colour
        by = rule.by.map(\.rawValue)
        match = rule.match.conditions.map { "\($0.field.rawValue): \($0.patterns.map(\.text).joined(separator: ", "))" }
    }
}

/// Why a rule is not about a series: a field of `match` that the series does not have.
package struct ExplainedMismatch: Hashable, Sendable {
    package var quantity: String
    package var field: String
    /// What the series has there.
    package var value: String
    /// What the rule asks for, one of them.
    package var patterns: [String]
}
