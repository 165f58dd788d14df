import Foundation
import TestSupport

/// Cuts the power at many places of one trace.
struct PowerCutRun {
    let trace: Trace
    let cuts: Int
    let seed: UInt64
    let ignoringSyncs: Bool
    let workFolder: String

    struct Result {
        var cuts = 0
        var lost = 0
        var broken = 0
        var acknowledged: Int64 = 0
        /// PUBACKs whose batch was not synced when they were sent.
        var early = 0
        var checkpoints = 0
        var examples: [String] = []
    }

    private struct Cut {
        var after: Int
        var loss: Loss
    }

    func run() throws -> Result {
        var random = SeededRandom(seed: seed)
        var disk = SimulatedDisk(trace, ignoringSyncs: ignoringSyncs)
        var acknowledgements = AcknowledgementCounter()
        let check = CutCheck(folder: workFolder)
        var result = Result()
        var planned = plan(&random)[...]
        for (index, record) in trace.records.enumerated() {
            disk.apply(record)
            if case .sent(let range) = record.kind { acknowledgements.take(trace.bytes[range], socket: record.id) }
            while let cut = planned.first, cut.after == index {
                planned.removeFirst()
                let files = disk.cut(cut.loss, using: &random)
                let outcome = try check.check(files, acknowledged: acknowledgements.acknowledged)
                note(outcome, cut, &result)
            }
        }
        result.checkpoints = checkpoints
        result.acknowledged = acknowledgements.acknowledged
        try? FileManager.default.removeItem(atPath: workFolder)
        return result
    }

    /// Syncs of the database file itself, once it is in use: each ends a checkpoint.
    private var checkpoints: Int {
        var database: UInt32?
        var log = false
        return trace.records.reduce(into: 0) { count, record in
            switch record.kind {
            case .opened(let name):
                if name == "tocsin.sqlite" { database = record.id }
                if name == "tocsin.sqlite-wal" { log = true }
            case .synced: if log, record.id == database { count += 1 }
            case .written, .truncated, .renamed, .unlinked, .folderSynced, .sent: break
            }
        }
    }

    /// A third right after bytes were sent (an acknowledgement's first instant) with all that is unsynced gone, the rest
    /// anywhere with torn and reordered sectors.
    private func plan(_ random: inout SeededRandom) -> [Cut] {
        let sends = trace.records.indices.filter { index in
            if case .sent = trace.records[index].kind { true } else { false }
        }
        let losses: [Loss] = [
            .everythingUnsynced, .nothing, .sectors(keptPercent: 10), .sectors(keptPercent: 50),
            .sectors(keptPercent: 90),
        ]
        let cuts = (0..<cuts).map { number -> Cut in
            if number % 3 == 0, let send = sends.randomElement(using: &random) {
                return Cut(after: send, loss: .everythingUnsynced)
            }
            let after = Int(random.next() % UInt64(max(1, trace.records.count)))
            return Cut(after: after, loss: losses[Int(random.next() % UInt64(losses.count))])
        }
        return cuts.sorted { $0.after < $1.after }
    }

    private func note(_ outcome: CutCheck.Outcome, _ cut: Cut, _ result: inout Result) {
        result.cuts += 1
        func example(_ text: String) {
            if result.examples.count < 5 { result.examples.append("after record \(cut.after), \(cut.loss): \(text)") }
        }
        switch outcome {
        case .sound: break
        case .lost(let acknowledged, let stored):
            result.lost += 1
            if cut.loss == .everythingUnsynced { result.early += 1 }
            example("\(acknowledged) acknowledged, \(stored) stored")
        case .broken(let what):
            result.broken += 1
            example(what)
        }
    }
}
