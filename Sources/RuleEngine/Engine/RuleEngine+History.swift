import CEL
import Telemetry

/// The functions of history that most rules do not use: out of the hot path.
extension RuleEngine {
    @inline(never)
    func resolveRare(_ offset: Int, _ frame: Frame, _ slot: Int) {
        let intrinsic = rules.readingIntrinsics[offset]
        if intrinsic.neighbour != nil {
            resolveNeighbours(intrinsic, frame, slot)
            return
        }
        guard current.reasons == 0 else {
            frame.setUnknown(reasons: current.reasons, at: slot)
            return
        }
        let ring = states[current.series].ring
        let upper = current.upper
        let cutoff = saturatingSubtract(current.eventTime, intrinsic.windowNanoseconds)
        let lower = min(upper, ring.firstIndex(after: cutoff))
        let oldest = saturatingSubtract(current.eventTime, intrinsic.lookBackNanoseconds)
        if intrinsic.lookBackNanoseconds > 0, ring.isCut(after: oldest) { return setShortHistory(frame, slot) }
        switch intrinsic.kind {
        case .lastValues:
            guard upper >= intrinsic.count else { return setShortHistory(frame, slot) }
            setList(ring.values(upper - intrinsic.count, upper), frame, slot)
        case .values:
            guard upper > lower else { return setShortHistory(frame, slot) }
            setList(ring.values(lower, upper), frame, slot)
        case .heldValues:
            guard upper > lower, ring.time(0) <= cutoff else { return setShortHistory(frame, slot) }
            setList(ring.values(lower, upper), frame, slot)
        default:
            if let value = rareNumber(intrinsic, ring, lower: lower, cutoff: cutoff), value.isFinite {
                frame.setDouble(value, at: slot)
            } else {
                setShortHistory(frame, slot)
            }
        }
    }

    /// Nil where the history is too short.
    private func rareNumber(_ intrinsic: Intrinsic, _ ring: SampleRing, lower: Int, cutoff: Int64) -> Double? {
        let upper = current.upper
        switch intrinsic.kind {
        case .quantile: return upper > lower ? ring.quantile(intrinsic.fraction, lower, upper) : nil
        case .changes: return upper > lower ? Double(ring.changes(lower, upper)) : nil
        case .valueBefore:
            let before = min(upper, ring.firstIndex(after: cutoff)) - 1
            return before >= 0 ? ring.value(before) : nil
        case .decayingMean, .decayingDeviation:
            let end = current.isInRing ? upper - 1 : upper
            guard end > lower,
                let result = ring.decaying(
                    lower, end, now: current.eventTime, halfLife: intrinsic.secondNanoseconds)
            else { return nil }
            return intrinsic.kind == .decayingMean ? result.mean : result.deviation
        case .periodicMean, .periodicDeviation:
            let result = ring.periodic(
                now: current.eventTime, period: intrinsic.periodNanoseconds, periods: intrinsic.count,
                slot: intrinsic.secondNanoseconds)
            guard result.count > 0 else { return nil }
            return intrinsic.kind == .periodicMean ? result.mean : result.deviation
        case .shortOverLong:
            guard upper > lower, ring.time(0) <= cutoff else { return nil }
            let short = ring.firstIndex(after: saturatingSubtract(current.eventTime, intrinsic.secondNanoseconds))
            return ring.shortOverLong(lower, min(upper, short), upper)
        case .shortOverLongRecursive:
            guard upper > 0, ring.time(0) <= cutoff else { return nil }
            let first = ring.firstIndex(
                after: saturatingSubtract(current.eventTime, intrinsic.lookBackNanoseconds))
            return ring.shortOverLongRecursive(
                min(upper, first), upper, short: intrinsic.secondNanoseconds, long: intrinsic.windowNanoseconds)
        default: return nil
        }
    }

    private func setList(_ values: [Double], _ frame: Frame, _ slot: Int) {
        frame.set(.list(values.map { .double($0) }), at: slot)
    }

    func setShortHistory(_ frame: Frame, _ slot: Int) {
        frame.setUnknown(reasons: UnknownReason.shortHistory, at: slot)
    }
}
