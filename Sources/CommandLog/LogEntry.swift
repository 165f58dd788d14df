import Telemetry

/// One entry of the command log, chained to the one before it.
package struct LogEntry: Hashable, Sendable {
    /// From 1, without gaps.
    package var seq: Int64
    package var at: Timestamp
    /// One UTF-8 JSON line without its line end: what is hashed, stored and exported, never written anew.
    package var line: [UInt8]
    /// SHA-256(hash of the entry before ‖ `line`).
    package var hash: LogHash
    package var incident: String?
    package var incidentVersion: Int?

    package init(
        seq: Int64, at: Timestamp, line: [UInt8], hash: LogHash, incident: String? = nil, incidentVersion: Int? = nil
    ) {
        self.seq = seq
        self.at = at
        self.line = line
        self.hash = hash
        self.incident = incident
        self.incidentVersion = incidentVersion
    }

    package var text: String { String(decoding: line, as: UTF8.self) }
}
