import Telemetry

/// A city's whole state as it was at a past moment.
package struct PastState {
    /// Folded up to the moment, timers included.
    package var fold: Fold
    /// The moment that the state is of: the one asked about, or the last one before it that is known.
    package var at: Timestamp
    package var knowledge: Knowledge
    /// Inputs of the snapshot that it began with; 0 where it began with the journal.
    package var snapshotInputs: Int64
    /// Inputs folded after that.
    package var replayedInputs: Int64
    /// The log that the fold leads to is the stored one, by its chained hash; nil where it has no stored entry yet.
    package var isProven: Bool?

    /// How much is known of the moment asked about.
    package enum Knowledge: Hashable, Sendable {
        case known
        /// Nobody watched then: the server was down between these.
        case notWatching(from: Timestamp, to: Timestamp)
        /// The moment lies after all that was recorded.
        case endOfJournal
    }
}
