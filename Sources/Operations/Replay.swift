import CommandLog
import Store
import Telemetry

/// Folds the stored journal from its beginning and compares every log entry and incident with the stored ones: they are
/// what the inputs lead to, and nothing else.
package enum Replay {
    package struct Report: Sendable {
        package var inputs: Int64
        package var entries: Int64
        package var head: LogHash
        /// The first entry that differs, as a full sentence; nil where all agree.
        package var difference: String?
    }

    /// An entry that the journal does not lead to.
    struct Difference: Error {
        var text: String
    }

    /// - Parameter folder: the data folder; its lock must be free.
    /// - Throws: `StoreError`, `CodingFault`, `StartError` where the journal can't be folded at all.
    package static func verify(folder: String) throws -> Report {
        let store = try Store.open(folder: folder, newToken: "", at: Timestamp(nanoseconds: 0))
        defer { store.close() }
        let reader = try StoreReader.open(folder: folder)
        let cursor = try store.loadCursor()
        var compared = StoredEntries(reader: reader)
        let sink = ReplaySink(store: store) { entry in
            guard let stored = try compared.next(entry.seq) else {
                throw Difference(text: "The journal leads to entry \(entry.seq), which the log does not have.")
            }
            if stored != entry.line {
                throw Difference(
                    text: "Entry \(entry.seq) is not the one that the journal leads to. Stored: \(excerpt(stored)) "
                        + "From the journal: \(excerpt(entry.line))")
            }
        }
        if let first = try firstInput(of: store), first > 1 {
            throw StartError(
                .store, "The journal begins with input \(first): what came before is past its retention.",
                "Verify the chain without --replay; a backup from before can be replayed.")
        }
        var fold = Fold()
        try Recovery.replay(store, after: 0, into: &fold, sink: sink)
        try fold.advance(to: cursor.firedThrough, sink: sink)
        var difference = (sink.objection as? Difference)?.text ?? sink.objection.map { "\($0)" }
        if difference == nil, fold.chain.entries != cursor.logEntries {
            difference = "The log has \(cursor.logEntries) entries; the journal leads to \(fold.chain.entries)."
        }
        if difference == nil { difference = try firstDifferentIncident(fold, reader) }
        return Report(inputs: fold.sequence, entries: fold.chain.entries, head: fold.chain.head, difference: difference)
    }

    /// Number of the first input that is kept; nil in an empty journal.
    private static func firstInput(of store: Store) throws -> Int64? {
        struct Found: Error { var first: Int64 }
        do {
            try store.forEachJournalBatch(after: 0) { batch in throw Found(first: batch.first) }
            return nil
        } catch let found as Found {
            return found.first
        }
    }

    private static func excerpt(_ line: [UInt8]) -> String { DisplayText.safe(bytes: line, limit: 600) }

    /// Stored lines in order, read a page at a time.
    private struct StoredEntries {
        let reader: StoreReader
        private var page: [StoredLogEntry] = []
        private var position = 0

        init(reader: StoreReader) {
            self.reader = reader
        }

        mutating func next(_ seq: Int64) throws -> [UInt8]? {
            if position >= page.count || page[position].entry.seq != seq {
                page = try reader.log(from: seq, limit: 1_000)
                position = 0
            }
            guard position < page.count, page[position].entry.seq == seq else { return nil }
            defer { position += 1 }
            return page[position].entry.line
        }
    }
}
