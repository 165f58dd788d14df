/// How a store is opened; the defaults are what `serve` runs with.
package struct StoreOptions: Hashable, Sendable {
    /// When a commit is on the disk.
    package enum Durability: String, Hashable, Sendable {
        /// Every commit is synced before it returns.
        case full
        /// Nothing is ever synced: a kill leaves all of a commit or nothing, a power cut may leave a damaged file. For
        /// what can be made again: a drill's folder.
        case off
        /// Nothing is synced, and no other connection looks: a kill may leave a damaged file. For what is thrown away with
        /// the process that made it. Commits are whole all the same, and one that fails is undone.
        case scratch
    }

    /// Size of the file that is given up so that a full disk can be reopened; 0 for none.
    package var ballastBytes: Int64 = 64 << 20
    /// The write-ahead log is cut back to this after a checkpoint.
    package var journalSizeLimitBytes: Int64 = 32 << 20
    /// Pages (4 KiB) in the write-ahead log at which `maintain` checkpoints.
    package var checkpointPages: Int32 = 1_000
    /// Quarantined messages kept; the oldest make room.
    package var quarantineLimit: Int64 = 10_000
    /// SQLite's page cache.
    package var cacheBytes: Int64 = 16 << 20
    /// Of so many inputs the first snapshot is kept until it is past its retention: the state at any moment is found from
    /// the one before it, by folding at most so many inputs. A million are folded in two seconds.
    package var milestoneInputs: Int64 = 1_000_000
    package var durability = Durability.full

    package init() {}

    /// Small files, for tests.
    package static var test: StoreOptions {
        var options = StoreOptions()
        options.ballastBytes = 64 << 10
        options.cacheBytes = 2 << 20
        return options
    }
}
