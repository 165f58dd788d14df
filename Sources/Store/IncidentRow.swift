import CommandLog
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

    /// What the row is stored under: ids are numbered within their year, so that numbers grow as incidents are raised. Any
    /// other text gets a negative number of its own.
    static func number(of id: String) -> Int64 {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 3, parts[0] == "I", let year = Int64(parts[1]), let number = Int64(parts[2]),
            (0...9_999).contains(year), (0..<1_000_000_000).contains(number)
        {
            return year * 1_000_000_000 + number
        }
        let hash = LogHash.of(Array(id.utf8)).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return -1 - Int64(hash >> 1)
    }

    static let columns = "id, version, is_open, status, hazard, place, raised_at, changed_at, json"

    init(_ row: SQLStatement) {
        self.init(
            id: row.text(0), version: row.int(1), isOpen: row.bool(2), status: row.text(3), hazard: row.text(4),
            place: row.text(5), raisedAt: row.time(6), changedAt: row.time(7), json: row.text(8))
    }
}
