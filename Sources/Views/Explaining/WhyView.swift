import Telemetry

/// `tocsin why ALARM`: one step of an alarm, a line each.
package struct WhyView: Hashable, Sendable, Codable {
    package var alert: String
    package var key: String
    /// `raised`, `cleared`, `held`, `restored`, `history`, `retracted`, `revised`.
    package var step: String
    /// When it was decided.
    package var at: Timestamp
    package var eventTime: Timestamp
    @Nullable package var endedAt: Timestamp?
    @Nullable package var previouslyBegan: Timestamp?
    @Nullable package var previouslyEnded: Timestamp?
    /// Found when earlier readings were judged again.
    package var late = false
    package var unverified = false
    package var byTimer = false
    package var summary = Bilingual("")
    /// As the log entry holds it.
    package var evidence: [Evidence] = []
    /// Nil for alarms that no rule raises.
    @Nullable package var rule: RuleView?
    @Nullable package var series: SeriesStateView?
    @Nullable package var alarm: KeyedStateView?
    @Nullable package var event: ExplainedEventView?
    package var provenance: ProvenanceView
    package var entry: Int64 = 0
    package var entryHash = ""
    package var code = ""
    @Nullable package var incident: String?
    package var replayedInputs: Int64 = 0
    /// The journal leads to the stored entry, byte for byte.
    package var proven = false

    package init(
        alert: String, key: String, step: String, at: Timestamp, eventTime: Timestamp, provenance: ProvenanceView
    ) {
        self.alert = alert
        self.key = key
        self.step = step
        self.at = at
        self.eventTime = eventTime
        self.provenance = provenance
    }

    package struct Evidence: Hashable, Sendable, Codable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    private enum CodingKeys: String, CodingKey {
        case alert, key, step, at
        case eventTime = "event_time"
        case endedAt = "ended_at"
        case previouslyBegan = "previously_began"
        case previouslyEnded = "previously_ended"
        case late, unverified
        case byTimer = "by_timer"
        case summary, evidence, rule, series, alarm, event, provenance, entry
        case entryHash = "entry_hash"
        case code, incident
        case replayedInputs = "replayed_inputs"
        case proven
    }
}
