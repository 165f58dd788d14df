import Foundation
import Store
import Telemetry

/// A drill's own database: in a folder that is kept, or in one that is gone when the drill is over.
final class DrillFolder {
    let path: String
    let store: Store
    let sink: DrillSink
    let isKept: Bool

    /// - Parameter folder: where it is kept; nil: nowhere.
    /// - Throws: `StoreError`, `DrillError` where the folder holds a run already.
    init(keptIn folder: String?) throws {
        isKept = folder != nil
        path = folder ?? FileManager.default.temporaryDirectory.path + "/tocsin-drill-\(UUID().uuidString)"
        var options = StoreOptions()
        options.ballastBytes = 0
        // A drill can be played again: nothing of it is worth waiting for the disk.
        options.durability = isKept ? .off : .scratch
        store = try Store.open(folder: path, newToken: "drill", at: Timestamp(nanoseconds: 0), options: options)
        guard try store.loadCursor().journalSequence == 0 else {
            throw DrillError(message: "The folder \(path) already holds a run. Name an empty one with --data.")
        }
        sink = DrillSink(store: store, chains: isKept ? nil : try ReadingChains(folder: path))
    }

    deinit {
        store.close()
        if !isKept { try? FileManager.default.removeItem(atPath: path) }
    }
}
