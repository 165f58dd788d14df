import Operations
import Telemetry

/// When the watch's own recurring work is due. Boot time throughout, but for snapshots, which follow input time too.
struct WatchSchedule {
    private var lastSnapshotBoot: Int64 = 0
    private var lastSnapshotAt = Timestamp.distantPast
    private var lastSnapshotSequence: Int64 = 0
    private var lastSnapshotBytes: Int64 = 0
    /// Stamp of the snapshot before the last one: the oldest state that recovery may begin with. Nil before there are two.
    private(set) var olderSnapshotAt: Timestamp?
    private var lastHeartbeat: Int64?
    private var lastCommit: Int64 = 0
    private var nextRetention: Int64 = 0

    static let snapshotInterval = Interval(seconds: 60)
    /// On a fast clock a minute passes in no time: real time bounds what snapshots cost.
    static let snapshotBootNanoseconds: Int64 = 2_000_000_000
    static let snapshotInputs: Int64 = 2_000_000
    /// A large state is written less often: an input is folded again in about the time that so many bytes take to write.
    static let snapshotBytesPerInput: Int64 = 64
    static let largeSnapshotBytes: Int64 = 1 << 20
    static let longestSnapshotInterval = Interval(seconds: 600)
    static let heartbeatNanoseconds: Int64 = 10_000_000_000
    static let cursorNanoseconds: Int64 = 5_000_000_000
    static let retentionNanoseconds: Int64 = 60_000_000_000
    /// Between slices while a retention run is not finished.
    static let retentionSliceNanoseconds: Int64 = 200_000_000

    /// - Parameters:
    ///   - sequence: the fold's; asked for with each commit, and not with the whole fold, which would be copied for it.
    ///   - at: the stamp of its newest input.
    func isSnapshotDue(sequence: Int64, at: Timestamp, bootNanoseconds now: Int64) -> Bool {
        guard sequence > lastSnapshotSequence else { return false }
        if sequence - lastSnapshotSequence >= WatchSchedule.snapshotInputs { return true }
        guard now - lastSnapshotBoot >= WatchSchedule.snapshotBootNanoseconds,
            at - lastSnapshotAt >= WatchSchedule.snapshotInterval
        else { return false }
        if lastSnapshotBytes < WatchSchedule.largeSnapshotBytes { return true }
        let inputs = sequence - lastSnapshotSequence
        return inputs >= lastSnapshotBytes / WatchSchedule.snapshotBytesPerInput
            || at - lastSnapshotAt >= WatchSchedule.longestSnapshotInterval
    }

    mutating func snapshotWritten(sequence: Int64, at: Timestamp, bytes: Int, bootNanoseconds now: Int64) {
        lastSnapshotBytes = Int64(bytes)
        lastSnapshotBoot = now
        olderSnapshotAt = lastSnapshotAt > .distantPast ? lastSnapshotAt : nil
        lastSnapshotAt = at
        lastSnapshotSequence = sequence
    }

    func isHeartbeatDue(_ now: Int64) -> Bool {
        lastHeartbeat.map { now - $0 >= WatchSchedule.heartbeatNanoseconds } ?? true
    }

    mutating func heartbeatSent(_ now: Int64) {
        lastHeartbeat = now
    }

    /// Makes the next turn send one: the connection is new, or something changed that a watcher should see.
    mutating func heartbeatWanted() {
        lastHeartbeat = nil
    }

    func isCursorDue(_ now: Int64) -> Bool { now - lastCommit >= WatchSchedule.cursorNanoseconds }

    mutating func committed(bootNanoseconds now: Int64) {
        lastCommit = now
    }

    func isRetentionDue(_ now: Int64) -> Bool { now >= nextRetention }

    mutating func retained(_ now: Int64, isFinished: Bool) {
        nextRetention =
            now + (isFinished ? WatchSchedule.retentionNanoseconds : WatchSchedule.retentionSliceNanoseconds)
    }
}

/// What the watch remembers of its connection to the broker.
struct ConnectionMemory {
    /// False while the receive loop has more without waiting for the socket.
    var isDrained = true
    var isConnected = false
    /// Whether the broker has ever kept a session of ours: then a new one means that something may be lost.
    var hadSession = false
    var isTakenOver = false
    /// When the connection was last known to be there; the beginning of a gap.
    var lastKnown = Timestamp.distantPast
    /// Filters that the broker has confirmed on this connection.
    var readyFilters = 0
    var wasLossLogged = false
    /// The broker's own count of dropped messages, and when it was last looked at.
    var droppedTotal: UInt64?
    var droppedCheckedAt = Timestamp.distantPast
    /// Wall clock minus boot clock when the process began, nanoseconds.
    var wallMinusBoot: Int64 = 0
    /// Boot time at which the connection was last known to be there.
    var aliveAt: Int64 = 0
    /// `lastKnown` at the end of the connection before.
    var knownBeforeLoss = Timestamp.distantPast
    /// This connection began with an intake gap: what else speaks of it says nothing new.
    var toldGap = false
}

/// What the last wait saw besides messages. At tens of thousands of messages a second a turn handles only a few, and a read
/// of a socket that has nothing costs as much as one of them. Without a wait everything is looked at.
struct WatchSignals {
    var outgoing = true
    var mailbox = true
}
