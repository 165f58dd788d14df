import Telemetry

/// A function of a series' history (or of an alert's raises) that a rule calls with constant arguments. Equal calls of all
/// rules share one slot, so that each is computed once per reading.
struct Intrinsic: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        /// value − min over the window; 0 where the newest value is the lowest.
        case rise
        /// max over the window − value.
        case fall
        case minimum
        case maximum
        /// Sum oldest → newest, divided by the count.
        case mean
        /// Sum oldest → newest.
        case sum
        case count
        /// Sample standard deviation (divisor n − 1) about the mean, two passes; unknown below two readings.
        case deviation
        /// (newest − oldest) / seconds between them; unknown below two readings.
        case rate
        /// Whether the history reaches back over the whole window.
        case covers
        /// Mean of the last n readings, summed oldest → newest; unknown below n.
        case lastMean
        case lastMinimum
        case lastMaximum
        case lastSum
        /// The value before the newest; unknown below two readings.
        case previous
        /// How long the series has not been heard.
        case silence
        /// `over`: how many different stations, places, … were raised within the window.
        case distinct
        /// `over`: how many raises there were within the window.
        case raises
    }

    var kind: Kind
    /// Length of the window, nanoseconds; 0 where there is none.
    var windowNanoseconds: Int64 = 0
    /// n of the last n readings; 0 where there is none.
    var count: Int = 0
    /// What `distinct` counts.
    var field: RuleField?
    /// As a person writes it: `rise('30m')`.
    var text: String

    /// Most readings that a call may look back by number.
    static let countLimit = 1_000
    /// Shortest window.
    static let shortestWindow = Interval(nanoseconds: 1_000_000)
}
