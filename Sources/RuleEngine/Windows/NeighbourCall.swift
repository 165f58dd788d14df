/// Whom a function looks at beside its own series, and what it takes of them.
struct NeighbourCall: Hashable, Sendable {
    enum Who: Hashable, Sendable {
        /// The first station against the stream that has the quantity, nearest by steps, then in the registry's order.
        case upstream
        case downstream
        /// The nearest other station, great circle, metres.
        case nearest(metres: Double)
        /// All stations of the own district.
        case district
        /// All stations in an area.
        case area(String)
    }

    /// What is taken of each station's window.
    enum Aggregate: String, Sendable, CaseIterable {
        case value
        case rise
        case fall
        case minimum = "min"
        case maximum = "max"
        case mean = "avg"
        case sum
        case count
    }

    /// What becomes of the stations of a district or an area.
    enum Combination: String, Sendable, CaseIterable {
        case mean = "avg"
        case maximum = "max"
        case minimum = "min"
        case sum
        case count
    }

    var who: Who
    /// Nil: the quantity of the own series.
    var quantity: String?
    var aggregate = Aggregate.value
    var combination = Combination.mean
}
