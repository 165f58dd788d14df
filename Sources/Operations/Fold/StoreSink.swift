import CommandLog
import Configuration
import IncidentCommand
import Store
import Telemetry

/// Writes the fold's effects into the open transaction, and gathers what is done after the commit.
package final class StoreSink: FoldSink {
    private let store: Store
    private var configurations: [String: LoadedCity] = [:]
    /// Entries of the batch, for the feed.
    private(set) var entries: [LogEntry] = []
    /// Messages of the batch as they are stored, for delivery.
    @exclusivity(unchecked) private var deliveries: [StoredDelivery] = []

    package init(store: Store) {
        self.store = store
    }

    /// A configuration that was checked already, so that it is not read twice.
    package func remember(_ city: LoadedCity) {
        configurations[city.sha256] = city
    }

    /// Empties what waits for the commit, once it is done or given up.
    package func clear() {
        entries.removeAll(keepingCapacity: true)
        deliveries.removeAll(keepingCapacity: true)
    }

    package var hasDeliveries: Bool { !deliveries.isEmpty }

    /// Hands out the batch's messages once, with their bodies.
    package func takeDeliveries() -> [StoredDelivery] {
        if deliveries.isEmpty { return [] }
        defer { deliveries.removeAll(keepingCapacity: true) }
        return deliveries
    }

    /// Hands out the batch's messages once.
    package func takeMessages() -> [OutboundMessage] {
        takeDeliveries().map(\.message)
    }

    /// Hands out the batch's log entries once.
    package func takeEntries() -> [LogEntry] {
        defer { entries.removeAll(keepingCapacity: true) }
        return entries
    }

    package func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into values: inout [StoredRevision]
    ) throws(StoreError) {
        try store.storedValues(series: series, eventTime: eventTime, receivedBefore: receivedBefore, into: &values)
    }

    package func storedEvents(
        topic: String, id: String, receivedBefore: Timestamp
    ) throws(StoreError) -> [StoredEventRevision] {
        try store.storedEvents(topic: topic, id: id, receivedBefore: receivedBefore)
    }

    package func configuration(sha256: String) throws -> LoadedCity {
        if let known = configurations[sha256] { return known }
        let loaded = try StoredConfiguration.load(sha256, from: store)
        configurations[sha256] = loaded
        return loaded
    }

    package func insert(_ reading: Reading, revision: Int32) throws(StoreError) {
        try store.insertReading(reading, revision: revision)
    }

    package func insert(_ event: EventObject, revision: Int32) throws(StoreError) {
        try store.insertEvent(event, revision: revision)
    }

    package func insert(_ series: SeriesDescription) throws(StoreError) {
        try store.insertSeries(series)
    }

    package func quarantine(_ row: QuarantineRow) throws(StoreError) {
        try store.quarantine(row)
    }

    package func append(_ entry: LogEntry) throws(StoreError) {
        try store.appendLog(entry)
        entries.append(entry)
    }

    package func deliver(_ message: OutboundMessage, at: Timestamp) throws(StoreError) {
        // The feed is what officers are told by: it is the log itself, and needs no row that waits.
        if message.channel == OutboxCodec.feedChannel { return }
        let row = OutboxCodec.row(message, at: at)
        if try store.putOutbox(row) { deliveries.append(StoredDelivery(message: message, body: row.body)) }
    }

    package func handedOver(key: String, report: HandOverReport, at: Timestamp) throws(StoreError) {
        switch report.outcome {
        case .handedOver:
            try store.updateOutbox(key: key, state: .handedOver, attempts: 1, nextAttemptAt: at, lastError: "")
        case .failed(let reason):
            try store.updateOutbox(key: key, state: .failed, attempts: 1, nextAttemptAt: at, lastError: reason)
        }
    }

    package func changed(_ incident: Incident, at: Timestamp) throws(StoreError) {
        try store.putIncident(IncidentRecord.row(incident, at: at))
    }
}

/// A message that is in the outbox, and its JSON object there: what is sent is what is stored.
package struct StoredDelivery: Sendable {
    package var message: OutboundMessage
    package var body: [UInt8]
}

/// Only looks up what is stored: recovery folds a journal whose effects are stored already, and checking compares them.
package final class ReplaySink: FoldSink {
    private let store: Store
    /// Told of each log entry that the fold makes anew.
    private let onEntry: (LogEntry) throws -> Void

    package init(store: Store, onEntry: @escaping (LogEntry) throws -> Void = { _ in }) {
        self.store = store
        self.onEntry = onEntry
    }

    /// The first entry that `onEntry` objected to.
    private(set) var objection: (any Error)?

    package func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into values: inout [StoredRevision]
    ) throws(StoreError) {
        try store.storedValues(series: series, eventTime: eventTime, receivedBefore: receivedBefore, into: &values)
    }

    package func storedEvents(
        topic: String, id: String, receivedBefore: Timestamp
    ) throws(StoreError) -> [StoredEventRevision] {
        try store.storedEvents(topic: topic, id: id, receivedBefore: receivedBefore)
    }

    package func configuration(sha256: String) throws -> LoadedCity {
        try StoredConfiguration.load(sha256, from: store)
    }

    package func append(_ entry: LogEntry) {
        if objection != nil { return }
        do { try onEntry(entry) } catch { objection = error }
    }

    package func insert(_ reading: Reading, revision: Int32) {}
    package func insert(_ event: EventObject, revision: Int32) {}
    package func insert(_ series: SeriesDescription) {}
    package func quarantine(_ row: QuarantineRow) {}
    package func deliver(_ message: OutboundMessage, at: Timestamp) {}
    package func handedOver(key: String, report: HandOverReport, at: Timestamp) {}
    package func changed(_ incident: Incident, at: Timestamp) {}
}

/// Configurations as the database keeps them: recovery and explanations use those, not today's files.
package enum StoredConfiguration {
    static func load(_ sha256: String, from store: Store) throws -> LoadedCity {
        try load(sha256) { hash in try store.configuration(sha256: hash) }
    }

    /// - Parameter bytes: of a hash, as they are stored; nil where there are none.
    package static func load(_ sha256: String, bytes: (LogHash) throws -> [UInt8]?) throws -> LoadedCity {
        guard let hash = LogHash(hex: sha256), let bytes = try bytes(hash),
            let bundle = ConfigurationBundle(canonicalBytes: bytes)
        else {
            throw StartError(
                .damaged, "The configuration \(sha256.prefix(16))… that the journal names is not in the database.",
                "Restore the newest backup.")
        }
        return try LoadedCity(bundle: bundle)
    }
}
