import Telemetry

/// A rule as `why` and `why-not` tell of it.
package struct RuleView: Hashable, Sendable, Codable {
    package var alert: String
    /// `reading`, `event`, `over` or `sequence`.
    package var subject: String
    /// Below the city's folder.
    package var file: String
    package var expression: String
    @Nullable package var clearWhen: String?
    /// `for`.
    package var forSeconds = 0.0
    package var keepFiringForSeconds = 0.0
    @Nullable package var cooldownSeconds: Double?
    @Nullable package var blindAfterSeconds: Double?
    package var latching = false
    package var lifeSafety = false
    package var hazard = ""
    @Nullable package var colour: String?
    package var by: [String] = []
    /// `field: pattern, pattern`.
    package var match: [String] = []

    package init(alert: String, subject: String, file: String, expression: String, clearWhen: String?) {
        self.alert = alert
        self.subject = subject
        self.file = file
        self.expression = expression
        self.clearWhen = clearWhen
    }

    private enum CodingKeys: String, CodingKey {
        case alert, subject, file, expression
        case clearWhen = "clear_when"
        case forSeconds = "for_seconds"
        case keepFiringForSeconds = "keep_firing_for_seconds"
        case cooldownSeconds = "cooldown_seconds"
        case blindAfterSeconds = "blind_after_seconds"
        case latching
        case lifeSafety = "life_safety"
        case hazard, colour, by, match
    }
}

/// What an explanation rests on.
package struct ProvenanceView: Hashable, Sendable, Codable {
    /// SHA-256 of the configuration in force, 64 hex digits.
    @Nullable package var configuration: String?
    @Nullable package var rules: String?
    @Nullable package var registry: String?
    @Nullable package var linkage: String?
    @Nullable package var ruleFile: String?
    /// Number of the input after which it is so, or that decided.
    package var input: Int64
    /// Log entry with the hash of the journal's segment that holds the input; nil until the segment is full.
    @Nullable package var segmentEntry: Int64?
    @Nullable package var segment: String?

    package init(input: Int64) {
        self.input = input
    }

    private enum CodingKeys: String, CodingKey {
        case configuration, rules, registry, linkage
        case ruleFile = "rule_file"
        case input
        case segmentEntry = "segment_entry"
        case segment
    }
}
