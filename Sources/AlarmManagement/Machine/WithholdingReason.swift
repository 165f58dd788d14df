import Telemetry

/// Why an alarm is not told.
package struct WithholdingReason: Hashable, Sendable, Codable {
    package var kind: Kind
    /// Id of the suppression, calendar or inhibition.
    package var by: String
    /// When that must be looked at again; nil where an event ends it.
    package var until: Timestamp?

    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case shelved
        case silenced
        case outOfService = "out_of_service"
        /// By a mute calendar.
        case muted
        /// By design: an alarm that explains it is on.
        case inhibited
        /// By design: the alarm that would explain it may be on its way.
        case awaited
    }

    package init(kind: Kind, by: String, until: Timestamp?) {
        self.kind = kind
        self.by = by
        self.until = until
    }
}
