import Telemetry

/// `tocsin why-not RULE STATION`: where a rule stood with a station at a moment, and why.
package struct WhyNotView: Hashable, Sendable, Codable {
    package var rule: String
    package var station: String
    /// The moment asked about; nil where none was named.
    @Nullable package var askedAt: Timestamp?
    /// The moment that the answer is of.
    package var stateAt: Timestamp
    /// `known`, `not_watching` or `end_of_journal`.
    package var knowledge: String
    @Nullable package var notWatchingFrom: Timestamp?
    @Nullable package var notWatchingTo: Timestamp?
    /// Every rule of the name.
    package var states: [State] = []
    /// Of a rule about events: the station's newest.
    @Nullable package var event: ExplainedEventView?
    package var provenance: ProvenanceView
    /// Inputs folded after the snapshot to find the state.
    package var replayedInputs: Int64 = 0
    /// The journal leads to the stored log, by its chained hash; nil where no entry of it is stored yet.
    @Nullable package var proven: Bool?

    package init(
        rule: String, station: String, askedAt: Timestamp?, stateAt: Timestamp, knowledge: String,
        provenance: ProvenanceView
    ) {
        self.rule = rule
        self.station = station
        self.askedAt = askedAt
        self.stateAt = stateAt
        self.knowledge = knowledge
        self.provenance = provenance
    }

    package struct State: Hashable, Sendable, Codable {
        package var rule: RuleView
        package var series: [SeriesStateView]
        package var alarms: [KeyedStateView]
        /// Series of the station that the rule is not about.
        package var notMatched: [Mismatch]

        package init(
            rule: RuleView, series: [SeriesStateView], alarms: [KeyedStateView], notMatched: [Mismatch]
        ) {
            self.rule = rule
            self.series = series
            self.alarms = alarms
            self.notMatched = notMatched
        }

        private enum CodingKeys: String, CodingKey {
            case rule, series, alarms
            case notMatched = "not_matched"
        }
    }

    package struct Mismatch: Hashable, Sendable, Codable {
        package var quantity: String
        package var field: String
        package var value: String
        package var patterns: [String]

        package init(quantity: String, field: String, value: String, patterns: [String]) {
            self.quantity = quantity
            self.field = field
            self.value = value
            self.patterns = patterns
        }
    }

    private enum CodingKeys: String, CodingKey {
        case rule, station
        case askedAt = "asked_at"
        case stateAt = "state_at"
        case knowledge
        case notWatchingFrom = "not_watching_from"
        case notWatchingTo = "not_watching_to"
        case states, event, provenance
        case replayedInputs = "replayed_inputs"
        case proven
    }
}
