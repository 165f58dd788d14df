import Telemetry

/// How far a place's civil clock stands from UTC, by the rule that POSIX writes as `GMT0BST,M3.5.0/1,M10.5.0`: pure arithmetic,
/// so that the same roster gives the same person on every machine, whatever zone database it has.
package struct ZoneRule: Hashable, Sendable {
    /// Seconds east of Greenwich outside daylight-saving time.
    package var standardSeconds: Int
    package var daylight: Daylight?

    package struct Daylight: Hashable, Sendable {
        /// Seconds east of Greenwich.
        package var seconds: Int
        /// When it begins and ends each year; where it ends before it begins, it spans the turn of the year.
        package var begins: Change
        package var ends: Change
    }

    /// A moment of each year by the civil clock that stands until then.
    package struct Change: Hashable, Sendable {
        package var day: Day
        /// Seconds after midnight; may be negative or beyond the day.
        package var seconds: Int

        package enum Day: Hashable, Sendable {
            /// Weekday 0 (Sunday) … 6 of the week 1 … 5 of a month; 5 is the last.
            case weekday(month: Int, week: Int, weekday: Int)
            /// 1 … 365, 29 February never counted.
            case julian(Int)
            /// 0 … 365, 29 February counted.
            case ordinal(Int)
        }

        /// Seconds of civil time since 1970 in a year.
        func civilSeconds(year: Int) -> Int64 {
            let start = Timestamp.daysFromCivil(year: year, month: 1, day: 1)
            let date: Int64
            switch day {
            case .ordinal(let number): date = start + Int64(number)
            case .julian(let number):
                let isLeap = Timestamp.daysInMonth(year: year, month: 2) == 29
                date = start + Int64(number - 1) + (isLeap && number >= 60 ? 1 : 0)
            case .weekday(let month, let week, let weekday):
                let first = Timestamp.daysFromCivil(year: year, month: month, day: 1)
                let ahead = (Int64(weekday) - Int64(CivilDay.weekday(first) % 7) + 7) % 7
                var found = first + ahead + Int64(7 * (week - 1))
                let last = first + Int64(Timestamp.daysInMonth(year: year, month: month)) - 1
                while found > last { found -= 7 }
                date = found
            }
            return date * 86_400 + Int64(seconds)
        }
    }

    package init(standardSeconds: Int, daylight: Daylight? = nil) {
        self.standardSeconds = standardSeconds
        self.daylight = daylight
    }

    /// Seconds east of Greenwich at an instant.
    package func offsetSeconds(at time: Timestamp) -> Int {
        guard let daylight else { return standardSeconds }
        let seconds = time.wholeSeconds
        let year = (time + Interval(seconds: Int64(standardSeconds))).civil.year
        let begins = daylight.begins.civilSeconds(year: year) - Int64(standardSeconds)
        let ends = daylight.ends.civilSeconds(year: year) - Int64(daylight.seconds)
        let isDaylight =
            begins < ends ? seconds >= begins && seconds < ends : !(seconds >= ends && seconds < begins)
        return isDaylight ? daylight.seconds : standardSeconds
    }

    /// Minutes of civil time since 1970-01-01 00:00 at an instant.
    package func civilMinute(at time: Timestamp) -> Int64 {
        CivilDay.floored(time.wholeSeconds + Int64(offsetSeconds(at: time)), 60)
    }

    /// The instant at which the civil clock shows a minute: the first of two where the clock is set back over it, and the
    /// moment of the leap where it is set forward over it. Grows with the minute, so that shifts never overlap.
    package func instant(civilMinute minute: Int64) -> Timestamp {
        let civil = minute * 60
        let offsets = [standardSeconds, daylight?.seconds ?? standardSeconds].sorted(by: >)
        for offset in offsets {
            let time = Timestamp(seconds: civil - Int64(offset))
            if offsetSeconds(at: time) == offset { return time }
        }
        return leap(over: civil, offsets) ?? Timestamp(seconds: civil - Int64(standardSeconds))
    }

    /// The instant at which the clock is set forward over a civil time that it never shows.
    private func leap(over civil: Int64, _ offsets: [Int]) -> Timestamp? {
        guard let daylight, let greater = offsets.first, let lesser = offsets.last else { return nil }
        let year = Timestamp(seconds: civil).civil.year
        for change in [year - 1, year, year + 1].flatMap({
            [
                daylight.begins.civilSeconds(year: $0) - Int64(standardSeconds),
                daylight.ends.civilSeconds(year: $0) - Int64(daylight.seconds),
            ]
        }) where change > civil - Int64(greater) && change <= civil - Int64(lesser) {
            return Timestamp(seconds: change)
        }
        return nil
    }
}
