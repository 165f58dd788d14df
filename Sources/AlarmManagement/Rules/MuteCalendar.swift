import Telemetry

/// Times of the city's civil clock in which alarms of a kind are not told: roadworks at night, the test of the sirens.
package struct MuteCalendar: Hashable, Sendable {
    package var id: String
    package var matcher: AlarmMatcher
    package var windows: [DayWindow]
    /// ISO 8601 weekdays on which a window may begin: 1 Monday … 7 Sunday; empty for every day.
    package var weekdays: [Int]

    package init(id: String, matcher: AlarmMatcher, windows: [DayWindow], weekdays: [Int]) {
        self.id = id
        self.matcher = matcher
        self.windows = windows
        self.weekdays = weekdays
    }

    private static let nanosecondsPerMinute: Int64 = 60_000_000_000

    /// When the window that is open at `time` closes; nil where none is open.
    ///
    /// - Parameter utcOffsetMinutes: the city's, east of Greenwich.
    func end(at time: Timestamp, utcOffsetMinutes: Int) -> Timestamp? {
        let minute =
            CivilDay.floored(time.nanoseconds, MuteCalendar.nanosecondsPerMinute) + Int64(utcOffsetMinutes)
        let today = CivilDay.day(ofMinute: minute)
        var latest: Int64?
        // A window of yesterday may have passed midnight.
        for day in [today - 1, today] where weekdays.isEmpty || weekdays.contains(CivilDay.weekday(day)) {
            for window in windows {
                let minutes = window.minutes(onDay: day)
                if minutes.contains(minute) { latest = max(latest ?? minutes.upperBound, minutes.upperBound) }
            }
        }
        return latest.map {
            Timestamp(nanoseconds: ($0 - Int64(utcOffsetMinutes)) * MuteCalendar.nanosecondsPerMinute)
        }
    }
}
