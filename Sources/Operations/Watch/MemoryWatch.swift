import CommandLog
import IncidentCommand
import Store
import Telemetry

/// The watch while the store can't be written: a copy of the fold that goes on in memory. Nothing is acknowledged, so the
/// broker keeps every message; life-safety messages are told all the same, saying that they are not recorded.
struct MemoryWatch {
    var fold: Fold
    let sink: MemorySink
    var reason: String
    /// Boot time of the next attempt to write.
    var nextProbe: Int64
    var messages = 0
    var encoder = JournalEncoder()

    /// Messages taken into memory at the most; further ones wait at the broker.
    static let messageLimit = 200_000
}

/// Keeps what must be told at once; looks up what is stored and writes nothing.
final class MemorySink: FoldSink {
    private let store: Store
    private let configurations: (String) throws -> LoadedCity
    private(set) var urgent: [OutboundMessage] = []

    init(store: Store, configurations: @escaping (String) throws -> LoadedCity) {
        self.store = store
        self.configurations = configurations
    }

    func takeUrgent() -> [OutboundMessage] {
        defer { urgent = [] }
        return urgent
    }

    func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into values: inout [StoredRevision]
    ) throws(StoreError) {
        try store.storedValues(series: series, eventTime: eventTime, receivedBefore: receivedBefore, into: &values)
    }

    func storedEvents(topic: String, id: String, receivedBefore: Timestamp) throws(StoreError) -> [StoredEventRevision] {
        try store.storedEvents(topic: topic, id: id, receivedBefore: receivedBefore)
    }

    func configuration(sha256: String) throws -> LoadedCity { try configurations(sha256) }

    func deliver(_ message: OutboundMessage, at: Timestamp) {
        if message.lifeSafety && message.channel != OutboxCodec.feedChannel { urgent.append(message) }
    }

    func insert(_ reading: Reading, revision: Int32) {}
    func insert(_ event: EventObject, revision: Int32) {}
    func insert(_ series: SeriesDescription) {}
    func quarantine(_ row: QuarantineRow) {}
    func append(_ entry: LogEntry) {}
    func handedOver(key: String, report: HandOverReport, at: Timestamp) {}
    func changed(_ incident: Incident, at: Timestamp) {}
}
