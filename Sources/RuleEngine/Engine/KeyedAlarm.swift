import Matching
import Telemetry

/// An alarm that no single series carries: over events, over raises of other alarms, or over messages that nobody can read.
struct KeyedAlarm {
    /// A raise that a rule with `over` counts.
    struct Raise: Hashable {
        /// Stamp, nanoseconds.
        var at: Int64
        var words: SourceWords
        /// What it is to a sequence.
        var role = Role.counted
        /// Event time of the alarm's onset, nanoseconds.
        var eventTime: Int64 = 0
        /// Stamp at which the missing alert is looked for; `.max` where it has been, or where none is missing.
        var deadline: Int64 = .max

        enum Role: UInt8 {
            /// `over` counts it.
            case counted
            case first
            case second
        }
    }

    /// Index of the rule; nil for the built-in alarm of unreadable messages.
    var rule: Int?
    var alarm: AlarmID
    /// Of the last event or raise.
    var words: SourceWords
    var isOn = false
    var isUnverified = false
    /// Stamp of the last time it rang, nanoseconds; `.min` before.
    var lastRaise: Int64 = .min
    /// Event time of what first raised it.
    var onset: Int64 = 0
    /// When it is looked at next, or clears, in stamps; `.max` where nothing is waited for.
    var due: Int64 = .max
    /// Clears when due.
    var isClearing = false
    /// Due time of the live timer; `.max` where none.
    var armed: Int64 = .max
    /// Of a sequence: when it clears, in stamps; `.max` where it does not yet.
    var clearDue: Int64 = .max
    /// Within the rule's longest window, oldest first.
    var raises: [Raise] = []
    /// Keys of the alarms counted that are on.
    var members: Set<String> = []

    /// Most raises that are kept for one alarm; the oldest go first.
    static let raiseLimit = 10_000
}
