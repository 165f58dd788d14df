import CEL
import Telemetry

/// Hands out slots to calls of history functions while rules are compiled: the same call gets the same slot. A class,
/// because the compiler's closures share it; used by one thread.
final class IntrinsicTable {
    private let firstSlot: Int
    private(set) var intrinsics: [Intrinsic] = []
    private var slots: [Intrinsic: Int] = [:]
    /// Slots that the expressions compiled since `beginRule` use.
    private(set) var used: [Int] = []

    init(firstSlot: Int) {
        self.firstSlot = firstSlot
    }

    func beginRule() {
        used.removeAll(keepingCapacity: true)
    }

    func slot(for call: IntrinsicCall) throws(IntrinsicRefusal) -> Int {
        let intrinsic = try IntrinsicTable.intrinsic(for: call)
        let slot: Int
        if let known = slots[intrinsic] {
            slot = known
        } else {
            slot = firstSlot + intrinsics.count
            intrinsics.append(intrinsic)
            slots[intrinsic] = slot
        }
        if !used.contains(slot) { used.append(slot) }
        return slot
    }

    // MARK: Declarations

    private static let windowed: [(String, Intrinsic.Kind)] = [
        ("rise", .rise), ("fall", .fall), ("min", .minimum), ("max", .maximum), ("avg", .mean), ("sum", .sum),
        ("count", .count), ("stddev", .deviation), ("rate", .rate),
    ]
    private static let lasting: [(String, Intrinsic.Kind)] = [
        ("avg_last", .lastMean), ("min_last", .lastMinimum), ("max_last", .lastMaximum), ("sum_last", .lastSum),
    ]

    static func declareForReadings(in environment: inout Environment) {
        for (name, _) in windowed {
            environment.declareIntrinsic(name, [Overload([.string], .double), Overload([.duration], .double)])
        }
        environment.declareIntrinsic("covers", [Overload([.string], .bool), Overload([.duration], .bool)])
        for (name, _) in lasting {
            environment.declareIntrinsic(name, [Overload([.int], .double)])
        }
        environment.declareIntrinsic("previous", [Overload([], .double)])
        environment.declareIntrinsic("silence", [Overload([], .duration)])
    }

    static func declareForRaises(in environment: inout Environment) {
        environment.declareIntrinsic(
            "distinct", [Overload([.string, .string], .int), Overload([.string, .duration], .int)])
        environment.declareIntrinsic("raises", [Overload([.string], .int), Overload([.duration], .int)])
    }

    // MARK: Arguments

    private static func intrinsic(for call: IntrinsicCall) throws(IntrinsicRefusal) -> Intrinsic {
        if let (_, kind) = windowed.first(where: { $0.0 == call.name }) {
            return try windowedCall(kind, call, argument: 0)
        }
        if let (_, kind) = lasting.first(where: { $0.0 == call.name }) {
            guard case .int(let count)? = call.arguments.first, (1...Int64(Intrinsic.countLimit)).contains(count) else {
                throw IntrinsicRefusal(
                    "the number of readings must be from 1 to \(Intrinsic.countLimit)",
                    remedy: "write \(call.name)(10)", argument: 0)
            }
            return Intrinsic(kind: kind, count: Int(count), text: "\(call.name)(\(count))")
        }
        switch call.name {
        case "covers": return try windowedCall(.covers, call, argument: 0)
        case "previous": return Intrinsic(kind: .previous, count: 2, text: "previous()")
        case "silence": return Intrinsic(kind: .silence, text: "silence()")
        case "raises": return try windowedCall(.raises, call, argument: 0)
        case "distinct":
            var result = try windowedCall(.distinct, call, argument: 1)
            guard case .string(let word)? = call.arguments.first, let field = RuleField(word: word),
                RuleField.identity.contains(field)
            else {
                throw IntrinsicRefusal(
                    "only stations, places, districts, domains and quantities can be counted",
                    remedy: "write distinct('station', '10m')", argument: 0)
            }
            result.field = field
            result.text = "distinct('\(field.rawValue)', '\(Interval(nanoseconds: result.windowNanoseconds).text)')"
            return result
        default:
            throw IntrinsicRefusal(
                "there is no such function", remedy: "use rise, fall, min, max, avg or sum", argument: 0)
        }
    }

    private static func windowedCall(
        _ kind: Intrinsic.Kind, _ call: IntrinsicCall, argument: Int
    ) throws(IntrinsicRefusal) -> Intrinsic {
        let window: Interval?
        switch call.arguments.count > argument ? call.arguments[argument] : .null {
        case .string(let text): window = Interval(text: text)
        case .duration(let nanoseconds): window = Interval(nanoseconds: nanoseconds)
        default: window = nil
        }
        let before = argument == 0 ? "" : "'station', "
        guard let window else {
            throw IntrinsicRefusal(
                "the window must be a length of time", remedy: "write \(call.name)(\(before)'30m')", argument: argument)
        }
        guard window >= Intrinsic.shortestWindow else {
            throw IntrinsicRefusal(
                "a window of \(window.text) holds no history", remedy: "write a window of 1ms or more, such as '30m'",
                argument: argument)
        }
        guard window <= RuleFileReader.longestInterval else {
            throw IntrinsicRefusal(
                "a window of \(window.text) is longer than the history that is kept", remedy: "write at most '31d'",
                argument: argument)
        }
        return Intrinsic(kind: kind, windowNanoseconds: window.nanoseconds, text: "\(call.name)('\(window.text)')")
    }
}
