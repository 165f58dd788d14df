/// A time of the day at a civil clock, as people write it: `22:00-06:00`.
package struct DayWindow: Hashable, Sendable {
    /// Minute of the day, 0 … 1,439.
    package var fromMinute: Int
    /// Minute of the day, 0 … 1,440; a window that does not end after it begins passes midnight.
    package var throughMinute: Int

    package init(fromMinute: Int, throughMinute: Int) {
        self.fromMinute = fromMinute
        self.throughMinute = throughMinute
    }

    /// Reads `22:00-06:00`; 24:00 is the end of a day.
    ///
    /// - Returns: nil where the text is no such window.
    package init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let from = DayWindow.minute(parts[0]), let through = DayWindow.minute(parts[1]),
            from < 1_440
        else { return nil }
        self.init(fromMinute: from, throughMinute: through)
    }

    /// Minutes of civil time since 1970-01-01 00:00, for the window that begins on a day.
    ///
    /// - Parameter day: days since 1970-01-01.
    package func minutes(onDay day: Int64) -> Range<Int64> {
        let midnight = day * CivilDay.minutes
        let wraps = throughMinute <= fromMinute
        return midnight + Int64(fromMinute)..<midnight + Int64(throughMinute) + (wraps ? CivilDay.minutes : 0)
    }

    /// Reads `08:30` … `24:00` as a minute of the day; nil where it is none.
    package static func minute(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 1_440
        else { return nil }
        return hour * 60 + minute
    }
}

/// Days of a civil calendar, counted from 1970-01-01.
package enum CivilDay {
    package static let minutes: Int64 = 1_440

    /// The day that a minute of civil time belongs to.
    package static func day(ofMinute minute: Int64) -> Int64 { floored(minute, minutes) }

    /// ISO 8601: 1 Monday … 7 Sunday. 1 January 1970 was a Thursday.
    package static func weekday(_ day: Int64) -> Int { Int(((day + 3) % 7 + 7) % 7) + 1 }

    /// `mon` … `sun`; nil for everything else.
    package static func weekday(named name: String) -> Int? {
        names.firstIndex(of: name).map { $0 + 1 }
    }

    package static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// Reads `2026-11-21`; nil where it is no date.
    package static func day(text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let year = Int(parts[0]),
            let month = Int(parts[1]), (1...12).contains(month), let day = Int(parts[2]),
            (1...Timestamp.daysInMonth(year: year, month: month)).contains(day), (1_700...2_200).contains(year)
        else { return nil }
        return Timestamp.daysFromCivil(year: year, month: month, day: day)
    }

    /// Division that rounds down, also below zero.
    ///
    /// - Parameter size: above zero.
    package static func floored(_ value: Int64, _ size: Int64) -> Int64 {
        value >= 0 ? value / size : -((-value + size - 1) / size)
    }
}
