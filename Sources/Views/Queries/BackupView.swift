import Telemetry

/// `POST /v1/backup`, `tocsin backup DIR`.
package struct BackupView: Hashable, Sendable, Codable {
    package var directory: String
    package var takenAt: Timestamp
    package var bytes: Int64
    package var logEntries: Int64
    package var logHead: String
    package var readings: Int64

    package init(
        directory: String, takenAt: Timestamp, bytes: Int64, logEntries: Int64, logHead: String, readings: Int64
    ) {
        self.directory = directory
        self.takenAt = takenAt
        self.bytes = bytes
        self.logEntries = logEntries
        self.logHead = logHead
        self.readings = readings
    }

    private enum CodingKeys: String, CodingKey {
        case directory
        case takenAt = "taken_at"
        case bytes
        case logEntries = "log_entries"
        case logHead = "log_head"
        case readings
    }
}
