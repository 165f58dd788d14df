import QualityControl
import Telemetry

/// What a message to come will need of memory, asked for while others are applied: where the next messages are known, a
/// drill or a restart waits for memory less than it works. Changes nothing, whatever is asked for;
/// mutating, since a method that is not would be handed a copy of the whole fold each time.
extension Fold {
    /// The first step: where its topic is looked up.
    package mutating func prefetchName(_ topic: UnsafeRawBufferPointer) {
        intake.prefetch(topic: topic)
    }

    /// The second, some messages later: the state of its series.
    ///
    /// - Returns: the series, for the third step; nil where the topic leads to none yet.
    package mutating func prefetchState(_ topic: UnsafeRawBufferPointer) -> SeriesID? {
        guard let series = intake.prefetchState(topic: topic) else { return nil }
        quality.prefetch(series)
        engine?.prefetch(series)
        return series
    }

    /// The third, some messages later still: what the state leads to.
    package mutating func prefetchHistory(_ series: SeriesID) {
        quality.prefetchEntries(series)
        engine?.prefetchHistory(series)
    }
}
