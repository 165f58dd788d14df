/// How long one department took with its orders. Times in seconds on the server's clock.
package struct ResponseTimesView: Codable, Hashable, Sendable {
    /// One stretch of the way: percentiles by nearest rank.
    package struct PhaseTimes: Codable, Hashable, Sendable {
        package var phase: ResponseTimes.Phase
        /// Orders that came so far.
        package var count: Int
        package var p50: Double
        package var p90: Double
        package var maximum: Double
        package var standards: [Comparison]
    }

    /// A standard beside what was reached.
    package struct Comparison: Codable, Hashable, Sendable {
        package var percent: Int
        package var within: Double
        /// Whole percent, rounded down.
        package var reachedPercent: Int
        package var source: String

        package var isMet: Bool { reachedPercent >= percent }

        enum CodingKeys: String, CodingKey {
            case percent, within, source
            case reachedPercent = "reached_percent"
        }
    }

    package var department: String
    /// Orders, each new version counted.
    package var orders: Int
    /// Handed over and never answered.
    package var unanswered: Int
    package var declined: Int
    /// Not acknowledged in time.
    package var late: Int
    package var phases: [PhaseTimes]
}
