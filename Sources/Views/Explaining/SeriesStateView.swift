import Telemetry

/// Where a rule stands with one series.
package struct SeriesStateView: Hashable, Sendable, Codable {
    package var alert: String
    package var key: String
    package var station: String
    package var quantity: String
    package var unit: String
    /// `on`, `held`, `clearing`, `for_not_elapsed`, `for_unknown`, `blocked`, `unknown`, `waits_for_decision`.
    package var verdict: String
    package var unverified = false
    @Nullable package var onset: Timestamp?
    @Nullable package var phaseBegan: Timestamp?
    @Nullable package var due: Timestamp?
    @Nullable package var unknownSince: Timestamp?
    package var blind = false
    package var onByOthers = false
    @Nullable package var lastRaise: Timestamp?
    @Nullable package var lastOnBegan: Timestamp?
    @Nullable package var lastOnEnded: Timestamp?
    package var newest = Newest()
    package var condition: ConditionView
    @Nullable package var clear: ConditionView?
    package var sources: [SourceView] = []

    package init(
        alert: String, key: String, station: String, quantity: String, unit: String, verdict: String,
        condition: ConditionView
    ) {
        self.alert = alert
        self.key = key
        self.station = station
        self.quantity = quantity
        self.unit = unit
        self.verdict = verdict
        self.condition = condition
    }

    /// The series' newest reading then.
    package struct Newest: Hashable, Sendable, Codable {
        @Nullable package var value: Double?
        @Nullable package var eventTime: Timestamp?
        package var quality = "not_evaluated"
        package var unverified = false
        @Nullable package var heardAt: Timestamp?
        @Nullable package var staleAfterSeconds: Double?
        package var stale = false

        package init() {}

        private enum CodingKeys: String, CodingKey {
            case value
            case eventTime = "event_time"
            case quality, unverified
            case heardAt = "heard_at"
            case staleAfterSeconds = "stale_after_seconds"
            case stale
        }
    }

    private enum CodingKeys: String, CodingKey {
        case alert, key, station, quantity, unit, verdict, unverified, onset
        case phaseBegan = "phase_began"
        case due
        case unknownSince = "unknown_since"
        case blind
        case onByOthers = "on_by_others"
        case lastRaise = "last_raise"
        case lastOnBegan = "last_on_began"
        case lastOnEnded = "last_on_ended"
        case newest, condition, clear, sources
    }
}

/// Readings of one series that a condition looks at.
package struct SourceView: Hashable, Sendable, Codable {
    package var station: String
    package var quantity: String
    package var unit: String
    /// The functions that look at them.
    package var names: [String]
    /// How many there are in all.
    package var count: Int
    /// The newest of them, oldest first.
    package var readings: [Reading]

    package init(
        station: String, quantity: String, unit: String, names: [String], count: Int, readings: [Reading]
    ) {
        self.station = station
        self.quantity = quantity
        self.unit = unit
        self.names = names
        self.count = count
        self.readings = readings
    }

    package struct Reading: Hashable, Sendable, Codable {
        package var eventTime: Timestamp
        package var receivedAt: Timestamp
        @Nullable package var value: Double?
        package var quality: String
        package var late: Bool
        package var corrected: Bool
        package var clockDisbelieved: Bool
        package var revision: Int

        package init(
            eventTime: Timestamp, receivedAt: Timestamp, value: Double?, quality: String, late: Bool, corrected: Bool,
            clockDisbelieved: Bool, revision: Int
        ) {
            self.eventTime = eventTime
            self.receivedAt = receivedAt
            self.value = value
            self.quality = quality
            self.late = late
            self.corrected = corrected
            self.clockDisbelieved = clockDisbelieved
            self.revision = revision
        }

        private enum CodingKeys: String, CodingKey {
            case eventTime = "event_time"
            case receivedAt = "received_at"
            case value, quality, late, corrected
            case clockDisbelieved = "clock_disbelieved"
            case revision
        }
    }
}

/// Where a rule over events, raises or the order of alerts stands with one key.
package struct KeyedStateView: Hashable, Sendable, Codable {
    package var alert: String
    package var key: String
    /// `on`, `clearing`, `blocked`, `nothing_came`, `waits_for_second`, `cooldown`, `unknown`.
    package var verdict: String
    package var unverified = false
    @Nullable package var onset: Timestamp?
    @Nullable package var lastRaise: Timestamp?
    @Nullable package var due: Timestamp?
    package var raises: [Raise] = []
    /// Alarms counted that are on.
    package var members: [String] = []
    @Nullable package var condition: ConditionView?

    package init(alert: String, key: String, verdict: String) {
        self.alert = alert
        self.key = key
        self.verdict = verdict
    }

    package struct Raise: Hashable, Sendable, Codable {
        package var at: Timestamp
        package var eventTime: Timestamp
        package var station: String
        /// `counted`, `first` or `second`.
        package var role: String
        @Nullable package var deadline: Timestamp?

        package init(at: Timestamp, eventTime: Timestamp, station: String, role: String, deadline: Timestamp?) {
            self.at = at
            self.eventTime = eventTime
            self.station = station
            self.role = role
            self.deadline = deadline
        }

        private enum CodingKeys: String, CodingKey {
            case at
            case eventTime = "event_time"
            case station, role, deadline
        }
    }

    private enum CodingKeys: String, CodingKey {
        case alert, key, verdict, unverified, onset
        case lastRaise = "last_raise"
        case due, raises, members, condition
    }
}

/// An event, and what a rule about events made of it.
package struct ExplainedEventView: Hashable, Sendable, Codable {
    package var id: String
    package var station: String
    package var quantity: String
    package var eventTime: Timestamp
    package var receivedAt: Timestamp
    /// `name=value`, in the order of the message.
    package var members: [String]
    /// Nil where the rule is not about it.
    @Nullable package var condition: ConditionView?

    package init(
        id: String, station: String, quantity: String, eventTime: Timestamp, receivedAt: Timestamp, members: [String],
        condition: ConditionView?
    ) {
        self.id = id
        self.station = station
        self.quantity = quantity
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.members = members
        self.condition = condition
    }

    private enum CodingKeys: String, CodingKey {
        case id, station, quantity
        case eventTime = "event_time"
        case receivedAt = "received_at"
        case members, condition
    }
}
