import Telemetry

/// A reading as it is stored.
package struct StoredReading: Hashable, Sendable {
    package var reading: Reading
    /// 0 for the first value of its series and time, then one more with each correction.
    package var revision: Int32
    package var series: SeriesDescription

    package init(reading: Reading, revision: Int32, series: SeriesDescription) {
        self.reading = reading
        self.revision = revision
        self.series = series
    }
}

/// What is stored for one series and microsecond.
package struct StoredRevision: Hashable, Sendable {
    package var revision: Int32
    package var eventTime: Timestamp
    package var receivedAt: Timestamp
    package var value: Double
    package var quality: QualityFlag
    /// What the device said: a repeat is known by it.
    package var deviceQuality: QualityFlag
    package var marks: ReadingMarks

    package init(
        revision: Int32, eventTime: Timestamp, receivedAt: Timestamp, value: Double, quality: QualityFlag,
        deviceQuality: QualityFlag? = nil, marks: ReadingMarks
    ) {
        self.revision = revision
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.value = value
        self.quality = quality
        self.deviceQuality = deviceQuality ?? quality
        self.marks = marks
    }
}

extension StoredRevision {
    /// Bound: whole microseconds, series, received before.
    static let select = """
        SELECT revision, t_nanoseconds, received_at, value, quality, marks, device_quality FROM readings
        WHERE t = ?1 AND series = ?2 AND received_at < ?3 ORDER BY revision
        """

    init(_ row: SQLStatement, microseconds: Int64) {
        let quality = QualityFlag(rawValue: UInt8(truncatingIfNeeded: row.int64(4))) ?? .notEvaluated
        self.init(
            revision: row.int32(0),
            eventTime: StoredTime.timestamp(microseconds: microseconds, nanoseconds: row.int64(1)),
            receivedAt: row.time(2), value: row.double(3), quality: quality,
            deviceQuality: QualityFlag(rawValue: UInt8(truncatingIfNeeded: row.int64(6))) ?? quality,
            marks: ReadingMarks(rawValue: UInt8(truncatingIfNeeded: row.int64(5))))
    }
}

/// What is stored for one event.
package struct StoredEventRevision: Hashable, Sendable {
    package var revision: Int32
    package var eventTime: Timestamp
    package var receivedAt: Timestamp
    package var members: [EventMember]

    package init(revision: Int32, eventTime: Timestamp, receivedAt: Timestamp, members: [EventMember]) {
        self.revision = revision
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.members = members
    }
}

extension StoredEventRevision {
    /// Bound: topic, id, received before.
    static let select = """
        SELECT revision, t, received_at, members FROM events
        WHERE topic = ?1 AND id = ?2 AND received_at < ?3 ORDER BY revision
        """

    init(_ row: SQLStatement) throws(StoreError) {
        self.init(
            revision: row.int32(0), eventTime: row.time(1), receivedAt: row.time(2),
            members: try EventMembers.decode(row.raw(3)))
    }
}

/// A whole event as it is stored.
package struct StoredEvent: Hashable, Sendable {
    package var event: EventObject
    package var revision: Int32

    package init(event: EventObject, revision: Int32) {
        self.event = event
        self.revision = revision
    }
}

/// The key's form of a time: whole microseconds, rounded towards the past, and the nanoseconds that are left.
package struct StoredTime {
    /// Whole microseconds since 1970, rounded towards the past: readings of the same one are the same reading.
    package let microseconds: Int64
    let nanoseconds: Int32

    package init(_ time: Timestamp) {
        let rest = time.nanoseconds % 1_000
        let past = rest < 0 ? rest + 1_000 : rest
        nanoseconds = Int32(past)
        // In two steps: subtracting first would overflow at the range's beginning.
        microseconds = time.nanoseconds / 1_000 - (rest < 0 ? 1 : 0)
    }

    static func timestamp(microseconds: Int64, nanoseconds: Int64) -> Timestamp {
        let (product, overflow) = microseconds.multipliedReportingOverflow(by: 1_000)
        let (sum, overflowed) = product.addingReportingOverflow(nanoseconds)
        return overflow || overflowed ? (microseconds < 0 ? .distantPast : .distantFuture) : Timestamp(nanoseconds: sum)
    }
}
