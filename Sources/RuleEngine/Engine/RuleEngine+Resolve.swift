import CEL
import Matching
import Telemetry

/// Fills the slots that expressions ask for.
extension RuleEngine {
    func resolveReading(_ frame: Frame, _ slot: Int) {
        let offset = slot - frames.firstIntrinsicSlot
        if offset >= 0 {
            resolve(offset, frame, slot)
            return
        }
        switch slot {
        case RuleEnvironment.Word.value:
            if current.reasons == 0 {
                frame.setDouble(current.value, at: slot)
            } else {
                frame.setUnknown(reasons: current.reasons, at: slot)
            }
        case RuleEnvironment.Word.eventTime:
            if current.reasons & UnknownReason.noReading == 0 {
                frame.set(.timestamp(Value.Timestamp(nanosecondsSince1970: current.eventTime)), at: slot)
            } else {
                frame.setUnknown(reasons: UnknownReason.noReading, at: slot)
            }
        case RuleEnvironment.Word.unit: frame.setString(series.unit(current.series), at: slot)
        case RuleEnvironment.Word.quality:
            frame.setString(
                RuleEngine.word(for: isReplaying ? current.quality : states[current.series].quality), at: slot)
        case RuleEnvironment.Word.station...RuleEnvironment.Word.placeName:
            frame.setString(word(slot, words(of: current.series)), at: slot)
        default: resolveConstant(frame, slot)
        }
    }

    private func resolveConstant(_ frame: Frame, _ slot: Int) {
        let state = states.base + current.series
        let plan = state.pointee.plan
        for position in 0..<plan.pointee.constantCount where plan.pointee.constantSlots[position] == Int32(slot) {
            let value = constants[Int(state.pointee.firstConstant) + position]
            if !value.isNaN {
                frame.setDouble(value, at: slot)
                return
            }
        }
        frame.setUnknown(reasons: UnknownReason.noThreshold, at: slot)
    }

    func word(_ slot: Int, _ words: SourceWords) -> String {
        switch slot {
        case RuleEnvironment.Word.station: words.station
        case RuleEnvironment.Word.district: words.district
        case RuleEnvironment.Word.domain: words.domain
        case RuleEnvironment.Word.quantity: words.quantity
        case RuleEnvironment.Word.place: words.place
        case RuleEnvironment.Word.stationName:
            registry.station(words.station)?.name[current.language] ?? words.station
        default:
            registry.place(words.place)?.name[current.language]
                ?? registry.station(words.station)?.name[current.language] ?? words.place
        }
    }

    static func word(for quality: UInt8) -> String {
        switch QualityFlag(rawValue: quality) {
        case .pass: "pass"
        case .suspect: "suspect"
        case .fail: "fail"
        case .missing: "missing"
        case .notEvaluated, nil: "not_evaluated"
        }
    }

    // MARK: History

    private func resolve(_ offset: Int, _ frame: Frame, _ slot: Int) {
        let intrinsic = frames.intrinsics[offset]
        let state = states.base + current.series
        if intrinsic.kind == .silence {
            let silence = saturatingSubtract(current.now, state.pointee.lastHeard)
            frame.setDuration(nanoseconds: max(0, silence), at: slot)
            return
        }
        if intrinsic.kind.isRare {
            resolveRare(offset, frame, slot)
            return
        }
        guard current.reasons == 0 else {
            frame.setUnknown(reasons: current.reasons, at: slot)
            return
        }
        let upper = current.upper
        let cutoff = saturatingSubtract(current.eventTime, intrinsic.window)
        let lower =
            intrinsic.window > 0
            ? min(upper, state.pointee.ring.firstIndex(after: cutoff)) : upper - Int(intrinsic.count)
        if lower == 0, intrinsic.window > 0, state.pointee.ring.isCut(after: cutoff) {
            setShortHistory(frame, slot)
            return
        }
        if intrinsic.kind == .covers {
            frame.setBool(upper > 0 && state.pointee.ring.time(0) <= cutoff, at: slot)
        } else if let value = aggregate(intrinsic.kind, state, lower, upper), value.isFinite {
            frames.readingSlots[slot].value = .double(value)
            frames.readingSlots[slot].state = .value
        } else {
            frame.setUnknown(reasons: UnknownReason.shortHistory, at: slot)
        }
    }

    /// Nil where the history is too short.
    @inline(__always)
    private func aggregate(
        _ kind: Intrinsic.Kind, _ state: UnsafeMutablePointer<SeriesState>, _ lower: Int, _ upper: Int
    ) -> Double? {
        let length = upper - lower
        // The newest reading counts for its own rise and fall even where a failed one stands in no window.
        switch kind {
        case .rise: return max(0, current.value - min(current.value, state.pointee.ring.minimum(lower, upper)))
        case .fall: return max(0, max(current.value, state.pointee.ring.maximum(lower, upper)) - current.value)
        case .count: return Double(length)
        case .minimum: return length > 0 ? state.pointee.ring.minimum(lower, upper) : nil
        case .maximum: return length > 0 ? state.pointee.ring.maximum(lower, upper) : nil
        case .sum: return length > 0 ? state.pointee.ring.sum(lower, upper) : nil
        case .mean: return length > 0 ? state.pointee.ring.sum(lower, upper) / Double(length) : nil
        case .deviation: return length > 1 ? state.pointee.ring.deviation(lower, upper) : nil
        case .rate:
            guard length > 1 else { return nil }
            let seconds = Double(state.pointee.ring.time(upper - 1) - state.pointee.ring.time(lower)) / 1e9
            return (state.pointee.ring.value(upper - 1) - state.pointee.ring.value(lower)) / seconds
        case .lastMean: return lower >= 0 ? state.pointee.ring.sum(lower, upper) / Double(length) : nil
        case .lastMinimum: return lower >= 0 ? state.pointee.ring.minimum(lower, upper) : nil
        case .lastMaximum: return lower >= 0 ? state.pointee.ring.maximum(lower, upper) : nil
        case .lastSum: return lower >= 0 ? state.pointee.ring.sum(lower, upper) : nil
        case .previous:
            let index = current.isInRing ? upper - 2 : upper - 1
            return index >= 0 ? state.pointee.ring.value(index) : nil
        default: return nil
        }
    }
}
