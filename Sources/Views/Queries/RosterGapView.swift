import Telemetry

/// A time in which nobody is on duty: a line of `tocsin roster gaps`.
package struct RosterGapView: Hashable, Sendable, Codable {
    package var party: String
    package var from: Timestamp
    /// Nil: it goes on beyond what was looked at.
    @Nullable package var to: Timestamp?

    package init(party: String, from: Timestamp, to: Timestamp?) {
        self.party = party
        self.from = from
        self.to = to
    }
}
