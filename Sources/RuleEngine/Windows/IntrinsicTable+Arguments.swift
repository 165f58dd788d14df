import CEL
import Matching
import Telemetry

/// From a call's constant arguments to what is computed; what makes no sense is refused with what to write instead.
extension IntrinsicTable {
    static func intrinsic(for call: IntrinsicCall, registry: Registry) throws(IntrinsicRefusal) -> Intrinsic {
        if let found = try neighbourIntrinsic(for: call, registry: registry) { return found }
        if let (_, kind) = windowed.first(where: { $0.0 == call.name }) { return try windowedCall(kind, call) }
        if let (_, kind) = lasting.first(where: { $0.0 == call.name }) { return try lastingCall(kind, call) }
        if let (_, kind) = decaying.first(where: { $0.0 == call.name }) { return try decayingCall(kind, call) }
        if let (_, kind, period) = periodic.first(where: { $0.0 == call.name }) {
            return try periodicCall(kind, period, call)
        }
        switch call.name {
        case "covers": return try windowedCall(.covers, call)
        case "values": return try windowedCall(.values, call)
        case heldValues:
            var result = try windowedCall(.heldValues, call, "write held('10m', v, v > 3.0)")
            result.text = "held('\(Interval(nanoseconds: result.windowNanoseconds).text)')"
            return result
        case "cusum_high", "cusum_low":
            var result = try windowedCall(.values, call, "write \(call.name)(params.target, 0.1, '6h')")
            result.text = "values('\(Interval(nanoseconds: result.windowNanoseconds).text)')"
            return result
        case "previous": return Intrinsic(kind: .previous, count: 2, text: "previous()")
        case "silence": return Intrinsic(kind: .silence, text: "silence()")
        case "quantile": return try quantileCall(call)
        case "raises": return try windowedCall(.raises, call)
        case "distinct": return try distinctCall(call)
        default:
            throw IntrinsicRefusal(
                "there is no such function", remedy: "use rise, fall, min, max, avg or sum", argument: 0)
        }
    }

    // MARK: Kinds of calls

    private static func windowedCall(
        _ kind: Intrinsic.Kind, _ call: IntrinsicCall, _ example: String? = nil
    ) throws(IntrinsicRefusal) -> Intrinsic {
        let window = try length(call, 0, "window", example ?? "write \(call.name)('30m')")
        return Intrinsic(
            kind: kind, windowNanoseconds: window.nanoseconds, text: "\(call.name)('\(window.text)')")
    }

    private static func lastingCall(
        _ kind: Intrinsic.Kind, _ call: IntrinsicCall
    ) throws(IntrinsicRefusal) -> Intrinsic {
        guard case .int(let count)? = call.arguments.first, (1...Int64(Intrinsic.countLimit)).contains(count) else {
            throw IntrinsicRefusal(
                "the number of readings must be from 1 to \(Intrinsic.countLimit)",
                remedy: "write \(call.name)(10)", argument: 0)
        }
        return Intrinsic(kind: kind, count: Int(count), text: "\(call.name)(\(count))")
    }

    private static func quantileCall(_ call: IntrinsicCall) throws(IntrinsicRefusal) -> Intrinsic {
        let fraction: Double
        switch call.arguments.first {
        case .double(let number)?: fraction = number
        case .int(let number)?: fraction = Double(number)
        default: fraction = .nan
        }
        guard fraction >= 0, fraction <= 1 else {
            throw IntrinsicRefusal(
                "a quantile lies between 0 and 1", remedy: "write quantile(0.95, '24h')", argument: 0)
        }
        let window = try length(call, 1, "window", "write quantile(0.95, '24h')")
        return Intrinsic(
            kind: .quantile, windowNanoseconds: window.nanoseconds, fraction: fraction,
            text: "quantile(\(fraction), '\(window.text)')")
    }

    /// Two lengths of time: the first is the shorter.
    private static func decayingCall(
        _ kind: Intrinsic.Kind, _ call: IntrinsicCall
    ) throws(IntrinsicRefusal) -> Intrinsic {
        let isTrigger = kind == .shortOverLong || kind == .shortOverLongRecursive
        let example = isTrigger ? "write \(call.name)('500ms', '10s')" : "write \(call.name)('1h', '6h')"
        let short = try length(call, 0, isTrigger ? "short window" : "half-life", example)
        let long = try length(call, 1, "window", example)
        guard short <= long else {
            throw IntrinsicRefusal(
                "\(short.text) is longer than the window of \(long.text)", remedy: example, argument: 0)
        }
        let result = Intrinsic(
            kind: kind, windowNanoseconds: long.nanoseconds, secondNanoseconds: short.nanoseconds,
            text: "\(call.name)('\(short.text)', '\(long.text)')")
        try checkLookBack(result, argument: 1)
        return result
    }

    private static func periodicCall(
        _ kind: Intrinsic.Kind, _ period: Int64, _ call: IntrinsicCall
    ) throws(IntrinsicRefusal) -> Intrinsic {
        let example = "write \(call.name)('30m', 3)"
        let slot = try length(call, 0, "slot", example)
        guard slot.nanoseconds < period else {
            throw IntrinsicRefusal("the slot is as long as the period", remedy: example, argument: 0)
        }
        guard call.arguments.count > 1, case .int(let count) = call.arguments[1], (1...31).contains(count) else {
            throw IntrinsicRefusal("the number of periods must be from 1 to 31", remedy: example, argument: 1)
        }
        let result = Intrinsic(
            kind: kind, count: Int(count), secondNanoseconds: slot.nanoseconds, periodNanoseconds: period,
            text: "\(call.name)('\(slot.text)', \(count))")
        try checkLookBack(result, argument: 1)
        return result
    }

    private static func distinctCall(_ call: IntrinsicCall) throws(IntrinsicRefusal) -> Intrinsic {
        let window = try length(call, 1, "window", "write distinct('station', '30m')")
        guard case .string(let word)? = call.arguments.first, let field = SourceField(word: word),
            SourceField.identity.contains(field)
        else {
            throw IntrinsicRefusal(
                "only stations, places, districts, domains and quantities can be counted",
                remedy: "write distinct('station', '10m')", argument: 0)
        }
        return Intrinsic(
            kind: .distinct, windowNanoseconds: window.nanoseconds, field: field,
            text: "distinct('\(field.rawValue)', '\(window.text)')")
    }

    // MARK: Lengths of time

    static func length(
        _ call: IntrinsicCall, _ argument: Int, _ what: String, _ example: String
    ) throws(IntrinsicRefusal) -> Interval {
        let length: Interval?
        switch call.arguments.count > argument ? call.arguments[argument] : .null {
        case .string(let text): length = Interval(text: text)
        case .duration(let nanoseconds): length = Interval(nanoseconds: nanoseconds)
        default: length = nil
        }
        guard let length else {
            throw IntrinsicRefusal("the \(what) must be a length of time", remedy: example, argument: argument)
        }
        guard length >= Intrinsic.shortestWindow else {
            throw IntrinsicRefusal(
                "a \(what) of \(length.text) holds no history", remedy: "write 1ms or more, such as '30m'",
                argument: argument)
        }
        guard length <= RuleFileReader.longestInterval else {
            throw IntrinsicRefusal(
                "a \(what) of \(length.text) is longer than the history that is kept", remedy: "write at most '31d'",
                argument: argument)
        }
        return length
    }

    private static func checkLookBack(_ intrinsic: Intrinsic, argument: Int) throws(IntrinsicRefusal) {
        guard intrinsic.lookBackNanoseconds > RuleFileReader.longestInterval.nanoseconds else { return }
        let length = Interval(nanoseconds: intrinsic.lookBackNanoseconds)
        throw IntrinsicRefusal(
            "\(intrinsic.text) looks back \(length.text), longer than the history that is kept",
            remedy: "look back at most 31d", argument: argument)
    }
}
