import CSQLite
import CommandLog
import Telemetry

/// Log, incidents, outbox: what the command of an emergency leaves behind.
extension Store {
    /// Appends an entry verbatim.
    ///
    /// - Parameters:
    ///   - keyID: of the key that signed it, where one did.
    ///   - signature: over the entry's line.
    package func appendLog(
        _ entry: LogEntry, keyID: String? = nil, signature: [UInt8]? = nil
    ) throws(StoreError) {
        let statement = try statements().appendLog
        statement.bind(1, entry.seq)
        statement.bind(2, entry.at)
        statement.bind(3, utf8: entry.line)
        statement.bind(4, entry.hash)
        statement.bind(5, keyID)
        if let signature { statement.bind(6, signature) } else { statement.bindNull(6) }
        statement.bind(7, entry.incident)
        if let version = entry.incidentVersion { statement.bind(8, version) } else { statement.bindNull(8) }
        try statement.run()
    }

    /// Stores an incident as it is now.
    package func putIncident(_ row: IncidentRow) throws(StoreError) {
        let number = IncidentRow.number(of: row.id)
        // One that was raised just now is not there yet: an order waits for this.
        if row.changedAt > row.raisedAt {
            try run(try statements().changeIncident, row, number)
            if try didChange() { return }
        }
        try run(try statements().putIncident, row, number)
    }

    private func run(_ statement: SQLStatement, _ row: IncidentRow, _ number: Int64) throws(StoreError) {
        statement.bind(1, row.id)
        statement.bind(2, row.version)
        statement.bind(3, row.isOpen)
        statement.bind(4, row.status)
        statement.bind(5, row.hazard)
        statement.bind(6, row.place)
        statement.bind(7, row.raisedAt)
        statement.bind(8, row.changedAt)
        statement.bind(9, row.json)
        statement.bind(10, number)
        try statement.run()
    }

    /// Stores an outgoing message with what caused it.
    ///
    /// - Returns: false where a pending message has its key; nothing is changed then.
    @discardableResult
    package func putOutbox(_ row: OutboxRow) throws(StoreError) -> Bool {
        let statement = try statements().putOutbox
        statement.bind(1, row.key)
        statement.bind(2, row.state.rawValue)
        statement.bind(3, row.kind)
        statement.bind(4, row.channel)
        statement.bind(5, row.target)
        statement.bind(6, row.incident)
        statement.bind(7, row.order)
        statement.bind(8, row.lifeSafety)
        statement.bind(9, row.createdAt)
        statement.bind(10, row.nextAttemptAt)
        statement.bind(11, row.attempts)
        statement.bind(12, row.body)
        statement.bind(13, row.lastError)
        try statement.run()
        return try didChange()
    }

    /// What became of a pending message.
    ///
    /// - Returns: false where no pending message has that key.
    @discardableResult
    package func updateOutbox(
        key: String, state: OutboxState, attempts: Int, nextAttemptAt: Timestamp, lastError: String
    ) throws(StoreError) -> Bool {
        let statement = try statements().updateOutbox
        statement.bind(1, key)
        statement.bind(2, state.rawValue)
        statement.bind(3, attempts)
        statement.bind(4, nextAttemptAt)
        statement.bind(5, lastError)
        try statement.run()
        return try didChange()
    }

    /// Messages that are still to be sent, by the time of their next attempt.
    package func pendingOutbox(limit: Int) throws(StoreError) -> [OutboxRow] {
        let statement = try statements().pendingOutbox
        statement.bind(1, limit)
        var rows: [OutboxRow] = []
        while try statement.next() { rows.append(OutboxRow(statement)) }
        return rows
    }

    /// Keeps a message that could not be read; over the limit the oldest one goes (the total stays known).
    package func quarantine(_ record: QuarantineRow) throws(StoreError) {
        let statement = try statements().quarantine
        statement.bind(1, record.at)
        statement.bind(2, Array(record.topic.prefix(QuarantineRow.topicLimitBytes)))
        statement.bind(3, Array(record.payload.prefix(QuarantineRow.payloadLimitBytes)))
        statement.bind(4, record.payloadBytes)
        statement.bind(5, record.reason)
        statement.bind(6, record.text)
        statement.bind(7, record.station)
        statement.bind(8, record.lifeSafety)
        try statement.run()
        let newest = sqlite3_last_insert_rowid(try connection().handle)
        guard newest > options.quarantineLimit else { return }
        let evict = try statements().evictQuarantined
        evict.bind(1, newest - options.quarantineLimit)
        try evict.run()
    }
}
