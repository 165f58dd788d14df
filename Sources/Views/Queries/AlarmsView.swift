import Telemetry

/// `GET /v1/alarms`, `tocsin alarms`: alarms that are on or chatter, what is not told and by whose order, and whether it is
/// an alarm flood.
package struct AlarmsView: Hashable, Sendable, Codable {
    @Listed package var alarms: [Alarm]
    @Listed package var suppressions: [Suppression]
    /// More alarms come than one person can handle (ISA-18.2, EEMUA 191).
    package var flood: Bool
    /// Alarms told since it began; 0 outside of a flood.
    package var floodAlarms: Int
    @Nullable package var floodBeganAt: Timestamp?
    /// Alarms that are on and nobody was told of, listed or not.
    package var withheld: Int
    /// Alarms that are on or chatter, listed or not.
    package var total: Int

    package struct Alarm: Hashable, Sendable, Codable {
        package var alert: String
        package var key: String
        package var hazard: String
        package var place: String
        package var station: String
        @Nullable package var warningColour: WarningColour?
        package var lifeSafety: Bool
        package var on: Bool
        package var raisedAt: Timestamp
        /// `shelved`, `silenced`, `out_of_service`, `muted`, `inhibited`, `awaited`; null where it is told.
        @Nullable package var withheld: String?
        /// Id of the suppression, the mute calendar or the inhibition.
        @Nullable package var withheldBy: String?
        package var chattering: Bool
        package var stale: Bool

        package init(
            alert: String, key: String, hazard: String, place: String, station: String, warningColour: WarningColour?,
            lifeSafety: Bool, on: Bool, raisedAt: Timestamp, withheld: String?, withheldBy: String?, chattering: Bool,
            stale: Bool
        ) {
            self.alert = alert
            self.key = key
            self.hazard = hazard
            self.place = place
            self.station = station
            self.warningColour = warningColour
            self.lifeSafety = lifeSafety
            self.on = on
            self.raisedAt = raisedAt
            self.withheld = withheld
            self.withheldBy = withheldBy
            self.chattering = chattering
            self.stale = stale
        }

        private enum CodingKeys: String, CodingKey {
            case alert, key, hazard, place, station
            case warningColour = "warning_colour"
            case lifeSafety = "life_safety"
            case on
            case raisedAt = "raised_at"
            case withheld
            case withheldBy = "withheld_by"
            case chattering, stale
        }
    }

    /// What a person ordered not to be told.
    package struct Suppression: Hashable, Sendable, Codable {
        /// `S-000012`.
        package var id: String
        /// `shelved`, `silenced`, `out_of_service`.
        package var kind: String
        /// Fields and their values; a value that ends in `*` stands for all that begin so.
        package var matcher: AlarmMatcherView
        package var by: String
        package var reason: String
        package var from: Timestamp
        @Nullable package var until: Timestamp?
        /// Alarms that were not told because of it.
        package var withheld: Int

        package init(
            id: String, kind: String, matcher: AlarmMatcherView, by: String, reason: String, from: Timestamp,
            until: Timestamp?, withheld: Int
        ) {
            self.id = id
            self.kind = kind
            self.matcher = matcher
            self.by = by
            self.reason = reason
            self.from = from
            self.until = until
            self.withheld = withheld
        }
    }

    package init(
        alarms: [Alarm], suppressions: [Suppression], flood: Bool, floodAlarms: Int, floodBeganAt: Timestamp?,
        withheld: Int, total: Int
    ) {
        self.alarms = alarms
        self.suppressions = suppressions
        self.flood = flood
        self.floodAlarms = floodAlarms
        self.floodBeganAt = floodBeganAt
        self.withheld = withheld
        self.total = total
    }

    private enum CodingKeys: String, CodingKey {
        case alarms, suppressions, flood
        case floodAlarms = "flood_alarms"
        case floodBeganAt = "flood_began_at"
        case withheld, total
    }
}
