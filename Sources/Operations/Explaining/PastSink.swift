import CommandLog
import IncidentCommand
import RuleEngine
import Store
import Telemetry

/// Where a fold of the past goes: nowhere. What it needs of the database it looks up in short transactions of a reader of
/// its own, so that a server may write meanwhile.
final class PastSink: FoldSink {
    private let reader: StoreReader
    /// Shared by all folds of one reader: reading a configuration takes longer than folding a minute.
    private let configurations: PastConfigurations
    /// Told of every step of every alarm, right after the engine made it.
    var onChange: (AlarmChange) -> Void = { _ in }
    /// Told of every log entry that the fold leads to.
    var onEntry: (LogEntry) -> Void = { _ in }
    /// The event that was taken last.
    private(set) var event: EventObject?

    init(reader: StoreReader, configurations: PastConfigurations) {
        self.reader = reader
        self.configurations = configurations
    }

    func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into values: inout [StoredRevision]
    ) throws(StoreError) {
        try reader.storedValues(series: series, eventTime: eventTime, receivedBefore: receivedBefore, into: &values)
    }

    func storedEvents(
        topic: String, id: String, receivedBefore: Timestamp
    ) throws(StoreError) -> [StoredEventRevision] {
        try reader.storedEvents(topic: topic, id: id, receivedBefore: receivedBefore)
    }

    func configuration(sha256: String) throws -> LoadedCity { try configurations.load(sha256, from: reader) }
    func observe(_ change: AlarmChange) { onChange(change) }
    func append(_ entry: LogEntry) { onEntry(entry) }
    func insert(_ event: EventObject, revision: Int32) { self.event = event }

    func insert(_ reading: Reading, revision: Int32) {}
    func insert(_ series: SeriesDescription) {}
    func quarantine(_ row: QuarantineRow) {}
    func deliver(_ message: OutboundMessage, at: Timestamp) {}
    func handedOver(key: String, report: HandOverReport, at: Timestamp) {}
    func changed(_ incident: Incident, at: Timestamp) {}
}

/// Configurations of the database that were read already.
final class PastConfigurations {
    private var known: [String: LoadedCity] = [:]

    /// One that need not be in the database.
    func remember(_ city: LoadedCity) { known[city.sha256] = city }

    func load(_ sha256: String, from reader: StoreReader) throws -> LoadedCity {
        if let city = known[sha256] { return city }
        let city = try StoredConfiguration.load(sha256) { hash in try reader.configuration(sha256: hash) }
        known[sha256] = city
        return city
    }
}
