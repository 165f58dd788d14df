import Telemetry

/// How a city manages its alarms after ISA-18.2 and IEC 62682: what is not told, when, and what is measured. Without files
/// nothing is suppressed and nothing can be shelved.
package struct AlarmManagementRules: Hashable, Sendable {
    /// Longest time for which an alarm may be shelved; nil where shelving is not allowed.
    package var longestShelving: Interval?
    /// Longest silence; nil where silences are not allowed.
    package var longestSilence: Interval?
    /// Suppressions by persons that may stand at the same time.
    package var suppressionLimit: Int
    package var flood: Flood?
    package var chattering: Chattering?
    /// An alarm that is on for so long is stale; nil where none is.
    package var staleAfter: Interval?
    package var inhibitions: [Inhibition]
    package var calendars: [MuteCalendar]
    /// The city's civil clock, minutes east of Greenwich.
    package var utcOffsetMinutes: Int

    /// An alarm flood begins with the `on`-th alarm told within `window`, and ends when fewer than `off` are.
    package struct Flood: Hashable, Sendable {
        package var on: Int
        package var off: Int
        package var window: Interval

        package init(on: Int, off: Int, window: Interval) {
            self.on = on
            self.off = off
            self.window = window
        }
    }

    /// An alarm chatters that is raised `raises` times within `window`.
    package struct Chattering: Hashable, Sendable {
        package var raises: Int
        package var window: Interval

        package init(raises: Int, window: Interval) {
            self.raises = raises
            self.window = window
        }
    }

    package init(
        longestShelving: Interval? = nil, longestSilence: Interval? = nil, suppressionLimit: Int = 0,
        flood: Flood? = nil, chattering: Chattering? = nil, staleAfter: Interval? = nil,
        inhibitions: [Inhibition] = [], calendars: [MuteCalendar] = [], utcOffsetMinutes: Int = 0
    ) {
        self.longestShelving = longestShelving
        self.longestSilence = longestSilence
        self.suppressionLimit = suppressionLimit
        self.flood = flood
        self.chattering = chattering
        self.staleAfter = staleAfter
        self.inhibitions = inhibitions
        self.calendars = calendars
        self.utcOffsetMinutes = utcOffsetMinutes
    }

    package static let none = AlarmManagementRules()
}
