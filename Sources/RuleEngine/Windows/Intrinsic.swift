import Matching
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
        // From here on functions that are computed out of the hot path.

        /// The last n readings, oldest first; unknown below n.
        case lastValues
        /// The readings in the window, oldest first; unknown where there is none.
        case values
        /// The readings in the window, oldest first; unknown unless the history covers the window.
        case heldValues
        /// Linear interpolation between order statistics (Hyndman and Fan's type 7).
        case quantile
        /// How often the value differs from that of the reading before it, both in the window.
        case changes
        /// Value of the newest reading not younger than t − w.
        case valueBefore
        /// Mean with weights 0.5^(age / half-life) of the readings in the window before the newest.
        case decayingMean
        /// Standard deviation about it with the same weights; unknown below two readings.
        case decayingDeviation
        /// Mean of the readings within half a slot of the same time on each of the n periods before.
        case periodicMean
        /// Sample standard deviation of the same readings; unknown below two.
        case periodicDeviation
        /// Mean |x − mean of the long window| of the short window over that of the long one.
        case shortOverLong
        /// The same with recursive averages of time constants short and long, over three long windows.
        case shortOverLongRecursive
        /// A neighbour's newest value, or a summary of its window.
        case neighbour
        /// Means, extremes and sums over the stations of a district or an area that are known.
        case group
        /// Occupancy here less occupancy at the downstream neighbour (OCCDF).
        case occupancyDifference
        /// The same over the occupancy here (OCCRDF).
        case relativeOccupancyDifference
        /// Fall of the downstream occupancy over n intervals, over what it was (DOCCTD).
        case downstreamFall
        /// Occupancies here and downstream of the newest intervals in turn, for the California algorithms.
        case occupancyPairs
        /// `over`: how many different stations, places, … were raised within the window.
        case distinct
        /// `over`: how many raises there were within the window.
        case raises

        /// Computed out of the hot path.
        @inline(__always) var isRare: Bool { rawValue >= Kind.lastValues.rawValue }
    }

    var kind: Kind
    /// Length of the window, nanoseconds; 0 where there is none.
    var windowNanoseconds: Int64 = 0
    /// n of the last n readings; 0 where there is none.
    var count: Int = 0
    /// The short window, the half-life or the slot, nanoseconds; 0 where there is none.
    var secondNanoseconds: Int64 = 0
    /// Of a quantile, 0 … 1.
    var fraction: Double = 0
    /// A day or a week, nanoseconds; 0 where there is none.
    var periodNanoseconds: Int64 = 0
    /// Readings beside the count that are looked back at.
    var extraCount: Int = 0
    /// Whom a function of neighbours looks at.
    var neighbour: NeighbourCall?
    /// What `distinct` counts.
    var field: SourceField?
    /// As a person writes it: `rise('30m')`.
    var text: String

    /// How far before the reading decided on the history must go back, nanoseconds.
    var lookBackNanoseconds: Int64 {
        switch kind {
        case .periodicMean, .periodicDeviation:
            periodNanoseconds * Int64(count) + secondNanoseconds
        case .shortOverLongRecursive: 3 * windowNanoseconds
        case .neighbour, .group: 0
        default: windowNanoseconds
        }
    }

    /// How many readings by number the history must hold.
    var lookBackCount: Int { periodNanoseconds > 0 ? 0 : count + extraCount }

    /// How far back those that are looked at must keep their history, nanoseconds; 0 where nobody is looked at.
    var neighbourLookBackNanoseconds: Int64 {
        neighbour == nil ? 0 : max(windowNanoseconds, Intrinsic.shortestNeighbourHistory.nanoseconds)
    }

    /// Intervals that the California algorithms are folded over, beside two before them.
    static let occupancyIntervals = 30
    /// What is kept of a series at which others look, so that one that lags behind still finds what was then.
    static let shortestNeighbourHistory = Interval(seconds: 3_600)
    /// Most readings that a call may look back by number.
    static let countLimit = 1_000
    /// Shortest window.
    static let shortestWindow = Interval(nanoseconds: 1_000_000)
}
