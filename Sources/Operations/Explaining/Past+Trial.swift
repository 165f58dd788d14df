import CommandLog
import Store
import Telemetry

/// The past again with other rules.
extension Past {
    package struct Run: Sendable {
        /// Where it began: the moment asked for, or the journal's beginning.
        package var from: Timestamp
        package var inputs: Int64
        package var readings: Int64
    }

    /// The last moment that is known.
    package func end() throws(StoreError) -> Timestamp {
        let cursor = try reader.cursor()
        return max(cursor.at, cursor.firedThrough)
    }

    /// Folds the journal from a moment to its end: with the configurations that were in force, or with another one from the
    /// beginning on.
    ///
    /// - Parameters:
    ///   - city: nil for those that were in force.
    ///   - onEntry: told of what would have been logged since the moment.
    ///   - onMessage: told of every message since then, with its stamp.
    /// - Throws: `ExplanationFailure`, `StoreError`, `StartError`, `ConfigurationProblems`.
    package func replay(
        from moment: Timestamp, city: LoadedCity?, onEntry: @escaping (LogEntry) -> Void,
        onMessage: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UInt8, Bool, Timestamp) -> Void
    ) throws -> Run {
        let sink = PastSink(reader: reader, configurations: configurations)
        if let city { configurations.remember(city) }
        let begin: Timestamp
        var fold: Fold
        do {
            fold = try self.begin(notAfter: moment) { $0.firedThrough <= moment }
            begin = moment
        } catch ExplanationFailure.pastRetention {
            // Less is kept than was asked for: from the oldest snapshot.
            guard let oldest = try reader.oldestSnapshot(version: Fold.snapshotVersion) else { throw noBeginning }
            fold = try self.begin(notAfter: oldest) { _ in true }
            begin = fold.at
        }
        _ = try replay(into: &fold, sink: sink) { _, at in at > begin }
        let first = fold.sequence
        let readings = fold.counters.readings
        var run = Run(from: first > 0 ? begin : .distantPast, inputs: 0, readings: 0)
        sink.onEntry = onEntry
        var isChanged = false
        func change() throws {
            guard let city, !isChanged, fold.start != nil else { return }
            isChanged = true
            _ = try fold.apply(
                .other(.configuration(sha256: city.sha256)), at: fold.stamp(now: begin),
                record: UnsafeRawBufferPointer(start: nil, count: 0), sink: sink)
        }
        try change()
        var sequence = first
        while true {
            let rows = try reader.journalRows(containing: sequence + 1)
            if rows.isEmpty { break }
            for row in rows {
                var number = row.first
                try row.blob.withUnsafeBytes { bytes in
                    try JournalDecoder.forEachInput(of: bytes) { view, at, record in
                        defer { number += 1 }
                        guard number > sequence else { return }
                        sequence = number
                        if case .message(let topic, let payload, let qos, let retained) = view {
                            onMessage(topic, payload, qos, retained, at)
                        }
                        if city != nil, case .other(.configuration) = view { return try change() }
                        let stamp = max(at, fold.stamp(now: at))
                        if run.from == .distantPast { run.from = at }
                        _ = try fold.apply(view, at: stamp, record: record, sink: sink)
                        if city != nil, case .other(.started) = view { try change() }
                    }
                }
            }
        }
        let end = try self.end()
        if end > fold.firedThrough { try fold.advance(to: end, sink: sink) }
        run.inputs = sequence - first
        run.readings = fold.counters.readings - readings
        return run
    }

    private var noBeginning: ExplanationFailure { .pastRetention(firstInput: (try? reader.firstInput() ?? 1) ?? 1) }
}
