import Telemetry

extension IncidentView {
    /// An alarm as a part of its incident.
    package struct Alarm: Hashable, Sendable, Codable {
        package var alert: String
        package var key: String
        package var state: State
        @Nullable package var warningColour: WarningColour?
        /// Empty where several stations decided together.
        package var station: String
        package var raisedAt: Timestamp
        package var firstEventAt: Timestamp
        /// When its condition ended, where that was found from readings that came late.
        @Nullable package var endedAt: Timestamp?
        /// When it was known that it should not have been raised.
        @Nullable package var retractedAt: Timestamp?
        /// Found, or set right, from readings that came late: `firstEventAt` is what happened, `raisedAt` when it was known.
        @OrFalse package var late: Bool
        @OrFalse package var lifeSafety: Bool
        /// On until a person resets it.
        @OrFalse package var latching: Bool
        @OrFalse package var unverified: Bool
        package var summary: Bilingual
        @Nullable package var quantity: String?
        @Nullable package var value: Double?
        @Nullable package var unit: String?
        /// What explains it, in order: expression, thresholds with source, window values. Empty in lists.
        @Listed package var evidence: [Evidence]

        package enum State: String, Hashable, Sendable, Codable, CaseIterable {
            case on
            /// On, and its source is lost.
            case held
            case cleared
        }

        package struct Evidence: Hashable, Sendable, Codable {
            package var name: String
            package var value: String

            package init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        package init(
            alert: String, key: String, state: State, warningColour: WarningColour?, station: String,
            raisedAt: Timestamp, firstEventAt: Timestamp, endedAt: Timestamp? = nil, retractedAt: Timestamp? = nil,
            late: Bool = false, lifeSafety: Bool = false, latching: Bool = false,
            unverified: Bool = false, summary: Bilingual, quantity: String? = nil, value: Double? = nil,
            unit: String? = nil, evidence: [Evidence] = []
        ) {
            self.alert = alert
            self.key = key
            self.state = state
            self.warningColour = warningColour
            self.station = station
            self.raisedAt = raisedAt
            self.firstEventAt = firstEventAt
            self.endedAt = endedAt
            self.retractedAt = retractedAt
            self.late = late
            self.lifeSafety = lifeSafety
            self.latching = latching
            self.unverified = unverified
            self.summary = summary
            self.quantity = quantity
            self.value = value
            self.unit = unit
            self.evidence = evidence
        }

        private enum CodingKeys: String, CodingKey {
            case alert, key, state
            case warningColour = "warning_colour"
            case station
            case raisedAt = "raised_at"
            case firstEventAt = "first_event_at"
            case endedAt = "ended_at"
            case retractedAt = "retracted_at"
            case late
            case lifeSafety = "life_safety"
            case latching, unverified, summary, quantity, value, unit, evidence
        }
    }
}
