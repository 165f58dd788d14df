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
        let sink = ReplaySink(store: store)
        var fold = try snapshot(store, sink) ?? Fold()
        let from = fold.sequence
        do {
            try replay(store, after: from, into: &fold, sink: sink)
        } catch let fault as CodingFault {
            throw damaged("The journal can't be read after input \(fold.sequence): it \(fault.what).")
        }
        guard fold.sequence == cursor.journalSequence else {
            throw damaged(
                "The journal ends with input \(fold.sequence), the store with input \(cursor.journalSequence).")
        }
        try fold.advance(to: cursor.firedThrough, sink: sink)
        guard fold.chain.entries == cursor.logEntries, fold.chain.head == cursor.logHead else {
            throw damaged(
                "The journal leads to a log of \(fold.chain.entries) entries with another head than the stored one of \(cursor.logEntries)."
            )
        }
        fold.isUrgent = false
        return Result(fold: fold, replayed: fold.sequence - from)
    }

    /// The newest snapshot that can be read; nil where the journal has to be folded from its beginning.
    private static func snapshot(_ store: Store, _ sink: ReplaySink) throws -> Fold? {
        guard let snapshot = try store.latestSnapshot(version: Fold.snapshotVersion) else { return nil }
        do {
            return try snapshot.blob.withUnsafeBytes { bytes in
                try Fold(snapshot: bytes) { try sink.configuration(sha256: $0) }
            }
        } catch is CodingFault {
            // Whole by its checksum, but of a shape that this version does not know.
            return nil
        }
    }

    /// Folds the journal after `sequence`.
    ///
    /// - Throws: `StartError.damaged` where inputs are missing; `CodingFault`, `StoreError`.
    package static func replay(_ store: Store, after sequence: Int64, into fold: inout Fold, sink: some FoldSink) throws
    {
        try store.forEachJournalBatch(after: sequence) { batch in
            guard batch.first == fold.sequence + 1 else {
                throw damaged("The journal goes on with input \(batch.first) after input \(fold.sequence).")
            }
            try JournalDecoder.forEachInput(of: batch.blob) { view, at, record in
                _ = try fold.apply(view, at: at, record: record, sink: sink)
            }
            guard fold.sequence == batch.first + Int64(batch.count) - 1 else {
                throw damaged("The journal's row \(batch.first) does not hold the \(batch.count) inputs that it names.")
            }
        }
    }

    private static func damaged(_ message: String) -> StartError {
        StartError(
            .damaged, message,
            "Run tocsin log verify --replay to see the first entry that differs, and restore the newest backup.")
    }
}
