import CEL
import Telemetry

/// Functions of other stations.
extension IntrinsicTable {
    static func declareNeighbours(in environment: inout Environment) {
        /// With and without what is taken of which window.
        func forms(_ first: [ValueType]) -> [Overload] {
            [Overload(first, .double)] + windows.map { Overload(first + [.string, $0], .double) }
        }
        for name in ["upstream", "downstream"] { environment.declareIntrinsic(name, forms([.string])) }
        environment.declareIntrinsic("nearest", forms([.string, .double]) + forms([.string, .int]))
        for combination in NeighbourCall.Combination.allCases {
            environment.declareIntrinsic("district_\(combination.rawValue)", forms([.string]))
            environment.declareIntrinsic("area_\(combination.rawValue)", forms([.string, .string]))
        }
        for name in ["upstream_value", "downstream_value", "occdf", "occrdf"] {
            environment.declareIntrinsic(name, [Overload([], .double)])
        }
        environment.declareIntrinsic("docctd", [Overload([.int], .double)])
        environment.declareIntrinsic(
            "california_7", slotArguments: 3..<3,
            [california(3) { CaliforniaAlgorithm.seven($0, ($1[0], $1[1], $1[2])) }])
        environment.declareIntrinsic(
            "california_8", slotArguments: 5..<5,
            [california(5) { CaliforniaAlgorithm.eight($0, ($1[0], $1[1], $1[2], $1[3], $1[4])) }])
    }

    private static func california(
        _ count: Int, _ state: @escaping @Sendable ([Double], [Double]) -> Int
    ) -> Overload {
        Overload(Array(repeating: .double, count: count), .int) {
            (arguments: [Value]) throws(EvaluationError) -> Value in
            guard arguments.count == count + 1, let pairs = numbers(arguments[count]),
                let limits = numbers(.list(Array(arguments.prefix(count)))), limits.count == count
            else { throw EvaluationError(.invalidArgument, "the algorithm takes \(count) limits") }
            return .int(Int64(state(pairs, limits)))
        }
    }

    /// Nil where the call is about no neighbours.
    static func neighbourIntrinsic(
        for call: IntrinsicCall, registry: Registry
    ) throws(IntrinsicRefusal) -> Intrinsic? {
        switch call.name {
        case "upstream":
            return try summary(.neighbour, NeighbourCall(who: .upstream), call, quantityAt: 0, registry)
        case "downstream":
            return try summary(.neighbour, NeighbourCall(who: .downstream), call, quantityAt: 0, registry)
        case "nearest": return try nearest(call, registry)
        case "upstream_value":
            return Intrinsic(kind: .neighbour, neighbour: NeighbourCall(who: .upstream), text: "upstream_value()")
        case "downstream_value": return pair(.neighbour, "downstream_value()")
        case "occdf": return pair(.occupancyDifference, "occdf()")
        case "occrdf": return pair(.relativeOccupancyDifference, "occrdf()")
        case "california_7", "california_8":
            return pair(.occupancyPairs, "occupancy pairs", count: Intrinsic.occupancyIntervals + 2)
        case "docctd":
            guard case .int(let count)? = call.arguments.first, (1...100).contains(count) else {
                throw IntrinsicRefusal(
                    "the number of intervals must be from 1 to 100", remedy: "write docctd(2)", argument: 0)
            }
            // The reading of that many intervals before, and the newest.
            var result = pair(.downstreamFall, "docctd(\(count))", count: Int(count))
            result.extraCount = 1
            return result
        default: break
        }
        for combination in NeighbourCall.Combination.allCases {
            if call.name == "district_\(combination.rawValue)" {
                let who = NeighbourCall(who: .district, combination: combination)
                return try summary(.group, who, call, quantityAt: 0, registry)
            }
            if call.name == "area_\(combination.rawValue)" {
                let who = NeighbourCall(who: .area(try area(call, registry)), combination: combination)
                return try summary(.group, who, call, quantityAt: 1, registry)
            }
        }
        return nil
    }

    private static func pair(_ kind: Intrinsic.Kind, _ text: String, count: Int = 0) -> Intrinsic {
        Intrinsic(kind: kind, count: count, neighbour: NeighbourCall(who: .downstream), text: text)
    }

    private static func nearest(_ call: IntrinsicCall, _ registry: Registry) throws(IntrinsicRefusal) -> Intrinsic {
        let metres: Double
        switch call.arguments.count > 1 ? call.arguments[1] : .null {
        case .double(let number): metres = number
        case .int(let number): metres = Double(number)
        default: metres = .nan
        }
        guard metres > 0, metres <= 1_000_000 else {
            throw IntrinsicRefusal(
                "the distance must be from 0 to 1000000 metres", remedy: "write nearest('rain', 5000)", argument: 1)
        }
        return try summary(
            .neighbour, NeighbourCall(who: .nearest(metres: metres)), call, quantityAt: 0, registry)
    }

    /// `…, 'rise', '1h')`: what is taken of each station, after what names the stations.
    private static func summary(
        _ kind: Intrinsic.Kind, _ neighbour: NeighbourCall, _ call: IntrinsicCall, quantityAt position: Int,
        _ registry: Registry
    ) throws(IntrinsicRefusal) -> Intrinsic {
        var neighbour = neighbour
        guard case .string(let quantity)? = call.arguments.dropFirst(position).first else {
            throw IntrinsicRefusal("a quantity is named by a text", remedy: "write 'stage'", argument: position)
        }
        if !registry.stations.isEmpty, !registry.stations.contains(where: { $0.quantity(quantity) != nil }) {
            let known = Set(registry.stations.flatMap { $0.quantities.map(\.quantity) }).sorted().prefix(30)
            throw IntrinsicRefusal(
                "no station has the quantity '\(quantity)'",
                remedy: "add it to the stations, or name one of: \(known.joined(separator: ", "))",
                argument: position)
        }
        neighbour.quantity = quantity
        var text = call.arguments.map { argument in
            if case .string(let word) = argument { "'\(word)'" } else { RuleEngine.text(of: argument) }
        }
        var window: Int64 = 0
        let last = call.arguments.count - 1
        if last >= position + 2, case .string(let word) = call.arguments[last - 1] {
            guard let aggregate = NeighbourCall.Aggregate(rawValue: word) else {
                let known = NeighbourCall.Aggregate.allCases.map(\.rawValue).joined(separator: ", ")
                throw IntrinsicRefusal(
                    "'\(word)' can't be taken of a window", remedy: "name one of: \(known)", argument: last - 1)
            }
            let example = "write \(call.name)(\(text.prefix(last).joined(separator: ", ")), '1h')"
            let length = try length(call, last, "window", example)
            neighbour.aggregate = aggregate
            window = length.nanoseconds
            text[last] = "'\(length.text)'"
        }
        return Intrinsic(
            kind: kind, windowNanoseconds: window, neighbour: neighbour,
            text: "\(call.name)(\(text.joined(separator: ", ")))")
    }

    private static func area(_ call: IntrinsicCall, _ registry: Registry) throws(IntrinsicRefusal) -> String {
        guard case .string(let id)? = call.arguments.first else {
            throw IntrinsicRefusal("an area is named by its id", remedy: "write 'flood-plain'", argument: 0)
        }
        guard registry.stations.isEmpty || registry.area(id) != nil else {
            let known = registry.areas.map(\.id).joined(separator: ", ")
            throw IntrinsicRefusal(
                "there is no area '\(id)'",
                remedy: known.isEmpty ? "add “areas” to city.yaml" : "name one of: \(known)", argument: 0)
        }
        return id
    }
}
