import Telemetry

/// How well an incident is founded. It only grows: what was corroborated once is not unsaid by silence.
package enum Evidence: String, Sendable, CaseIterable, Codable {
    /// One source, or none that is believed.
    case unverified
    /// Independent sources say the same within a window.
    case corroborated
    /// A person has verified it.
    case confirmed

    /// From 0, the weakest.
    package var rank: Int {
        switch self {
        case .unverified: 0
        case .corroborated: 1
        case .confirmed: 2
        }
    }
}

/// Somebody or something that spoke for an incident, counted once as a source of its own.
package struct Witness: Hashable, Sendable, Codable {
    /// `station/panic-03`, `gateway/gw-7`, `caller/…`.
    package var source: String
    /// When it spoke last.
    package var at: Timestamp
    /// The merged incidents by which it came, each into the next; empty for the incident's own.
    package var way: [String] = []

    /// Witnesses kept with an incident, the newest.
    package static let limit = 64

    func encode(into writer: inout ByteWriter) {
        writer.write(source)
        writer.write(at)
        writer.write(texts: way)
    }

    init(source: String, at: Timestamp, way: [String] = []) {
        self.source = source
        self.at = at
        self.way = way
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        source = try reader.readString()
        at = try reader.readTimestamp()
        way = try reader.readTexts()
    }
}

/// A person found that nothing was there.
package struct FalseAlarm: Hashable, Sendable, Codable {
    package var at: Timestamp
    package var by: String
    package var reason: String

    func encode(into writer: inout ByteWriter) {
        writer.write(at)
        writer.write(by)
        writer.write(reason)
    }

    init(at: Timestamp, by: String, reason: String) {
        self.at = at
        self.by = by
        self.reason = reason
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        at = try reader.readTimestamp()
        by = try reader.readString()
        reason = try reader.readString()
    }
}
