import CommandLog
import RuleEngine
import Store
import Telemetry

/// Finds the state at past moments again: the nearest snapshot before them, then the journal, with the configuration of that
/// time, up to what was known then. Never from today's files.
///
/// Works on a folder that a server writes to: it only reads, in short transactions. Used by one thread.
package final class Past {
    let reader: StoreReader
    let configurations = PastConfigurations()

    package init(reader: StoreReader) {
        self.reader = reader
    }

    /// Ends a replay; not a fault.
    struct Reached: Error {
        var at: Timestamp
        /// Until when the server watched before it, where it is a start.
        var watchedUntil: Timestamp?
    }

    /// The state at a moment: after every input stamped then or before, and every timer due by then.
    ///
    /// - Parameter watchedThrough: a running server watches until here; nil where none runs, or that is not known.
    /// - Throws: `ExplanationFailure`, `StoreError`, `StartError`, `ConfigurationProblems`.
    package func state(at moment: Timestamp, watchedThrough: Timestamp? = nil) throws -> PastState {
        // Read before the journal: what is committed meanwhile is known all the more.
        let cursor = try reader.cursor()
        let sink = PastSink(reader: reader, configurations: configurations)
        var fold = try begin(notAfter: moment) { $0.firedThrough <= moment }
        let began = fold.sequence
        let next = try replay(into: &fold, sink: sink) { _, at in at > moment }
        guard fold.sequence > 0 else { throw ExplanationFailure.beforeBeginning(next?.at) }
        var state = PastState(
            fold: fold, at: moment, knowledge: .known, snapshotInputs: began, replayedInputs: fold.sequence - began,
            isProven: nil)
        var limit = saturating(moment, 1)
        if let next {
            if let until = next.watchedUntil, until < moment {
                state.knowledge = .notWatching(from: until, to: next.at)
                state.at = until
                limit = until
            }
        } else {
            let known = max(cursor.firedThrough, max(fold.firedThrough, watchedThrough ?? .distantPast))
            if known < moment {
                state.knowledge = .endOfJournal
                state.at = known
                limit = known
            }
        }
        if limit > state.fold.firedThrough { try state.fold.advance(to: limit, sink: sink) }
        state.isProven = try isStored(state.fold.chain)
        if state.isProven == false { throw ExplanationFailure.disagrees(entry: state.fold.chain.entries) }
        return state
    }

    /// Whether the stored log has the chain's head as the hash of its entry; nil where it does not have the entry yet.
    private func isStored(_ chain: LogChain) throws -> Bool? {
        guard chain.entries > 0 else { return nil }
        return try reader.logEntry(chain.entries).map { $0.entry.hash == chain.head }
    }

    /// Folds the journal until a log entry comes of it.
    ///
    /// - Parameters:
    ///   - entry: as it is stored.
    ///   - moment: the snapshot that it begins with is of then or before.
    ///   - onChange: told of the steps of alarms with the fold's engine, the number and stamp of the input at hand.
    /// - Returns: the fold after the input that led to it, and the fold's own entry; nil where it never comes.
    func replay(
        to entry: LogEntry, notAfter moment: Timestamp,
        onChange: @escaping (AlarmChange, RuleEngine, EventObject?, _ input: Int64, _ at: Timestamp) -> Void
    ) throws -> (fold: Fold, entry: LogEntry?, replayedInputs: Int64) {
        let sink = PastSink(reader: reader, configurations: configurations)
        var fold = try begin(notAfter: moment) { $0.chain.entries < entry.seq }
        let began = fold.sequence
        var engine = fold.engine
        var input: (number: Int64, at: Timestamp) = (fold.sequence, fold.at)
        var found: LogEntry?
        sink.onChange = { [unowned sink] change in
            guard let engine, found == nil else { return }
            onChange(change, engine, sink.event, input.number, input.at)
        }
        sink.onEntry = { if $0.seq == entry.seq { found = $0 } }
        let next = try replay(into: &fold, sink: sink) { running, at in
            engine = running.engine
            input = (running.sequence + 1, at)
            return found != nil
        }
        if found == nil, next == nil {
            // A timer made it after the last input.
            input = (fold.sequence, fold.at)
            engine = fold.engine
            try fold.advance(to: saturating(entry.at, 1), sink: sink)
        }
        return (fold, found, fold.sequence - began)
    }

    /// The newest snapshot that comes before what is asked for, or the journal's beginning.
    func begin(notAfter moment: Timestamp, _ isBefore: (Fold) -> Bool) throws -> Fold {
        var before = Int64.max
        while let snapshot = try reader.snapshot(
            version: Fold.snapshotVersion, notAfter: moment, before: before)
        {
            before = snapshot.journalSequence
            do {
                let fold = try snapshot.blob.withUnsafeBytes { bytes in
                    try Fold(snapshot: bytes) { try configurations.load($0, from: reader) }
                }
                if isBefore(fold) { return fold }
            } catch is CodingFault {
                // Of a shape that this version does not know: an older one, or the journal itself, leads there too.
            }
        }
        if let first = try reader.firstInput(), first > 1 { throw ExplanationFailure.pastRetention(firstInput: first) }
        return Fold()
    }

    /// Folds inputs until `isBeyond` is true of one, which is not folded.
    ///
    /// - Returns: nil where the journal ended first.
    func replay(
        into fold: inout Fold, sink: PastSink, until isBeyond: (Fold, Timestamp) -> Bool
    ) throws -> Reached? {
        do {
            while true {
                let rows = try reader.journalRows(after: fold.sequence)
                if rows.isEmpty { return nil }
                for row in rows {
                    guard row.first == fold.sequence + 1 else {
                        throw ExplanationFailure.damaged(afterInput: fold.sequence)
                    }
                    try take(row, into: &fold, sink, isBeyond)
                }
            }
        } catch let reached as Reached {
            return reached
        } catch is CodingFault {
            throw ExplanationFailure.damaged(afterInput: fold.sequence)
        }
    }

    private func take(
        _ row: JournalRow, into fold: inout Fold, _ sink: PastSink, _ isBeyond: (Fold, Timestamp) -> Bool
    ) throws {
        try row.blob.withUnsafeBytes { bytes in
            try JournalDecoder.forEachInput(of: bytes) { view, at, record in
                if isBeyond(fold, at) {
                    var reached = Reached(at: at, watchedUntil: nil)
                    if case .other(.started(let json)) = view {
                        reached.watchedUntil = try InputJSON.decode(StartInput.self, from: json).watchedUntil
                    }
                    throw reached
                }
                _ = try fold.apply(view, at: at, record: record, sink: sink)
            }
        }
    }

    private func saturating(_ time: Timestamp, _ nanoseconds: Int64) -> Timestamp {
        time == .distantFuture ? time : time + Interval(nanoseconds: nanoseconds)
    }
}
