/// The incident algorithms #7 and #8 of Payne and Tignor (1978) on a pair of detectors, folded over the newest intervals.
/// Occupancies in percent; an interval that is not known leaves the state as it is.
enum CaliforniaAlgorithm {
    private struct Interval {
        var upstream: Double
        var downstream: Double
        /// Downstream occupancy two intervals before.
        var earlier: Double

        var isKnown: Bool { !upstream.isNaN && !downstream.isNaN }
        var difference: Double { upstream - downstream }
        /// Nothing upstream, no difference.
        var relativeDifference: Double { upstream > 0 ? (upstream - downstream) / upstream : 0 }
        /// 0 where it is not known: neither a wave nor a fall.
        var fall: Double { earlier > 0 ? (earlier - downstream) / earlier : 0 }
    }

    private static func fold(_ pairs: [Double], _ next: (Int, Interval) -> Int) -> Int {
        var state = 0
        var index = 2
        while 2 * index + 1 < pairs.count {
            let interval = Interval(
                upstream: pairs[2 * index], downstream: pairs[2 * index + 1], earlier: pairs[2 * (index - 2) + 1])
            if interval.isKnown { state = next(state, interval) }
            index += 1
        }
        return state
    }

    /// 0 free, 1 tentative, 2 confirmed, 3 continuing.
    ///
    /// - Parameters:
    ///   - pairs: occupancy upstream and downstream in turn, oldest interval first.
    ///   - limits: of OCCDF (percent, at least), OCCRDF (at least) and downstream occupancy (percent, at most).
    static func seven(_ pairs: [Double], _ limits: (Double, Double, Double)) -> Int {
        fold(pairs) { state, interval in
            let persists = interval.relativeDifference >= limits.1
            guard state == 0 else { return persists ? min(3, state + 1) : 0 }
            return interval.difference >= limits.0 && persists && interval.downstream <= limits.2 ? 1 : 0
        }
    }

    /// 0 free, 1 … 5 a compression wave downstream that many intervals ago, 6 tentative, 7 confirmed, 8 continuing.
    ///
    /// - Parameters:
    ///   - pairs: as for #7.
    ///   - limits: of OCCDF (percent, at least), of DOCCTD below which a wave arrives (negative), OCCRDF (at least), DOCCTD
    ///     of an incident (at least), and the downstream occupancy from which on a rise is a wave (percent).
    static func eight(_ pairs: [Double], _ limits: (Double, Double, Double, Double, Double)) -> Int {
        fold(pairs) { state, interval in
            let isWave = interval.fall <= limits.1 && interval.downstream >= limits.4
            let persists = interval.relativeDifference >= limits.2
            switch state {
            case 6...8: return persists ? min(8, state + 1) : isWave ? 1 : 0
            case _ where isWave: return 1
            case 1...4: return state + 1
            case 5: return 0
            default: return interval.difference >= limits.0 && persists && interval.fall >= limits.3 ? 6 : 0
            }
        }
    }
}
