import CommandLog
import IncidentCommand
import Operations
import Store
import Telemetry

/// Folds a drill's inputs and commits them in batches. Orders are taken as handed over at once: a drill has no channel.
struct DrillPlayer {
    private let store: Store
    private let sink: StoreSink
    private var fold = Fold()
    private var encoder = JournalEncoder()
    private var alarms = DrillAlarms()

    init(store: Store) {
        self.store = store
        self.sink = StoreSink(store: store)
    }

    var isBatchFull: Bool { encoder.count >= DrillRun.batchInputs }

    mutating func begin(_ city: LoadedCity) throws {
        sink.remember(city)
        try store.begin()
        if let hash = LogHash(hex: city.sha256) {
            try store.putConfiguration(
                sha256: hash, at: Timestamp(nanoseconds: 0), name: city.city.id, blob: city.bundle.canonicalBytes)
        }
        let start = StartInput(
            identity: "drill", epoch: 1, exercise: true, orderKey: String(repeating: "0", count: 64), watchedUntil: nil,
            previousEnd: nil, restoredFrom: nil, version: "drill")
        pending = [.started(InputJSON.encode(start)), .configuration(sha256: city.sha256)]
    }

    /// Inputs that take the stamp of the first message: a recording begins with its first message.
    private var pending: [JournalInput] = []

    mutating func take(_ view: JournalInputView, now: Timestamp) throws {
        if !pending.isEmpty {
            let first = pending
            pending = []
            for input in first { try apply(.other(input), now: now) }
        }
        try apply(view, now: now)
    }

    private mutating func apply(_ view: JournalInputView, now: Timestamp) throws {
        if !store.isInTransaction { try store.begin() }
        let stamp = fold.stamp(now: now)
        encoder.append(view, at: stamp)
        let sink = sink
        try encoder.withCurrentRecord { record in
            _ = try fold.apply(view, at: stamp, record: record, sink: sink)
        }
        try handOver()
    }

    private mutating func handOver() throws {
        for message in sink.takeMessages() where message.channel != OutboxCodec.feedChannel {
            let report = HandOverReport(on: message, outcome: .handedOver(evidence: "drill"))
            try apply(.other(.delivery(InputJSON.encode(report))), now: fold.at)
        }
    }

    mutating func commit(_ onEntry: (Int64, [UInt8]) throws -> Void) throws {
        guard store.isInTransaction else { return }
        if encoder.count > 0 {
            try encoder.bytes.withUnsafeBytes { bytes in
                try store.appendJournal(
                    first: fold.sequence - Int64(encoder.count) + 1, count: encoder.count, at: fold.at, blob: bytes)
            }
        }
        try store.setCursor(fold.cursor)
        try store.commit()
        encoder.reset()
        for entry in sink.takeEntries() {
            alarms.note(entry)
            try onEntry(entry.seq, entry.line)
        }
        try store.maintain()
    }

    func report(lines: Int) -> DrillReport {
        DrillReport(
            lines: lines, inputs: fold.sequence, counters: fold.counters, logEntries: fold.chain.entries,
            logHead: fold.chain.head.hex, incidents: fold.incidentCommand?.incidents ?? [], alarms: alarms.all)
    }
}
