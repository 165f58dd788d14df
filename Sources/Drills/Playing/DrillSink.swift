import CommandLog
import IncidentCommand
import Operations
import Store
import Telemetry

/// Where a drill's effects go: its own database. What is derived from the journal and that nobody will ask for, the table
/// of readings of a run whose folder is thrown away, is not written; see `ReadingChains`.
final class DrillSink: FoldSink {
    private let rows: StoreSink
    /// Nil where the folder is kept: readings are rows then, as those of a server.
    private let chains: ReadingChains?
    /// Calls that the officer on duty is told of since they were taken; the feed is no row that waits.
    @exclusivity(unchecked) private var calls: [(message: OutboundMessage, at: Timestamp)] = []

    init(store: Store, chains: ReadingChains?) {
        rows = StoreSink(store: store)
        self.chains = chains
    }

    /// Fetches where the next reading of a series will be kept.
    func prefetch(_ series: SeriesID) { chains?.prefetch(series) }

    func remember(_ city: LoadedCity) { rows.remember(city) }
    /// Whether anything waits for `takeMessages` or `takeCalls`; asked after every reading.
    var hasMessages: Bool { !calls.isEmpty || rows.hasDeliveries }

    func takeMessages() -> [OutboundMessage] { rows.takeMessages() }

    /// Hands out once what somebody has to ring about, and since when.
    func takeCalls() -> [(message: OutboundMessage, at: Timestamp)] {
        defer { calls.removeAll(keepingCapacity: true) }
        return calls
    }

    func takeEntries() -> [LogEntry] { rows.takeEntries() }

    func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into values: inout [StoredRevision]
    ) throws(StoreError) {
        guard let chains else {
            try rows.storedValues(
                series: series, eventTime: eventTime, receivedBefore: receivedBefore, into: &values)
            return
        }
        try chains.storedValues(series: series, eventTime: eventTime, receivedBefore: receivedBefore, into: &values)
    }

    func insert(_ reading: Reading, revision: Int32) throws(StoreError) {
        guard let chains else { return try rows.insert(reading, revision: revision) }
        try chains.insert(reading, revision: revision)
    }

    func storedEvents(topic: String, id: String, receivedBefore: Timestamp) throws(StoreError) -> [StoredEventRevision]
    {
        try rows.storedEvents(topic: topic, id: id, receivedBefore: receivedBefore)
    }

    func configuration(sha256: String) throws -> LoadedCity { try rows.configuration(sha256: sha256) }
    func insert(_ event: EventObject, revision: Int32) throws(StoreError) { try rows.insert(event, revision: revision) }
    func insert(_ series: SeriesDescription) throws(StoreError) { try rows.insert(series) }
    func quarantine(_ row: QuarantineRow) throws(StoreError) { try rows.quarantine(row) }
    func append(_ entry: LogEntry) throws(StoreError) { try rows.append(entry) }

    func deliver(_ message: OutboundMessage, at: Timestamp) throws(StoreError) {
        // Told by several channels, it is one call.
        if message.kind == .call, message.channel == OutboxCodec.feedChannel { calls.append((message, at)) }
        try rows.deliver(message, at: at)
    }

    func changed(_ incident: Incident, at: Timestamp) throws(StoreError) { try rows.changed(incident, at: at) }

    func handedOver(key: String, report: HandOverReport, at: Timestamp) throws(StoreError) {
        try rows.handedOver(key: key, report: report, at: at)
    }
}
