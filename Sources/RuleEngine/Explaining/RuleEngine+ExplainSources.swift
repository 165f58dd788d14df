import CEL
import Matching
import Telemetry

/// The readings that a rule's conditions look at.
extension RuleEngine {
    /// Of the series that was begun, with its neighbours: oldest first, bounded.
    func sources(of rule: CompiledRule, cell: Cell, series index: Int) -> [ExplainedSource] {
        let upper = current.upper
        let time = current.eventTime
        let ring = states[index].ring
        var names: [String] = []
        var first = max(0, upper - 1)
        var others: [ExplainedSource] = []
        for slot in Set(rule.condition.referencedSlots + (rule.clear?.referencedSlots ?? [])).sorted() {
            if slot == RuleEnvironment.Word.value { names.append("value") }
            let offset = slot - rules.firstReadingIntrinsicSlot
            guard offset >= 0, offset < rules.readingIntrinsics.count else { continue }
            let intrinsic = rules.readingIntrinsics[offset]
            if let call = intrinsic.neighbour { others += neighbours(intrinsic, call, series: index) }
            if intrinsic.lookBackNanoseconds > 0 {
                let cutoff = saturatingSubtract(time, intrinsic.lookBackNanoseconds)
                first = min(first, ring.firstIndex(after: cutoff))
            }
            if intrinsic.lookBackCount > 0 { first = min(first, max(0, upper - intrinsic.lookBackCount)) }
            if intrinsic.neighbour == nil { names.append(intrinsic.text) }
        }
        // A delay is decided by all readings since the condition began to hold.
        if cell.phase != .inactive, rule.onDelayNanoseconds > 0 {
            first = min(first, ring.firstIndex(after: saturatingSubtract(cell.onset, 1)))
        }
        first = min(max(0, first), upper)
        var own = source(index, names: names, first, upper)
        // One without a value, or that failed quality control, stands in no window.
        if time != .min, own.times.last?.nanoseconds != time {
            own.times = own.times.suffix(ExplainedSource.limit - 1) + [Timestamp(nanoseconds: time)]
            own.count += 1
        }
        return [own] + others
    }

    /// Most neighbours that are told of.
    private static let neighbourLimit = 12

    private func neighbours(_ intrinsic: Intrinsic, _ call: NeighbourCall, series index: Int) -> [ExplainedSource] {
        let isSilent = current.reasons & (UnknownReason.noReading | UnknownReason.stale) != 0
        let time = isSilent ? current.now : current.eventTime
        var found = table.neighbourhood.series(for: call, words: words(of: index))
        switch call.who {
        case .district, .area: found = Array(found.prefix(RuleEngine.neighbourLimit))
        case .upstream, .downstream, .nearest: found = Array(found.prefix(1))
        }
        return found.map { other in
            let ring = states[Int(other)].ring
            let upper = ring.firstIndex(after: time)
            let lower =
                intrinsic.windowNanoseconds > 0
                ? min(upper, ring.firstIndex(after: saturatingSubtract(time, intrinsic.windowNanoseconds)))
                : max(0, upper - 1)
            return source(Int(other), names: [intrinsic.text], lower, upper)
        }
    }

    private func source(_ index: Int, names: [String], _ lower: Int, _ upper: Int) -> ExplainedSource {
        let words = words(of: index)
        let ring = states[index].ring
        let newest = max(lower, upper - ExplainedSource.limit)
        return ExplainedSource(
            series: SeriesID(rawValue: Int32(index)), station: words.station, quantity: words.quantity,
            unit: words.unit,
            names: names, count: max(0, upper - lower),
            times: newest < upper ? (newest..<upper).map { Timestamp(nanoseconds: ring.time($0)) } : [])
    }
}
