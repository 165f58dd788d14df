import CommandLog
import IncidentCommand
import Operations
import Store
import Telemetry

/// The watch while the store can't be written: a fold that goes on in memory. Nothing is acknowledged, so the broker keeps
/// every message; life-safety messages are told all the same, saying that they are not recorded.
package final class MemoryWatch {
    package private(set) var fold: Fold
    package let reason: String
    /// Boot time of the next attempt to write.
    package var nextProbe: Int64
    /// Messages taken on this connection.
    package private(set) var messages = 0
    private let sink: MemorySink
    private var encoder = JournalEncoder()

    /// Messages taken into memory on one connection at the most: the library keeps an acknowledgement for each. Further
    /// ones wait at the broker.
    package static let messageLimit = 200_000

    /// - Parameters:
    ///   - fold: the state to go on from. Nobody else may go on with it: copies share the rule engine.
    ///   - sink: answers for the store; `configuration` reads a configuration by its hash.
    package init(
        fold: Fold, store: Store, reason: String, nextProbe: Int64,
        configuration: @escaping (String) throws -> LoadedCity
    ) {
        self.fold = fold
        self.sink = MemorySink(store: store, configurations: configuration)
        self.reason = reason
        self.nextProbe = nextProbe
    }

    /// The broker sends everything again on the next connection; the acknowledgements of this one are gone.
    package func connectionEnded() {
        messages = 0
    }

    package var isFull: Bool { messages >= MemoryWatch.messageLimit }

    /// Folds an input that is not recorded.
    ///
    /// - Throws: `CodingFault` where the input can't be read; what a stored configuration is wrong by.
    package func take(_ view: JournalInputView, now: Timestamp) throws {
        switch view {
        case .message, .other(.message): messages += 1
        case .other: break
        }
        let stamp = fold.stamp(now: now)
        encoder.reset()
        encoder.append(view, at: stamp)
        try encoder.withCurrentRecord { record in
            try fold.apply(view, at: stamp, record: record, sink: sink)
        }
    }

    /// Fires what is due before `now`.
    package func advance(to now: Timestamp) throws {
        let moment = max(now, fold.firedThrough)
        if fold.nextDue < moment { try fold.advance(to: moment, sink: sink) }
    }

    /// Life-safety messages since the last call.
    package func takeUrgent() -> [OutboundMessage] { sink.takeUrgent() }
}

/// Keeps what must be told at once; looks up what is stored and writes nothing. What can't be looked up counts as new: it
/// rings when in doubt.
private final class MemorySink: FoldSink {
    private let store: Store
    private let configurations: (String) throws -> LoadedCity
    private var urgent: [OutboundMessage] = []

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
    ) {
        try? store.storedValues(series: series, eventTime: eventTime, receivedBefore: receivedBefore, into: &values)
    }

    func storedEvents(topic: String, id: String, receivedBefore: Timestamp) -> [StoredEventRevision] {
        (try? store.storedEvents(topic: topic, id: id, receivedBefore: receivedBefore)) ?? []
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
