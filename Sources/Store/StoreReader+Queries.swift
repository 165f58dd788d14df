import CommandLog
import Telemetry

/// The state of the stored data in numbers.
package struct StoreStatus: Hashable, Sendable {
    package var identity: StoreIdentity
    package var cursor: StoreCursor
    package var incidentsOpen: Int
    package var series: Int
    package var outboxPending: Int
    /// The same by channel, where there are any.
    package var pendingByChannel: [String: Int]
    package var quarantineKept: Int
    /// Made room for newer ones, or grew too old.
    package var quarantineEvicted: Int
    /// Size of the database and its write-ahead log.
    package var databaseBytes: Int64
}

/// Readings, newest first.
package struct ReadingsPage: Hashable, Sendable {
    package var rows: [StoredReading]
    /// False where looking further back would have taken too long.
    package var isComplete: Bool
}

extension StoreReader {
    package func status() throws(StoreError) -> StoreStatus {
        let bytes = FileSystem.size(path) + FileSystem.size(path + "-wal")
        return try read("read the status") { transaction throws(StoreError) in
            func text(_ key: String) throws(StoreError) -> String {
                try transaction.rows("SELECT value FROM meta WHERE key = ?1", bind: { $0.bind(1, key) }) { $0.text(0) }
                    .first ?? ""
            }
            let cursor = try transaction.rows("SELECT \(StoreCursor.columns) FROM cursor") { row throws(StoreError) in
                try StoreCursor(row)
            }
            let kept = try transaction.number("SELECT count(*) FROM quarantine")
            let ever = try transaction.number(
                "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'quarantine'")
            let pending = try transaction.rows(
                "SELECT channel, count(*) FROM outbox WHERE state = 0 GROUP BY channel"
            ) { ($0.text(0), $0.int(1)) }
            return StoreStatus(
                identity: StoreIdentity(
                    identity: try text("identity"), epoch: Int(try text("epoch")) ?? 0, token: try text("token")),
                cursor: cursor.first ?? .start,
                incidentsOpen: Int(try transaction.number("SELECT count(*) FROM incidents WHERE is_open = 1")),
                series: Int(try transaction.number("SELECT count(*) FROM series")),
                outboxPending: pending.reduce(0) { $0 + $1.1 },
                pendingByChannel: Dictionary(pending) { $0 + $1 },
                quarantineKept: Int(kept), quarantineEvicted: Int(ever - kept), databaseBytes: bytes)
        }
    }

    /// What SQLite finds wrong with the file; empty where it is whole.
    ///
    /// - Parameters:
    ///   - quick: leaves out whether indexes and tables agree, which takes the most time.
    ///   - patience: how many times as long as other questions it may take, about two seconds each.
    /// - Throws: kind `interrupted` where that was not enough.
    package func integrityProblems(quick: Bool, patience: Int = 60) throws(StoreError) -> [String] {
        try read("check the database", steps: patience * StoreReader.stepLimit) { transaction throws(StoreError) in
            let pragma = quick ? "PRAGMA quick_check(20)" : "PRAGMA integrity_check(20)"
            return try transaction.rows(pragma) { $0.text(0) }.filter { $0 != "ok" }
        }
    }

    /// How many readings are stored, revisions included: counts them, so not for a large database.
    package func countReadings() throws(StoreError) -> Int64 {
        try read("count the readings") { transaction throws(StoreError) in
            try transaction.number("SELECT count(*) FROM readings")
        }
    }

    /// Incidents, newest first.
    ///
    /// - Parameter open: only open or only closed ones; nil for both.
    package func incidents(open: Bool? = nil, limit: Int) throws(StoreError) -> [IncidentRow] {
        let condition = open.map { "WHERE is_open = \($0 ? 1 : 0)" } ?? ""
        return try read("read the incidents") { transaction throws(StoreError) in
            try transaction.rows(
                "SELECT \(IncidentRow.columns) FROM incidents \(condition) ORDER BY number DESC LIMIT ?1",
                bind: { $0.bind(1, limit) }
            ) { IncidentRow($0) }
        }
    }

    package func incident(_ id: String) throws(StoreError) -> IncidentRow? {
        try read("read an incident") { transaction throws(StoreError) in
            try transaction.rows(
                "SELECT \(IncidentRow.columns) FROM incidents WHERE number = ?2 AND id = ?1",
                bind: {
                    $0.bind(1, id)
                    $0.bind(2, IncidentRow.number(of: id))
                }
            ) { IncidentRow($0) }
            .first
        }
    }

    /// All series in the order of their ids: every station that was ever heard of.
    package func series() throws(StoreError) -> [SeriesDescription] {
        try read("read the series") { transaction throws(StoreError) in
            try transaction.rows("SELECT \(SeriesDescription.columns) FROM series ORDER BY id") {
                SeriesDescription($0, from: 0)
            }
        }
    }

    /// A station's readings, newest first; corrections before what they correct.
    ///
    /// - Parameters:
    ///   - quantity: nil for all of the station's.
    ///   - from: earliest event time, inclusive.
    ///   - through: latest event time, inclusive.
    package func readings(
        station: String, quantity: String? = nil, from: Timestamp? = nil, through: Timestamp? = nil, limit: Int
    ) throws(StoreError) -> ReadingsPage {
        try read("read the readings") { transaction throws(StoreError) in
            let all = try transaction.rows(
                "SELECT \(SeriesDescription.columns) FROM series WHERE station = ?1 ORDER BY id",
                bind: { $0.bind(1, station) }
            ) { SeriesDescription($0, from: 0) }
            let series = all.filter { quantity == nil || $0.quantity == quantity }
            guard !series.isEmpty else { return ReadingsPage(rows: [], isComplete: true) }
            let list = series.map { String($0.id.rawValue) }.joined(separator: ",")
            let statement = try transaction.prepare(
                """
                SELECT t, t_nanoseconds, series, revision, received_at, value, quality, marks, device_quality, failed_tests
                FROM readings
                WHERE t >= ?1 AND t <= ?2 AND +series IN (\(list)) ORDER BY t DESC, series DESC, revision DESC LIMIT ?3
                """)
            statement.bind(1, StoredTime(from ?? .distantPast).microseconds)
            statement.bind(2, StoredTime(through ?? .distantFuture).microseconds)
            statement.bind(3, limit)
            var page = ReadingsPage(rows: [], isComplete: true)
            do throws(StoreError) {
                while try statement.next() {
                    let id = statement.int32(2)
                    guard let description = series.first(where: { $0.id.rawValue == id }) else { continue }
                    page.rows.append(StoredReading(statement, description))
                }
            } catch {
                guard error.kind == .interrupted else { throw error }
                page.isComplete = false
            }
            return page
        }
    }

    /// Events, newest first.
    package func events(limit: Int) throws(StoreError) -> [StoredEvent] {
        try read("read the events") { transaction throws(StoreError) in
            try transaction.rows(
                """
                SELECT topic, id, revision, t, received_at, district, domain, station, quantity, marks, members FROM events
                ORDER BY t DESC, topic DESC, id DESC, revision DESC LIMIT ?1
                """, bind: { $0.bind(1, limit) }
            ) { row throws(StoreError) in try StoredEvent(row) }
        }
    }

    /// Quarantined messages, newest first.
    package func quarantined(limit: Int) throws(StoreError) -> [QuarantineRow] {
        try read("read the quarantine") { transaction throws(StoreError) in
            try transaction.rows(
                "SELECT \(QuarantineRow.columns) FROM quarantine ORDER BY id DESC LIMIT ?1", bind: { $0.bind(1, limit) }
            ) {
                QuarantineRow($0)
            }
        }
    }

    /// Outgoing messages in the order of storing.
    ///
    /// - Parameter incident: nil for those of all incidents.
    package func outbox(incident: String? = nil, limit: Int) throws(StoreError) -> [OutboxRow] {
        try read("read outgoing messages") { transaction throws(StoreError) in
            try transaction.rows(
                "SELECT \(OutboxRow.columns) FROM outbox WHERE ?1 IS NULL OR incident = ?1 ORDER BY id LIMIT ?2",
                bind: {
                    $0.bind(1, incident)
                    $0.bind(2, limit)
                }
            ) { OutboxRow($0) }
        }
    }

    package func configuration(sha256: LogHash) throws(StoreError) -> [UInt8]? {
        try read("read a configuration") { transaction throws(StoreError) in
            try transaction.rows(
                "SELECT blob FROM configurations WHERE sha256 = ?1", bind: { $0.bind(1, sha256) }
            ) { $0.bytes(0) }.first
        }
    }

    package func value(forKey key: String) throws(StoreError) -> [UInt8]? {
        try read("read a setting") { transaction throws(StoreError) in
            try transaction.rows("SELECT value FROM meta WHERE key = ?1", bind: { $0.bind(1, key) }) { $0.bytes(0) }
                .first
        }
    }
}

extension StoredReading {
    init(_ row: SQLStatement, _ series: SeriesDescription) {
        var reading = Reading(
            series: series.id,
            eventTime: StoredTime.timestamp(microseconds: row.int64(0), nanoseconds: row.int64(1)),
            receivedAt: row.time(4), value: row.double(5),
            quality: QualityFlag(rawValue: UInt8(truncatingIfNeeded: row.int64(6))) ?? .notEvaluated,
            marks: ReadingMarks(rawValue: UInt8(truncatingIfNeeded: row.int64(7))))
        if let device = QualityFlag(rawValue: UInt8(truncatingIfNeeded: row.int64(8))) {
            reading.deviceQuality = device
        }
        reading.failedTests = QualityTests(rawValue: UInt8(truncatingIfNeeded: row.int64(9)))
        self.init(reading: reading, revision: row.int32(3), series: series)
    }
}

extension StoredEvent {
    init(_ row: SQLStatement) throws(StoreError) {
        self.init(
            event: EventObject(
                topic: row.text(0), district: row.text(5), domain: row.text(6), station: row.text(7),
                quantity: row.text(8),
                id: row.text(1), eventTime: row.time(3), receivedAt: row.time(4),
                marks: ReadingMarks(rawValue: UInt8(truncatingIfNeeded: row.int64(9))),
                members: try EventMembers.decode(row.raw(10)), registered: nil),
            revision: row.int32(2))
    }
}
