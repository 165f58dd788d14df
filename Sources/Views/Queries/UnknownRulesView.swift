import Telemetry

/// `GET /v1/rules/unknown`, `tocsin rules unknown`: rules that cannot decide now, the longest first.
package struct UnknownRulesView: Hashable, Sendable, Codable {
    /// How many there are, told here or not.
    package var total: Int
    package var rules: [Rule]

    /// One rule on one series.
    package struct Rule: Hashable, Sendable, Codable {
        package var alert: String
        /// The alarm's key: values of `by`, joined with `/`.
        package var key: String
        package var station: String
        package var quantity: String
        /// Since when it has not been known.
        package var since: Timestamp
        /// The names that are not known, each with why: `rise('1h'): short_history`.
        package var reasons: [String]
        /// Its `blind_after` has passed and the alarm of its blindness is on.
        package var blind: Bool

        package init(
            alert: String, key: String, station: String, quantity: String, since: Timestamp, reasons: [String],
            blind: Bool
        ) {
            self.alert = alert
            self.key = key
            self.station = station
            self.quantity = quantity
            self.since = since
            self.reasons = reasons
            self.blind = blind
        }
    }

    package init(total: Int, rules: [Rule]) {
        self.total = total
        self.rules = rules
    }
}
