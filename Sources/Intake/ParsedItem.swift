import Telemetry

/// One record of a message, before anything is known of its series. Views point into the parser's buffers.
struct ParsedItem {
    enum Shape: UInt8 {
        case number
        case boolean
        /// The device says that it has no value, and why.
        case missing
        case event
    }

    enum Clock: UInt8 {
        /// The device gave no time.
        case none
        /// Nanoseconds since the Unix epoch.
        case absolute
        /// Nanoseconds from the time of receipt (RFC 8428 section 4.5.3).
        case relative
    }

    /// Where the name begins in `ParsedMessage.names`; −1 where the message's topic is the name.
    var nameOffset: Int
    var nameLength: Int
    var nameHash: UInt64
    var value: Double
    var nanoseconds: Int64
    /// The unit's spelling; empty where none was given.
    var unit: UnsafeRawBufferPointer
    /// The same for comparing; nil where it is too long for that.
    var unitKey: UnitKey?
    /// The record is the sum over time of its values: its unit is `unit` times seconds.
    var isSum = false
    /// The record's members in `ParsedMessage.document`.
    var firstMember: Int
    var memberCount: Int
    var shape: Shape
    var clock: Clock
    var quality: QualityFlag
    var isSenML: Bool
}

/// Why a message, or one of its records, is not taken.
struct Refusal {
    var reason: QuarantineReason
    /// Particulars, in English; empty where the reason says it all.
    var particulars: String
    /// The record's name in `ParsedMessage.names`; −1 where the message's topic stands for it.
    var nameOffset: Int
    var nameLength: Int

    init(_ reason: QuarantineReason, _ particulars: String = "", nameOffset: Int = -1, nameLength: Int = 0) {
        self.reason = reason
        self.particulars = particulars
        self.nameOffset = nameOffset
        self.nameLength = nameLength
    }
}
