/// An alarm's identity: one alert rule for one key (the values of its group's `by`).
package struct AlarmID: Hashable, Sendable, Comparable, Codable {
    /// Name of the alert rule, unique in a city.
    package var alert: String
    /// Values of `by` in its order, joined with `/`: `river-7`, `north/river-7`.
    package var key: String

    package init(alert: String, key: String) {
        self.alert = alert
        self.key = key
    }

    package static func < (left: AlarmID, right: AlarmID) -> Bool {
        (left.alert, left.key) < (right.alert, right.key)
    }
}

/// One step in the life of an alarm, as the rule engine tells it. Rare beside readings, so it may hold strings.
package struct AlarmChange: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// The condition holds; `for` has not passed. Stored with the alarm, not logged, opens nothing.
        case pending
        /// The condition stopped before `for` had passed.
        case dropped
        /// The alarm is on.
        case raised
        /// The alarm is off: condition cleared for the off-delay, or rule or station removed.
        case cleared
        /// Source lost or condition unknown: the alarm is held as it is.
        case held
        /// Known again after `held`, still on.
        case restored
        /// Readings that came late tell that it was on and is over: `eventTime` … `endedAt`. Nobody is called.
        case history
        /// What is known now tells that it should not have been on as it was told (`previously`). Where it was on until
        /// now, `isOn` says so: it is on no longer as far as the readings go. It is marked, never erased.
        case retracted
        /// What is known now tells that it was on at other times than it was told (`previously`).
        case revised
    }

    package var kind: Kind
    package var alarm: AlarmID
    /// When the engine decided it: the input's stamp, or a timer's due time.
    package var at: Timestamp
    /// Event time at which the condition's change began (onset for `raised`: when the condition first held).
    package var eventTime: Timestamp
    /// Label `hazard` of the rule: `river_flood`, `underpass_water`, `gas_leak`, `panic`.
    package var hazard: String
    /// Place of the incident: the station's `place`, or its id where it has none.
    package var place: String
    package var district: String
    /// Proposed colour from label `colour`; nil where the rule proposes none.
    package var colour: WarningColour?
    /// The station whose reading or silence decided; empty for alerts over several.
    package var station: String
    package var quantity: String
    /// The deciding value in the series' unit; nil where silence or a count decided.
    package var value: Double?
    package var unit: String
    /// Latches until a person resets it: the condition's end does not clear it.
    package var latching: Bool
    /// A life-safety station or rule: never suppressed, grouped away or delayed.
    package var lifeSafety: Bool
    /// Something about the evidence is not believed (device clock, suspect quality): it rings, marked so.
    package var unverified: Bool
    /// Found when earlier readings were judged again, not as it happened: a reading came late or was corrected.
    package var isLate = false
    /// `history`, `revised`: event time at which the condition ended; nil where the alarm is on.
    package var endedAt: Timestamp?
    /// `retracted`, `revised`: the times that were told before.
    package var previously: Span?
    /// `retracted`: the alarm was on until now.
    package var isOn = false
    /// Remaining labels of the rule, sorted by name.
    package var labels: [Label]
    /// The rule's rendered `annotations.summary`.
    package var summary: Bilingual
    /// What explains it: expression, thresholds with source, window values; in order, for the log.
    package var evidence: [Label]
    /// Path and first 16 hex digits of the SHA-256 of the rule file.
    package var rule: String

    package struct Label: Hashable, Sendable, Codable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// When an alarm's condition held, in event time.
    package struct Span: Hashable, Sendable, Codable {
        package var began: Timestamp
        /// Nil while it is on.
        package var ended: Timestamp?

        package init(began: Timestamp, ended: Timestamp?) {
            self.began = began
            self.ended = ended
        }
    }

    package init(
        kind: Kind, alarm: AlarmID, at: Timestamp, eventTime: Timestamp, hazard: String, place: String,
        district: String,
        colour: WarningColour?, station: String, quantity: String, value: Double?, unit: String, latching: Bool = false,
        lifeSafety: Bool = false, unverified: Bool = false, labels: [Label] = [], summary: Bilingual = Bilingual(""),
        evidence: [Label] = [], rule: String = ""
    ) {
        self.kind = kind
        self.alarm = alarm
        self.at = at
        self.eventTime = eventTime
        self.hazard = hazard
        self.place = place
        self.district = district
        self.colour = colour
        self.station = station
        self.quantity = quantity
        self.value = value
        self.unit = unit
        self.latching = latching
        self.lifeSafety = lifeSafety
        self.unverified = unverified
        self.labels = labels
        self.summary = summary
        self.evidence = evidence
        self.rule = rule
    }
}
