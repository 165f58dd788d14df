import CommandLog
import IncidentCommand
import Operations
import Store
import Telemetry

/// A server's fold over a real store, without a broker and a clock: takes inputs, commits them in batches, is stopped and
/// started anew as often as one likes.
final class SimulatedRun {
    private let folder: String
    private let cities: [LoadedCity]
    private let store: Store
    private var sink: StoreSink
    private(set) var fold: Fold
    private var encoder = JournalEncoder()
    /// What was taken, with the stamps that it got.
    private(set) var journal: [StampedInput] = []

    init(folder: String, cities: [LoadedCity]) throws {
        self.folder = folder
        self.cities = cities
        store = try SimulatedRun.open(folder)
        sink = StoreSink(store: store)
        fold = Fold()
        try store.begin()
        for city in cities {
            guard let hash = LogHash(hex: city.sha256) else { continue }
            try store.putConfiguration(
                sha256: hash, at: SimulatedStream.begin, name: city.city.id, blob: city.bundle.canonicalBytes)
        }
        try store.commit()
        for city in cities { sink.remember(city) }
    }

    private static func open(_ folder: String) throws -> Store {
        var options = StoreOptions()
        options.ballastBytes = 0
        return try Store.open(
            folder: folder, newToken: "simulated", at: Timestamp(nanoseconds: 0), options: options)
    }

    var waiting: Int { encoder.count }

    func start(watchedUntil: Timestamp? = nil, now: Timestamp) throws {
        let start = StartInput(
            identity: "simulated", epoch: 1, exercise: false, orderKey: SimulatedCity.orderKey,
            watchedUntil: watchedUntil, previousEnd: watchedUntil == nil ? nil : .killed, restoredFrom: nil,
            version: "simulated")
        try take(.started(InputJSON.encode(start)), now: now)
    }

    /// Takes an input that arrives now.
    func take(_ input: JournalInput, now: Timestamp) throws {
        try take(StampedInput(at: fold.stamp(now: now), input: input))
    }

    func take(_ stamped: StampedInput) throws {
        if !store.isInTransaction { try store.begin() }
        journal.append(stamped)
        encoder.append(.other(stamped.input), at: stamped.at)
        try encoder.withCurrentRecord { record in
            try fold.apply(.other(stamped.input), at: stamped.at, record: record, sink: sink)
        }
    }

    func tick(to moment: Timestamp) throws {
        if !store.isInTransaction { try store.begin() }
        try fold.advance(to: moment, sink: sink)
    }

    /// What departments would be told by now, once.
    func takeMessages() -> [OutboundMessage] { sink.takeMessages() }

    func commit(withSnapshot: Bool = false) throws {
        if !store.isInTransaction { try store.begin() }
        if encoder.count > 0 {
            try encoder.bytes.withUnsafeBytes { bytes in
                try store.appendJournal(
                    first: fold.sequence - Int64(encoder.count) + 1, count: encoder.count, at: fold.at, blob: bytes)
            }
        }
        if withSnapshot {
            try snapshot.withUnsafeBytes { bytes in
                try store.putSnapshot(
                    journalSequence: fold.sequence, at: fold.at, version: Fold.snapshotVersion, blob: bytes)
            }
        }
        try store.setCursor(fold.cursor)
        try store.commit()
        encoder.reset()
        _ = sink.takeEntries()
    }

    /// The process is gone without a goodbye; what was not committed is lost, and taken again by the caller.
    ///
    /// - Returns: how many inputs were lost.
    func crash() throws -> Int {
        let lost = encoder.count
        encoder.reset()
        journal.removeLast(lost)
        try store.reopen()
        sink = StoreSink(store: store)
        fold = try Recovery.recover(store).fold
        return lost
    }

    var snapshot: [UInt8] {
        var writer = ByteWriter()
        fold.encodeSnapshot(into: &writer)
        return writer.bytes
    }

    func outcome() throws -> SimulatedOutcome {
        try commit()
        let reader = try StoreReader.open(folder: folder)
        var outcome = SimulatedOutcome(snapshot: snapshot)
        try reader.forEachReading { stored in
            outcome.readings.append(
                "\(stored.series.station)/\(stored.series.quantity) \(stored.reading.eventTime.iso8601) r\(stored.revision) "
                    + "\(stored.reading.value) q\(stored.reading.quality.rawValue)/\(stored.reading.deviceQuality.rawValue) "
                    + "\(stored.reading.failedTests.names) m\(stored.reading.marks.rawValue) "
                    + stored.reading.receivedAt.iso8601)
        }
        var seq: Int64 = 1
        while true {
            let page = try reader.log(from: seq, limit: 1_000)
            if page.isEmpty { break }
            outcome.log += page.map { String(decoding: $0.entry.line, as: UTF8.self) }
            seq += Int64(page.count)
        }
        outcome.incidents = try reader.incidents(limit: 10_000).map(\.json)
        return outcome
    }

    /// In the order of event time, series and revision.
    func storedReadings() throws -> [StoredReading] {
        try commit()
        var readings: [StoredReading] = []
        try StoreReader.open(folder: folder).forEachReading { readings.append($0) }
        return readings
    }

    func close() { store.close() }
}
