import Telemetry

/// What an officer orders about the telling of alarms. Each carries the person and a reason.
package struct AlarmCommand: Hashable, Sendable, Codable {
    package var by: String
    package var reason: String
    package var kind: Kind

    package init(by: String, reason: String, kind: Kind) {
        self.by = by
        self.reason = reason
        self.kind = kind
    }

    package enum Kind: Hashable, Sendable, Codable {
        /// One alarm that is known, for so many seconds.
        case shelve(alarm: AlarmID, seconds: Int64)
        /// Alarms that match, for so many seconds.
        case silence(matcher: AlarmMatcher, seconds: Int64)
        /// Alarms that match, until they are returned to service, or for so many seconds.
        case takeOutOfService(matcher: AlarmMatcher, seconds: Int64?)
        /// Ends a shelving, a silence, or returns to service.
        case end(suppression: String)
    }

    /// English snake_case name, as the log spells it.
    package var name: String {
        switch kind {
        case .shelve: "shelve"
        case .silence: "silence"
        case .takeOutOfService: "take_out_of_service"
        case .end: "end_suppression"
        }
    }
}

/// What became of an alarm command.
package enum AlarmCommandOutcome: Hashable, Sendable {
    /// The suppression that it began or ended.
    case accepted(Suppression)
    case refused(Refusal)

    package enum Refusal: String, Hashable, Sendable, CaseIterable {
        case personMissing = "person_missing"
        case reasonMissing = "reason_missing"
        /// The city allows no such suppression.
        case notAllowed = "not_allowed"
        /// Longer than the city allows, or no time at all.
        case wrongLength = "wrong_length"
        /// Life safety is always told.
        case lifeSafety = "life_safety"
        case unknownAlarm = "unknown_alarm"
        case unknownSuppression = "unknown_suppression"
        /// So many stand as the city allows.
        case tooMany = "too_many"
        /// It names no field: every alarm would match.
        case matchesEverything = "matches_everything"
    }
}
