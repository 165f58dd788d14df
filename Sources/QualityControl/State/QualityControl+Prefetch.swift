import CPrefetch
import Telemetry

/// Memory that a reading to come will need, asked for while others are assessed. Changes nothing; mutating for
/// the same reason as the tests.
extension QualityControl {
    /// Fetches what is kept of a series.
    package mutating func prefetch(_ series: SeriesID) {
        states.withUnsafeBufferPointer { states in
            guard series.index < states.count, let first = states.baseAddress else { return }
            tocsin_prefetch(first + series.index)
        }
    }

    /// Fetches its newest readings. Some readings after `prefetch`.
    package mutating func prefetchEntries(_ series: SeriesID) {
        guard series.index < states.count else { return }
        let state = states[series.index]
        guard state.plan >= 0, state.count > 0 else { return }
        entries.withUnsafeBufferPointer { entries in
            guard let first = entries.baseAddress else { return }
            let newest = state.place(Int(state.count) - 1)
            tocsin_prefetch(first + newest)
            tocsin_prefetch(first + state.place(max(0, Int(state.count) - 3)))
            // Where the next one goes.
            tocsin_prefetch(first + (newest + 1 < state.base + Int(state.capacity) ? newest + 1 : state.base))
        }
    }
}
