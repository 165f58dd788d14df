import CommandLog
import Store
import Telemetry

/// Finds the way back to the state that was committed: the newest snapshot, then the journal's tail.
package enum Recovery {
    package struct Result {
        package var fold: Fold
        /// Inputs folded again after the snapshot.
        package var replayed: Int64
    }

    /// - Throws: `StoreError`; `StartError.damaged` where the journal does not lead to the stored log.
    package static func recover(_ store: Store) throws -> Result {
        let cursor = try store.loadCursor()
        var fold = Fold()
        let sink = ReplaySink(store: store)
        if let snapshot = try store.latestSnapshot(version: Fold.snapshotVersion) {
            fold = try snapshot.blob.withUnsafeBytes { bytes in
                try Fold(snapshot: bytes) { try sink.configuration(sha256: $0) }
            }
        }
        let from = fold.sequence
        try replay(store, after: from, into: &fold, sink: sink)
        try fold.advance(to: cursor.firedThrough, sink: sink)
        guard fold.chain.entries == cursor.logEntries, fold.chain.head == cursor.logHead else {
            throw StartError(
                .damaged,
                "The journal leads to a log of \(fold.chain.entries) entries with another head than the stored one of \(cursor.logEntries).",
                "Run tocsin log verify --replay to see the first entry that differs, and restore the newest backup.")
        }
        fold.isUrgent = false
        return Result(fold: fold, replayed: fold.sequence - from)
    }

    /// Folds the journal after `sequence`.
    package static func replay(_ store: Store, after sequence: Int64, into fold: inout Fold, sink: some FoldSink) throws {
        try store.forEachJournalBatch(after: sequence) { batch in
            var number = batch.first - 1
            try JournalDecoder.forEachInput(of: batch.blob) { view, at, record in
                number += 1
                if number <= fold.sequence { return }
                _ = try fold.apply(view, at: at, record: record, sink: sink)
            }
        }
    }
}
