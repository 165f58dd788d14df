package struct IncidentQuery: Hashable, Sendable {
    /// Nil: open and closed ones.
    package var open: Bool?
    package var limit: Int

    package init(open: Bool? = nil, limit: Int = 1_000) {
        self.open = open
        self.limit = limit
    }
}
