import Telemetry

/// Who a database is: stays with its data, unlike a folder's name.
package struct StoreIdentity: Hashable, Sendable {
    /// Given at creation; kept by backups and restores.
    package var identity: String
    /// 1 at creation; one more with each restore from a backup.
    package var epoch: Int
    /// Differs with each creation and restore: the MQTT client id is made of it, so that a restored copy does not take
    /// over the session of the original.
    package var token: String

    package init(identity: String, epoch: Int, token: String) {
        self.identity = identity
        self.epoch = epoch
        self.token = token
    }
}

/// That this database came out of a backup; to be logged once, with the gap that it leaves.
package struct StoreRestoreNote: Hashable, Sendable {
    package var backupTakenAt: Timestamp
    package var restoredAt: Timestamp
    package var epoch: Int

    package init(backupTakenAt: Timestamp, restoredAt: Timestamp, epoch: Int) {
        self.backupTakenAt = backupTakenAt
        self.restoredAt = restoredAt
        self.epoch = epoch
    }
}
