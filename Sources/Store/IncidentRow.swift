import Telemetry

/// An incident as it is stored: what queries select by, and everything as JSON.
package struct IncidentRow: Hashable, Sendable {
    /// `I-2026-000123`.
    package var id: String
    package var version: Int
    package var isOpen: Bool
    package var status: String
    package var hazard: String
    package var place: String
    package var raisedAt: Timestamp
    package var changedAt: Timestamp
    /// One JSON object, in the shape that the command shows.
    package var json: String

    package init(
        id: String, version: Int, isOpen: Bool, status: String, hazard: String, place: String, raisedAt: Timestamp,
        changedAt: Timestamp, json: String
    ) {
        self.id = id
        self.version = version
        self.isOpen = isOpen
        self.status = status
        self.hazard = hazard
        self.place = place
        self.raisedAt = raisedAt
        self.changedAt = changedAt
        self.json = json
    }

    static let columns = "id, version, is_open, status, hazard, place, raised_at, changed_at, json"

    init(_ row: SQLStatement) {
        self.init(
            id: row.text(0), version: row.int(1), isOpen: row.bool(2), status: row.text(3), hazard: row.text(4),
            place: row.text(5), raisedAt: row.time(6), changedAt: row.time(7), json: row.text(8))
    }
}
