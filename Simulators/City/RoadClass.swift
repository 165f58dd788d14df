/// How a road carries traffic on a dry evening, and what its detector sends.
package enum RoadClass: Hashable, Sendable {
    case expressway
    case arterial
    case minor
    /// An arterial whose cameras at both ends tell the time between them.
    case travelTime

    /// km/h.
    var freeSpeed: Double {
        switch self {
        case .expressway: 80
        case .arterial, .travelTime: 48
        case .minor: 40
        }
    }
}
