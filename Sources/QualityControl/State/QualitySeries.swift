/// What is kept of one series. Its readings are a ring in the common array of entries.
struct QualitySeries: Sendable {
    /// Index into the plans; −1 where nothing is set for it.
    var plan = Int32(-1)
    /// First place of the ring.
    var base = 0
    var head = Int32(0)
    var count = Int32(0)
    var capacity = Int32(0)
    /// Readings older than the ring's have been: what the oldest ones of the ring were held against is gone.
    var hasEvicted = false
    /// Index into the links; −1 where it neither has a neighbour nor is one.
    var links = Int32(-1)

    func place(_ index: Int) -> Int {
        var place = Int(head) + index
        if place >= Int(capacity) { place -= Int(capacity) }
        return base + place
    }
}

/// Who is held against whom.
struct QualityLinks: Sendable {
    struct Neighbour: Sendable {
        var series: Int32
        /// Named ones come before those found by distance: −1.
        var metres: Double
    }

    /// Nearest first, then by id.
    var neighbours: [Neighbour] = []
    /// Series that this one is a neighbour of, in id order.
    var dependents: [Int32] = []
}
