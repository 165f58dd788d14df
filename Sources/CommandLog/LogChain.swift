import Telemetry

/// The end of the log, to which entries are added: part of the state that the journal folds into.
package struct LogChain: Hashable, Sendable {
    /// Every entry says so while the clock is not the wall's.
    package let exercise: Bool
    /// Number of entries, which is the number of the last one.
    package private(set) var entries: Int64 = 0
    /// Hash of the last entry; `LogHash.zero` before the first.
    package private(set) var head = LogHash.zero

    package init(exercise: Bool) {
        self.exercise = exercise
    }

    /// Goes on from a log that is already stored.
    package init(exercise: Bool, entries: Int64, head: LogHash) {
        self.exercise = exercise
        self.entries = entries
        self.head = head
    }

    package mutating func append(_ fact: LogFact, at: Timestamp) -> LogEntry {
        let line = LogEntryEncoder.line(for: fact, seq: entries + 1, at: at, exercise: exercise)
        head = line.withUnsafeBytes { LogHash.chained(head, $0) }
        entries += 1
        return LogEntry(
            seq: entries, at: at, line: line, hash: head, incident: fact.incident, incidentVersion: fact.incidentVersion
        )
    }

    /// What is written outside the database to prove the log's length and end.
    package func headRecord(at: Timestamp, identity: String, epoch: Int) -> LogHead {
        LogHead(entries: entries, hash: head, at: at, identity: identity, epoch: epoch)
    }

    package func encodeSnapshot(into writer: inout ByteWriter) {
        writer.write(entries)
        writer.write(data: head.bytes)
    }

    package mutating func restoreSnapshot(from reader: inout ByteReader) throws(CodingFault) {
        let entries = try reader.readInt64()
        guard let head = LogHash(bytes: try reader.readData()), entries >= 0 else {
            throw CodingFault(position: reader.position, what: "holds no log head")
        }
        self.entries = entries
        self.head = head
    }
}
