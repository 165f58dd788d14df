import Telemetry

extension Store {
    /// Forgets that this database came out of a backup: it is in the log now. Within a transaction.
    package func clearRestoreNote() throws(StoreError) {
        try removeValue(forKey: "restore_note")
        restoreNote = nil
    }

    func store(_ identity: StoreIdentity) throws(StoreError) {
        try setValue(Array(identity.identity.utf8), forKey: "identity")
        try setValue(Array(String(identity.epoch).utf8), forKey: "epoch")
        try setValue(Array(identity.token.utf8), forKey: "token")
    }

    /// - Returns: nil in a database that was just created.
    func storedIdentity() throws(StoreError) -> StoreIdentity? {
        guard let identity = try value(forKey: "identity"), let token = try value(forKey: "token"),
            let epoch = Int(String(decoding: try value(forKey: "epoch") ?? [], as: UTF8.self))
        else { return nil }
        return StoreIdentity(
            identity: String(decoding: identity, as: UTF8.self), epoch: epoch,
            token: String(decoding: token, as: UTF8.self))
    }

    func storedRestoreNote() throws(StoreError) -> StoreRestoreNote? {
        guard let text = try value(forKey: "restore_note") else { return nil }
        let parts = String(decoding: text, as: UTF8.self).split(separator: " ")
        guard parts.count == 3, let taken = Timestamp(iso8601: parts[0]), let restored = Timestamp(iso8601: parts[1]),
            let epoch = Int(parts[2])
        else { return nil }
        return StoreRestoreNote(backupTakenAt: taken, restoredAt: restored, epoch: epoch)
    }
}
