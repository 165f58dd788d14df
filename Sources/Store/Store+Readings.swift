import CSQLite
import Telemetry

extension Store {
    /// Stores one reading in the open transaction.
    ///
    /// - Parameter revision: 0, or for a correction the number of values that its series and microsecond already has.
    /// - Returns: false where that revision is stored already; nothing is changed then.
    @discardableResult
    package func insertReading(_ reading: Reading, revision: Int32 = 0) throws(StoreError) -> Bool {
        let statement = try statements().insertReading
        let time = StoredTime(reading.eventTime)
        statement.bind(1, time.microseconds)
        statement.bind(2, reading.series.rawValue)
        statement.bind(3, revision)
        statement.bind(4, time.nanoseconds)
        statement.bind(5, reading.receivedAt)
        statement.bind(6, reading.value)
        statement.bind(7, Int32(reading.quality.rawValue))
        statement.bind(8, Int32(reading.marks.rawValue))
        statement.bind(9, reading.deviceQuality == reading.quality ? 0 : Int32(reading.deviceQuality.rawValue))
        statement.bind(10, Int32(reading.failedTests.rawValue))
        try statement.run()
        return try didChange()
    }

    /// What is stored for a series at a time, to tell a repeat from a correction. Only needed for late readings: one that
    /// is newer than all of its series cannot be stored yet.
    ///
    /// - Parameters:
    ///   - eventTime: compared in whole microseconds.
    ///   - receivedBefore: the looking input's own stamp. What came with it or later is not seen, so that a replay finds
    ///     what the live run found; repeats within one message are the caller's to compare.
    ///   - revisions: replaced by what is found, in the order of revisions.
    package func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into revisions: inout [StoredRevision]
    ) throws(StoreError) {
        revisions.removeAll(keepingCapacity: true)
        let statement = try statements().storedValues
        let time = StoredTime(eventTime)
        statement.bind(1, time.microseconds)
        statement.bind(2, series.rawValue)
        statement.bind(3, receivedBefore)
        while try statement.next() { revisions.append(StoredRevision(statement, microseconds: time.microseconds)) }
    }

    /// Makes a series known; once is enough, more does no harm. Its unit may become known later.
    package func insertSeries(_ series: SeriesDescription) throws(StoreError) {
        let statement = try statements().insertSeries
        statement.bind(1, series.id.rawValue)
        statement.bind(2, series.topic)
        statement.bind(3, series.district)
        statement.bind(4, series.domain)
        statement.bind(5, series.station)
        statement.bind(6, series.quantity)
        statement.bind(7, series.unit)
        try statement.run()
    }

    /// All series in the order of their ids; `registered` is nil, since the registry may be another one by now.
    package func loadSeries() throws(StoreError) -> [SeriesDescription] {
        let statement = try prepare("SELECT \(SeriesDescription.columns) FROM series ORDER BY id", "read the series")
        var series: [SeriesDescription] = []
        while try statement.next() { series.append(SeriesDescription(statement, from: 0)) }
        return series
    }

    /// Stores one event in the open transaction.
    ///
    /// - Parameter event: with an id; where the device gave none, one made from the input's sequence.
    /// - Returns: false where that revision is stored already; nothing is changed then.
    @discardableResult
    package func insertEvent(_ event: EventObject, revision: Int32 = 0) throws(StoreError) -> Bool {
        let statement = try statements().insertEvent
        statement.bind(1, event.topic)
        statement.bind(2, event.id)
        statement.bind(3, revision)
        statement.bind(4, event.eventTime)
        statement.bind(5, event.receivedAt)
        statement.bind(6, event.district)
        statement.bind(7, event.domain)
        statement.bind(8, event.station)
        statement.bind(9, event.quantity)
        statement.bind(10, Int32(event.marks.rawValue))
        statement.bind(11, EventMembers.encode(event.members))
        try statement.run()
        return try didChange()
    }

    /// What is stored for an event's topic and id; see `storedValues` for `receivedBefore`.
    package func storedEvents(
        topic: String, id: String, receivedBefore: Timestamp
    ) throws(StoreError) -> [StoredEventRevision] {
        let statement = try statements().storedEvents
        statement.bind(1, topic)
        statement.bind(2, id)
        statement.bind(3, receivedBefore)
        var revisions: [StoredEventRevision] = []
        while try statement.next() { revisions.append(try StoredEventRevision(statement)) }
        return revisions
    }

    /// Whether the statement that ran last changed a row.
    func didChange() throws(StoreError) -> Bool {
        sqlite3_changes(try connection().handle) > 0
    }

    /// A statement for one use, off the hot path.
    func prepare(_ sql: String, _ operation: String) throws(StoreError) -> SQLStatement {
        let connection = try connection()
        return try SQLStatement(connection.handle, sql, operation: operation, path: connection.path)
    }
}

extension SeriesDescription {
    static let columns = "id, topic, district, domain, station, quantity, unit"

    init(_ row: SQLStatement, from column: Int32) {
        self.init(
            id: SeriesID(rawValue: row.int32(column)), topic: row.text(column + 1), district: row.text(column + 2),
            domain: row.text(column + 3), station: row.text(column + 4), quantity: row.text(column + 5),
            unit: row.text(column + 6), registered: nil)
    }
}
