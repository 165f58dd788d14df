import Telemetry

/// Times of the city's civil clock in which alarms of a kind are not told: roadworks at night, the test of the sirens.
package struct MuteCalendar: Hashable, Sendable {
    package var id: String
    package var matcher: AlarmMatcher
    /// Minutes of the day, from 0 to 1,440; a window that ends before it begins passes midnight.
    package var windows: [Window]
    /// ISO 8601 weekdays on which a window may begin: 1 Monday … 7 Sunday; empty for every day.
    package var weekdays: [Int]

    package struct Window: Hashable, Sendable {
        package var fromMinute: Int
        package var throughMinute: Int

        package init(fromMinute: Int, throughMinute: Int) {
            self.fromMinute = fromMinute
            self.throughMinute = throughMinute
        }
    }

    package init(id: String, matcher: AlarmMatcher, windows: [Window], weekdays: [Int]) {
        self.id = id
        self.matcher = matcher
        self.windows = windows
        self.weekdays = weekdays
    }

    private static let minutesPerDay: Int64 = 1_440
    private static let nanosecondsPerMinute: Int64 = 60_000_000_000

    /// When the window that is open at `time` closes; nil where none is open.
    ///
    /// - Parameter utcOffsetMinutes: the city's, east of Greenwich.
    func end(at time: Timestamp, utcOffsetMinutes: Int) -> Timestamp? {
        let minute = floored(time.nanoseconds, MuteCalendar.nanosecondsPerMinute) + Int64(utcOffsetMinutes)
        let today = floored(minute, MuteCalendar.minutesPerDay)
        var latest: Int64?
        // A window of yesterday may have passed midnight.
        for day in [today - 1, today] where isDay(day) {
            for window in windows {
                let begin = day * MuteCalendar.minutesPerDay + Int64(window.fromMinute)
                let wraps = window.throughMinute <= window.fromMinute
                let end =
                    day * MuteCalendar.minutesPerDay + Int64(window.throughMinute)
                    + (wraps ? MuteCalendar.minutesPerDay : 0)
                if minute >= begin, minute < end { latest = max(latest ?? end, end) }
            }
        }
        return latest.map {
            Timestamp(nanoseconds: ($0 - Int64(utcOffsetMinutes)) * MuteCalendar.nanosecondsPerMinute)
        }
    }

    /// 1 January 1970 was a Thursday.
    private func isDay(_ day: Int64) -> Bool {
        weekdays.isEmpty || weekdays.contains(Int(((day + 3) % 7 + 7) % 7) + 1)
    }

    private func floored(_ value: Int64, _ size: Int64) -> Int64 {
        value >= 0 ? value / size : -((-value + size - 1) / size)
    }
}
