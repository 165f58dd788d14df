import CommandLog
import Operations
import Store
import Telemetry

/// Folds a journal into a real store, batch by batch, as the watch does.
final class StoredFold {
    let store: Store
    private let sink: StoreSink
    private(set) var fold: Fold
    private var encoder = JournalEncoder()

    static func open(_ folder: String) throws -> Store {
        try Store.open(folder: folder, newToken: "test", at: Timestamp(nanoseconds: 0), options: .test)
    }

    init(store: Store, cities: [LoadedCity]) throws {
        self.store = store
        sink = StoreSink(store: store)
        for city in cities { sink.remember(city) }
        fold = try Recovery.recover(store).fold
        try store.begin()
        for city in cities {
            guard let hash = LogHash(hex: city.sha256) else { continue }
            try store.putConfiguration(
                sha256: hash, at: SmallCity.begin, name: city.city.id, blob: city.bundle.canonicalBytes)
        }
        try store.commit()
    }

    var waiting: Int { encoder.count }

    func take(_ input: StampedInput) throws {
        if !store.isInTransaction { try store.begin() }
        encoder.append(.other(input.input), at: input.at)
        try encoder.withCurrentRecord { record in
            try fold.apply(.other(input.input), at: input.at, record: record, sink: sink)
        }
    }

    func tick(to moment: Timestamp) throws {
        if !store.isInTransaction { try store.begin() }
        try fold.advance(to: moment, sink: sink)
    }

    func commit(withSnapshot: Bool = false) throws {
        if !store.isInTransaction { try store.begin() }
        if encoder.count > 0 {
            try encoder.bytes.withUnsafeBytes { bytes in
                try store.appendJournal(
                    first: fold.sequence - Int64(encoder.count) + 1, count: encoder.count, at: fold.at, blob: bytes)
            }
        }
        if withSnapshot {
            var writer = ByteWriter()
            fold.encodeSnapshot(into: &writer)
            try writer.bytes.withUnsafeBytes { bytes in
                try store.putSnapshot(
                    journalSequence: fold.sequence, at: fold.at, version: Fold.snapshotVersion, blob: bytes)
            }
        }
        try store.setCursor(fold.cursor)
        try store.commit()
        encoder.reset()
        _ = sink.takeEntries()
        _ = sink.takeMessages()
    }
}
