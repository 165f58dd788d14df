/// A series is one quantity of one station. Dense, assigned in order of first appearance, so that it indexes arrays.
///
/// Public, as only then the compiler inlines across modules what it does: every reading is compared, added, and copied
/// by several of them.
public struct SeriesID: Hashable, Comparable, Sendable {
    public var rawValue: Int32

    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    public var index: Int { Int(rawValue) }

    public static func < (left: SeriesID, right: SeriesID) -> Bool { left.rawValue < right.rawValue }
}

/// What is known about how a reading came to its time and place.
///
/// Public, as only then the compiler inlines across modules what it does: every reading is compared, added, and copied
/// by several of them.
public struct ReadingMarks: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The device gave no time; the time of receipt stands for it.
    public static let timeOfReceipt = ReadingMarks(rawValue: 1 << 0)
    /// The device's clock is not believed; the value counts at its receipt and is unverified.
    public static let clockDisbelieved = ReadingMarks(rawValue: 1 << 1)
    /// Came by QoS 0: the broker does not repeat it if it is lost.
    public static let unprotected = ReadingMarks(rawValue: 1 << 2)
    /// Older than the newest reading of its series when it arrived.
    public static let late = ReadingMarks(rawValue: 1 << 3)
    /// Older than the quantity's horizon: stored, not evaluated.
    public static let beyondHorizon = ReadingMarks(rawValue: 1 << 4)
    /// Another value was stored for the same series and time before.
    public static let correction = ReadingMarks(rawValue: 1 << 5)
    /// A boolean (0 or 1) rather than a measured number.
    public static let boolean = ReadingMarks(rawValue: 1 << 6)
    /// Belongs to a life-safety station and must ring though something about it is not believed.
    public static let unverified = ReadingMarks(rawValue: 1 << 7)
}

/// One measured value, converted to its series' unit. 32 bytes, no reference: it is copied on the hot path.
///
/// Public, as only then the compiler inlines across modules what it does: every reading is compared, added, and copied
/// by several of them.
public struct Reading: Hashable, Sendable {
    public var series: SeriesID
    /// The worse of what the device says and what quality control finds.
    public var quality: QualityFlag
    /// What the device said of it.
    public var deviceQuality: QualityFlag
    /// What it did not pass in quality control.
    public var failedTests: QualityTests = []
    public var marks: ReadingMarks
    /// When it was measured.
    public var eventTime: Timestamp
    /// When it was received: the sequencer's stamp of the message that held it.
    public var receivedAt: Timestamp
    /// In the series' unit; never NaN or infinite.
    public var value: Double

    public init(
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
