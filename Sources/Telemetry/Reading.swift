/// A series is one quantity of one station. Dense, assigned in order of first appearance, so that it indexes arrays.
package struct SeriesID: Hashable, Comparable, Sendable {
    package var rawValue: Int32

    @inlinable
    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    @inlinable package var index: Int { Int(rawValue) }

    @inlinable
    package static func < (left: SeriesID, right: SeriesID) -> Bool { left.rawValue < right.rawValue }
}

/// What is known about how a reading came to its time and place.
package struct ReadingMarks: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The device gave no time; the time of receipt stands for it.
    package static let timeOfReceipt = ReadingMarks(rawValue: 1 << 0)
    /// The device's clock is not believed; the value counts at its receipt and is unverified.
    package static let clockDisbelieved = ReadingMarks(rawValue: 1 << 1)
    /// Came by QoS 0: the broker does not repeat it if it is lost.
    package static let unprotected = ReadingMarks(rawValue: 1 << 2)
    /// Older than the newest reading of its series when it arrived.
    package static let late = ReadingMarks(rawValue: 1 << 3)
    /// Older than the quantity's horizon: stored, not evaluated.
    package static let beyondHorizon = ReadingMarks(rawValue: 1 << 4)
    /// Another value was stored for the same series and time before.
    package static let correction = ReadingMarks(rawValue: 1 << 5)
    /// A boolean (0 or 1) rather than a measured number.
    package static let boolean = ReadingMarks(rawValue: 1 << 6)
    /// Belongs to a life-safety station and must ring though something about it is not believed.
    package static let unverified = ReadingMarks(rawValue: 1 << 7)
}

/// One measured value, converted to its series' unit. 32 bytes, no reference: it is copied on the hot path.
package struct Reading: Hashable, Sendable {
    package var series: SeriesID
    /// The worse of what the device says and what quality control finds.
    package var quality: QualityFlag
    /// What the device said of it.
    package var deviceQuality: QualityFlag
    /// What it did not pass in quality control.
    package var failedTests: QualityTests = []
    package var marks: ReadingMarks
    /// When it was measured.
    package var eventTime: Timestamp
    /// When it was received: the sequencer's stamp of the message that held it.
    package var receivedAt: Timestamp
    /// In the series' unit; never NaN or infinite.
    package var value: Double

    @inlinable
    package init(
        series: SeriesID, eventTime: Timestamp, receivedAt: Timestamp, value: Double,
        quality: QualityFlag = .notEvaluated, marks: ReadingMarks = []
    ) {
        self.series = series
        self.quality = quality
        self.deviceQuality = quality
        self.marks = marks
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.value = value
    }
}

/// Who a series is: where its readings come from and what they mean.
package struct SeriesDescription: Hashable, Sendable {
    package var id: SeriesID
    /// The MQTT topic or SenML name that first named it.
    package var topic: String
    package var district: String
    package var domain: String
    /// Station id.
    package var station: String
    package var quantity: String
    /// Unit symbol that values are stored in; empty where none was ever given.
    package var unit: String
    /// Index into `Registry.stations`; nil for a station that nobody registered.
    package var registered: Int?

    package init(
        id: SeriesID, topic: String, district: String, domain: String, station: String, quantity: String, unit: String,
        registered: Int?
    ) {
        self.id = id
        self.topic = topic
        self.district = district
        self.domain = domain
        self.station = station
        self.quantity = quantity
        self.unit = unit
        self.registered = registered
    }
}

/// Something that happened, rather than a measured number: an emergency call, an earthquake, a pressed button.
/// Known by (topic, id); events are never corrections of one another's values, only of their own id.
package struct EventObject: Hashable, Sendable {
    package var topic: String
    package var district: String
    package var domain: String
    package var station: String
    package var quantity: String
    /// The device's own id; empty where it gave none (then each message is its own event).
    package var id: String
    package var eventTime: Timestamp
    package var receivedAt: Timestamp
    package var marks: ReadingMarks
    /// Scalar members of the object in their order, numbers as written.
    package var members: [EventMember]
    package var registered: Int?

    package init(
        topic: String, district: String, domain: String, station: String, quantity: String, id: String,
        eventTime: Timestamp, receivedAt: Timestamp, marks: ReadingMarks, members: [EventMember], registered: Int?
    ) {
        self.topic = topic
        self.district = district
        self.domain = domain
        self.station = station
        self.quantity = quantity
        self.id = id
        self.eventTime = eventTime
        self.receivedAt = receivedAt
        self.marks = marks
        self.members = members
        self.registered = registered
    }
}

/// One named scalar of an event object.
package struct EventMember: Hashable, Sendable {
    package var name: String
    package var value: EventValue

    package init(name: String, value: EventValue) {
        self.name = name
        self.value = value
    }
}

package enum EventValue: Hashable, Sendable {
    case number(Double)
    case text(String)
    case boolean(Bool)
}
