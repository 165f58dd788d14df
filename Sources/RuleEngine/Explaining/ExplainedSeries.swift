import Telemetry

/// Where a rule stands with one series at a moment, and why.
package struct ExplainedSeries: Hashable, Sendable {
    package enum Verdict: String, Sendable, CaseIterable {
        /// The alarm is on.
        case on
        /// On, and what would clear it is not known.
        case held
        /// On; what clears it holds, and the off-delay runs.
        case clearing
        /// The condition holds; `for` has not passed.
        case waitsForDelay = "for_not_elapsed"
        /// `for` runs, and the condition is not known now.
        case delayUnknown = "for_unknown"
        /// The condition does not hold.
        case blocked
        /// The condition is not known.
        case unknown
        /// The condition comes to something else now than when it was decided last: the next reading, whole second or
        /// silence that the rule waits for decides it.
        case waitsForDecision = "waits_for_decision"
    }

    package var station: String
    package var quantity: String
    package var unit: String
    package var district: String
    package var domain: String
    package var place: String
    package var alarm: AlarmID
    package var verdict: Verdict
    /// Raised on evidence that is not believed.
    package var isUnverified: Bool
    /// Event time at which the condition first held; nil while the rule is at rest.
    package var onset: Timestamp?
    /// Event time at which the present phase began; nil while the rule is at rest.
    package var phaseBegan: Timestamp?
    /// When the delay that runs is over, if one does.
    package var due: Timestamp?
    /// Stamp since which the condition has not been known.
    package var unknownSince: Timestamp?
    package var blindIsOn: Bool
    /// The alarm is on by another series that shares it.
    package var isOnByOthers: Bool
    /// When it rang last, of rules with a cooldown.
    package var lastRaise: Timestamp?
    /// The last time that the rule was on before, in event time; `ended` is nil while it is on.
    package var lastOn: AlarmChange.Span?
    package var newest: Newest
    package var condition: ExplainedCondition
    /// What clears the alarm; nil where it is the condition's end.
    package var clear: ExplainedCondition?
    /// The readings that the conditions look at.
    package var sources: [ExplainedSource]

    /// The series' newest reading, and when it was heard.
    package struct Newest: Hashable, Sendable {
        /// Nil where there was none, or it said that the value is missing.
        package var value: Double?
        package var eventTime: Timestamp?
        /// Code of its flag, such as `pass`.
        package var quality: String
        package var isUnverified: Bool
        /// Stamp of whatever was heard last of the series.
        package var heard: Timestamp?
        /// Silent beyond this; nil where no heartbeat is registered.
        package var staleAfter: Interval?
        package var isStale: Bool
    }
}

/// Readings of one series that a condition looks at, in event time.
package struct ExplainedSource: Hashable, Sendable {
    package var series: SeriesID
    package var station: String
    package var quantity: String
    package var unit: String
    /// The functions that look at them; `value` for the newest.
    package var names: [String]
    /// How many there are in all.
    package var count: Int
    /// The newest of them, oldest first; at most `limit`.
    package var times: [Timestamp]

    package static let limit = 24
}

/// Where a rule over events, raises or the order of alerts stands with one key.
package struct ExplainedKeyed: Hashable, Sendable {
    package enum Verdict: String, Sendable, CaseIterable {
        case on
        /// On; it ends when the off-delay is over.
        case clearing
        case blocked
        /// Nothing that it counts or follows has come.
        case nothingCame = "nothing_came"
        /// Of a sequence: the first alert is on and the second is waited for, or its absence.
        case waitsForSecond = "waits_for_second"
        /// It rang, and does not ring again before its cooldown is over.
        case cooldown
        case unknown
    }

    package var alarm: AlarmID
    package var verdict: Verdict
    package var isUnverified: Bool
    /// Event time of what raised it; nil where it is not on.
    package var onset: Timestamp?
    package var lastRaise: Timestamp?
    package var due: Timestamp?
    /// Raises that are counted or followed, oldest first.
    package var raises: [Raise]
    /// Alarms counted that are on.
    package var members: [String]
    /// Nil where there is nothing to evaluate: sequences, and events while none is at hand.
    package var condition: ExplainedCondition?

    package struct Raise: Hashable, Sendable {
        package var at: Timestamp
        package var eventTime: Timestamp
        package var station: String
        /// `counted`, `first` or `second`.
        package var role: String
        /// When the second alert is found missing; nil where it is not waited for.
        package var deadline: Timestamp?
    }
}

/// A rule with a name, where it stands with a station at a moment, and why.
package struct ExplainedState: Hashable, Sendable {
    package var rule: ExplainedRule
    /// Of a rule about readings: the station's series that it matches.
    package var series: [ExplainedSeries]
    /// Of other rules: the alarm that the station belongs to.
    package var keyed: [ExplainedKeyed]
    /// Series of the station that the rule is not about.
    package var mismatches: [ExplainedMismatch]
}
