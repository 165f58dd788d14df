import CEL
import Telemetry

/// Functions of other stations' histories. All are functions of what those histories hold up to the event time of the
/// reading decided on, never of what has arrived since: a reading judged again later sees the same. Where the own source is
/// silent there is no such reading, and the functions tell what is known at the moment of deciding.
extension RuleEngine {
    /// What one neighbour says, or why it says nothing.
    private enum Known {
        case value(Double)
        case unknown(UInt64)
    }

    @inline(never)
    func resolveNeighbours(_ intrinsic: Intrinsic, _ frame: Frame, _ slot: Int) {
        guard let call = intrinsic.neighbour else { return }
        // A silent station may ask its neighbours: whether it rains while the gauge says nothing. It asks about now.
        let isSilent = current.reasons & (UnknownReason.noReading | UnknownReason.stale) != 0
        let time = isSilent ? current.now : current.eventTime
        let known: Known
        switch intrinsic.kind {
        case .neighbour:
            known =
                neighbour(call).map { read($0, intrinsic, at: time) }
                ?? .unknown(UnknownReason.noNeighbour)
        case .group: known = group(intrinsic, call, at: time)
        case .occupancyPairs:
            resolvePairs(call, frame, slot)
            return
        default: known = pair(intrinsic, call)
        }
        switch known {
        case .value(let value) where value.isFinite: frame.setDouble(value, at: slot)
        case .value: frame.setUnknown(reasons: UnknownReason.notFinite, at: slot)
        case .unknown(let reasons): frame.setUnknown(reasons: reasons, at: slot)
        }
    }

    private func neighbour(_ call: NeighbourCall) -> Int? {
        table.neighbourhood.series(for: call, words: words(of: current.series)).first.map { Int($0) }
    }

    /// A series' newest value at a time, or a summary of its window that ends there.
    private func read(_ index: Int, _ intrinsic: Intrinsic, at time: Int64) -> Known {
        let state = states.base + index
        let ring = state.pointee.ring
        let upper = ring.firstIndex(after: time)
        guard upper > 0 else { return .unknown(UnknownReason.shortHistory) }
        let age = saturatingSubtract(time, ring.time(upper - 1))
        if state.pointee.staleAfter > 0, age > state.pointee.staleAfter {
            return .unknown(UnknownReason.neighbourStale)
        }
        // What it said last was no value, or none to believe: what it had said before is not what it says now.
        if saidNothing(index, after: ring.time(upper - 1), through: time) { return .unknown(UnknownReason.missing) }
        let newest = ring.value(upper - 1)
        guard let aggregate = intrinsic.neighbour?.aggregate, aggregate != .value else { return .value(newest) }
        let lower = min(upper, ring.firstIndex(after: saturatingSubtract(time, intrinsic.windowNanoseconds)))
        if aggregate == .count { return .value(Double(upper - lower)) }
        guard lower < upper else { return .unknown(UnknownReason.shortHistory) }
        switch aggregate {
        case .rise: return .value(newest - ring.minimum(lower, upper))
        case .fall: return .value(ring.maximum(lower, upper) - newest)
        case .minimum: return .value(ring.minimum(lower, upper))
        case .maximum: return .value(ring.maximum(lower, upper))
        case .mean: return .value(ring.sum(lower, upper) / Double(upper - lower))
        default: return .value(ring.sum(lower, upper))
        }
    }

    /// Whether a reading without a value, or one not to believe, lies between the newest value and a time.
    private func saidNothing(_ index: Int, after value: Int64, through time: Int64) -> Bool {
        let state = states.base + index
        if state.pointee.plan.pointee.spareLimit > 0 {
            return past.marked[index]?.contains { !$0.isInRing && $0.time > value && $0.time <= time } ?? false
        }
        let newest = state.pointee.newestEvent
        return !state.pointee.flags.isDisjoint(with: [.missing, .failed]) && newest <= time && newest > value
    }

    private func group(_ intrinsic: Intrinsic, _ call: NeighbourCall, at time: Int64) -> Known {
        var count = 0
        var sum = 0.0
        var least = Double.infinity
        var greatest = -Double.infinity
        for index in table.neighbourhood.series(for: call, words: words(of: current.series)) {
            guard case .value(let value) = read(Int(index), intrinsic, at: time) else { continue }
            count += 1
            sum += value
            least = min(least, value)
            greatest = max(greatest, value)
        }
        if call.combination == .count { return .value(Double(count)) }
        guard count > 0 else { return .unknown(UnknownReason.noNeighbour) }
        switch call.combination {
        case .mean: return .value(sum / Double(count))
        case .sum, .count: return .value(sum)
        case .minimum: return .value(least)
        case .maximum: return .value(greatest)
        }
    }

    // MARK: Detector pairs

    private func pair(_ intrinsic: Intrinsic, _ call: NeighbourCall) -> Known {
        guard current.reasons == 0 else { return .unknown(current.reasons) }
        guard let downstream = neighbour(call) else { return .unknown(UnknownReason.noNeighbour) }
        let now = read(downstream, intrinsic, at: current.eventTime)
        guard case .value(let there) = now else { return now }
        switch intrinsic.kind {
        case .occupancyDifference: return .value(current.value - there)
        case .relativeOccupancyDifference:
            return current.value == 0
                ? .unknown(UnknownReason.notFinite) : .value((current.value - there) / current.value)
        default:
            let ring = states[current.series].ring
            let earlier = (current.isInRing ? current.upper - 1 : current.upper) - intrinsic.count
            guard earlier >= 0 else { return .unknown(UnknownReason.shortHistory) }
            let then = read(downstream, intrinsic, at: ring.time(earlier))
            guard case .value(let before) = then else { return then }
            return before == 0 ? .unknown(UnknownReason.notFinite) : .value((before - there) / before)
        }
    }

    /// The newest intervals that are at hand, oldest first: occupancy here, occupancy downstream; NaN where that was not
    /// known. The newest interval must be known, and two before it.
    private func resolvePairs(_ call: NeighbourCall, _ frame: Frame, _ slot: Int) {
        guard current.reasons == 0 else {
            frame.setUnknown(reasons: current.reasons, at: slot)
            return
        }
        guard let downstream = neighbour(call) else {
            frame.setUnknown(reasons: UnknownReason.noNeighbour, at: slot)
            return
        }
        let ring = states[current.series].ring
        let plain = Intrinsic(kind: .neighbour, neighbour: call, text: "")
        let first = max(0, current.upper - Intrinsic.occupancyIntervals - 2)
        var pairs: [Value] = []
        for index in first..<max(first, current.upper) {
            pairs.append(.double(ring.value(index)))
            let there = read(downstream, plain, at: ring.time(index))
            switch there {
            case .value(let value): pairs.append(.double(value))
            case .unknown(let reasons):
                if index == current.upper - 1 {
                    frame.setUnknown(reasons: reasons, at: slot)
                    return
                }
                pairs.append(.double(.nan))
            }
        }
        if pairs.count < 6 { return setShortHistory(frame, slot) }
        frame.set(.list(pairs), at: slot)
    }
}
