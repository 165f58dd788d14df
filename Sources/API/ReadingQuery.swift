import Telemetry

package struct ReadingQuery: Hashable, Sendable {
    package var station: String
    package var quantity: String?
    /// Event times, both ends included.
    package var from: Timestamp?
    package var through: Timestamp?
    package var limit: Int

    package init(
        station: String, quantity: String? = nil, from: Timestamp? = nil, through: Timestamp? = nil, limit: Int = 100
    ) {
        self.station = station
        self.quantity = quantity
        self.from = from
        self.through = through
        self.limit = limit
    }
}
