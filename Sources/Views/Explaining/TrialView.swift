import Telemetry

/// `tocsin rules trial`: what rules would have done.
package struct TrialView: Hashable, Sendable, Codable {
    package var from: Timestamp
    package var to: Timestamp
    package var days: Double
    package var inputs: Int64
    package var readings: Int64
    /// Files of the city that those on trial stood in for.
    package var replaced: [String] = []
    package var rules: [Rule] = []
    /// In order of raising, as many as were asked for.
    package var onsets: [Onset] = []
    package var onsetsInAll = 0
    @Nullable package var cost: Cost?
    @Nullable package var damage: String?

    package init(from: Timestamp, to: Timestamp, days: Double, inputs: Int64, readings: Int64) {
        self.from = from
        self.to = to
        self.days = days
        self.inputs = inputs
        self.readings = readings
    }

    package struct Rule: Hashable, Sendable, Codable {
        package var alert: String
        package var inForce: Bool
        package var alarms: Int
        package var perDay: Double
        /// Of what is in force.
        package var alarmsInForce: Int
        package var perDayInForce: Double
        package var gained: Int
        package var lost: Int
        package var latching: Bool
        package var celCost: UInt64
        package var keys: [Key]

        package init(
            alert: String, inForce: Bool, alarms: Int, perDay: Double, alarmsInForce: Int, perDayInForce: Double,
            gained: Int, lost: Int, latching: Bool, celCost: UInt64, keys: [Key]
        ) {
            self.alert = alert
            self.inForce = inForce
            self.alarms = alarms
            self.perDay = perDay
            self.alarmsInForce = alarmsInForce
            self.perDayInForce = perDayInForce
            self.gained = gained
            self.lost = lost
            self.latching = latching
            self.celCost = celCost
            self.keys = keys
        }

        private enum CodingKeys: String, CodingKey {
            case alert
            case inForce = "in_force"
            case alarms
            case perDay = "per_day"
            case alarmsInForce = "alarms_in_force"
            case perDayInForce = "per_day_in_force"
            case gained, lost, latching
            case celCost = "cel_cost"
            case keys
        }
    }

    /// A station, or whatever else the alarm's key is made of.
    package struct Key: Hashable, Sendable, Codable {
        package var key: String
        package var alarms: Int

        package init(key: String, alarms: Int) {
            self.key = key
            self.alarms = alarms
        }
    }

    package struct Onset: Hashable, Sendable, Codable {
        package var alert: String
        package var key: String
        package var raisedAt: Timestamp
        @Nullable package var clearedAt: Timestamp?
        package var summary: Bilingual

        package init(alert: String, key: String, raisedAt: Timestamp, clearedAt: Timestamp?, summary: Bilingual) {
            self.alert = alert
            self.key = key
            self.raisedAt = raisedAt
            self.clearedAt = clearedAt
            self.summary = summary
        }

        private enum CodingKeys: String, CodingKey {
            case alert, key
            case raisedAt = "raised_at"
            case clearedAt = "cleared_at"
            case summary
        }
    }

    /// CPU time of the rule engine for one reading.
    package struct Cost: Hashable, Sendable, Codable {
        package var readings: Int
        package var withNanoseconds: Double
        package var withoutNanoseconds: Double

        package init(readings: Int, withNanoseconds: Double, withoutNanoseconds: Double) {
            self.readings = readings
            self.withNanoseconds = withNanoseconds
            self.withoutNanoseconds = withoutNanoseconds
        }

        private enum CodingKeys: String, CodingKey {
            case readings
            case withNanoseconds = "with_nanoseconds"
            case withoutNanoseconds = "without_nanoseconds"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case from, to, days, inputs, readings, replaced, rules, onsets
        case onsetsInAll = "onsets_in_all"
        case cost, damage
    }
}
