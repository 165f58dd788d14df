import Telemetry

/// Two alerts, one after the other: A then B within a time, or A and no B in it.
package struct AlertSequence: Hashable, Sendable {
    /// Which stations belong together.
    enum Neighbour: String, Sendable {
        case upstream
        case downstream
    }

    var first: String
    var second: String
    /// The second alert is expected and its absence is told.
    var isMissing: Bool
    /// The second counts from so long after the first on, nanoseconds.
    var afterNanoseconds: Int64
    /// And up to so long after it.
    var withinNanoseconds: Int64
    /// The second is looked for at the neighbour of the first; nil: under the same key.
    var neighbour: Neighbour?

    var alerts: [String] { first == second ? [first] : [first, second] }

    /// As a person reads it: `RiverHigh, then BridgeClosed within 2h`.
    package var text: String {
        let place = neighbour.map { " \($0.rawValue)" } ?? ""
        let from = afterNanoseconds > 0 ? "\(Interval(nanoseconds: afterNanoseconds).text) to " : ""
        let until = Interval(nanoseconds: withinNanoseconds).text
        return isMissing
            ? "\(first), but no \(second)\(place) within \(from)\(until)"
            : "\(first), then \(second)\(place) within \(from)\(until)"
    }
}
