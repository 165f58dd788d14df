import TestSupport

/// A folder's files as a disk holds them: what is certainly there, and what was written but not synced.
///
/// The model is harsher than most file systems: until a file is synced, any of its 512-byte sectors may be old or new,
/// in any order, also the later ones without the earlier; names last only after their folder was synced.
struct SimulatedDisk {
    static let sectorBytes = 512

    enum Change {
        case write(offset: Int, bytes: Range<Int>)
        case truncate(length: Int)
    }

    enum NameChange {
        case create(String, file: UInt32)
        case rename(from: String, to: String)
        case unlink(String)
    }

    struct File {
        var durable: [UInt8] = []
        var pending: [Change] = []
    }

    private let trace: Trace
    private(set) var files: [UInt32: File] = [:]
    private var durableNames: [String: UInt32] = [:]
    private var pendingNames: [NameChange] = []
    /// Pretends that no sync ever happened: what a program that does not sync would leave.
    private let ignoresSyncs: Bool

    init(_ trace: Trace, ignoringSyncs: Bool) {
        self.trace = trace
        ignoresSyncs = ignoringSyncs
    }

    mutating func apply(_ record: TraceRecord) {
        switch record.kind {
        case .opened(let name): pendingNames.append(.create(name, file: record.id))
        case .written(let offset, let range):
            files[record.id, default: File()].pending.append(.write(offset: offset, bytes: range))
        case .truncated(let length): files[record.id, default: File()].pending.append(.truncate(length: length))
        case .synced: if !ignoresSyncs { sync(record.id) }
        case .renamed(let from, let to): pendingNames.append(.rename(from: from, to: to))
        case .unlinked(let name): pendingNames.append(.unlink(name))
        case .folderSynced:
            if !ignoresSyncs {
                for change in pendingNames { SimulatedDisk.apply(change, to: &durableNames) }
                pendingNames.removeAll()
            }
        case .sent: break
        }
    }

    private mutating func sync(_ id: UInt32) {
        guard var file = files.removeValue(forKey: id) else { return }
        for change in file.pending {
            switch change {
            case .write(let offset, let range):
                SimulatedDisk.patch(&file.durable, at: offset, trace.bytes[range])
            case .truncate(let length): SimulatedDisk.resize(&file.durable, to: length)
            }
        }
        file.pending.removeAll()
        files[id] = file
    }

    /// What is found after the power came back, by name.
    func cut(_ loss: Loss, using random: inout SeededRandom) -> [String: [UInt8]] {
        var names = durableNames
        let kept: Int
        switch loss {
        case .everythingUnsynced: kept = 0
        case .nothing: kept = pendingNames.count
        case .sectors: kept = Int(random.next() % UInt64(pendingNames.count + 1))
        }
        for change in pendingNames.prefix(kept) { SimulatedDisk.apply(change, to: &names) }
        var found: [String: [UInt8]] = [:]
        for (name, id) in names.sorted(by: { $0.key < $1.key }) {
            found[name] = content(of: files[id] ?? File(), loss, &random)
        }
        return found
    }

    private func content(of file: File, _ loss: Loss, _ random: inout SeededRandom) -> [UInt8] {
        var bytes = file.durable
        var survivors: [Int: Int] = [:]
        for (index, change) in file.pending.enumerated() {
            switch change {
            case .truncate(let length):
                if loss.keepsSize(&random) { SimulatedDisk.resize(&bytes, to: length) }
            case .write(let offset, let range):
                var start = offset
                while start < offset + range.count {
                    let sector = start / SimulatedDisk.sectorBytes
                    let end = min(offset + range.count, (sector + 1) * SimulatedDisk.sectorBytes)
                    // A sector holds all its writes up to one of them: the page cache never forgets an earlier one.
                    let survives = survivors[sector] ?? loss.survivingChanges(of: file.pending.count, &random)
                    survivors[sector] = survives
                    if index < survives {
                        let from = range.lowerBound + start - offset
                        SimulatedDisk.patch(&bytes, at: start, trace.bytes[from..<from + end - start])
                    }
                    start = end
                }
            }
        }
        return bytes
    }

    private static func patch(_ bytes: inout [UInt8], at offset: Int, _ new: ArraySlice<UInt8>) {
        if bytes.count < offset + new.count { resize(&bytes, to: offset + new.count) }
        bytes.replaceSubrange(offset..<offset + new.count, with: new)
    }

    private static func resize(_ bytes: inout [UInt8], to length: Int) {
        if bytes.count > length {
            bytes.removeLast(bytes.count - length)
        } else {
            bytes.append(contentsOf: repeatElement(0, count: length - bytes.count))
        }
    }

    private static func apply(_ change: NameChange, to names: inout [String: UInt32]) {
        switch change {
        case .create(let name, let file): names[name] = file
        case .rename(let from, let to): names[to] = names.removeValue(forKey: from)
        case .unlink(let name): names[name] = nil
        }
    }
}

/// How much of what was not synced is lost in one cut.
enum Loss: Hashable {
    case everythingUnsynced
    case nothing
    /// Each sector by itself, with this chance in percent of having reached the disk.
    case sectors(keptPercent: UInt64)

    func keepsSize(_ random: inout SeededRandom) -> Bool {
        switch self {
        case .everythingUnsynced: false
        case .nothing: true
        case .sectors(let percent): random.next() % 100 < percent
        }
    }

    /// Number of the file's pending changes, from the first, that a sector shows.
    func survivingChanges(of count: Int, _ random: inout SeededRandom) -> Int {
        switch self {
        case .everythingUnsynced: 0
        case .nothing: count
        case .sectors(let percent):
            if random.next() % 100 >= percent {
                0
            } else if random.next() % 4 > 0 {
                count
            } else {
                Int(random.next() % UInt64(count + 1))
            }
        }
    }
}
