import CommandLog
import IncidentCommand
import Store
import Telemetry

/// Where the fold's effects go, and where it looks up what was stored before. One implementation writes the database, one
/// only reads it (recovery and checking), one keeps life-safety orders in memory while the disk is full.
package protocol FoldSink: AnyObject {
    /// Values stored for the series at the same microsecond by inputs before `receivedBefore`.
    func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into values: inout [StoredRevision]
    ) throws(StoreError)
    func storedEvents(topic: String, id: String, receivedBefore: Timestamp) throws(StoreError) -> [StoredEventRevision]
    /// The configuration with this hash.
    func configuration(sha256: String) throws -> LoadedCity

    func insert(_ reading: Reading, revision: Int32) throws(StoreError)
    func insert(_ event: EventObject, revision: Int32) throws(StoreError)
    func insert(_ series: SeriesDescription) throws(StoreError)
    func quarantine(_ row: QuarantineRow) throws(StoreError)
    func append(_ entry: LogEntry) throws(StoreError)
    func deliver(_ message: OutboundMessage, at: Timestamp) throws(StoreError)
    func handedOver(key: String, report: HandOverReport, at: Timestamp) throws(StoreError)
    func changed(_ incident: Incident, at: Timestamp) throws(StoreError)
    /// Every step of every alarm, before incident command hears of it; rule tests compare them.
    func observe(_ change: AlarmChange)
}

extension FoldSink {
    package func observe(_ change: AlarmChange) {}
}
