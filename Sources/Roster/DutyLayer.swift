import Telemetry

/// A rotation: people who take turns on duty days, in named shifts. A duty day begins with its first shift and carries the
/// date of its beginning.
package struct DutyLayer: Hashable, Sendable {
    package var id: String
    /// First duty day, and the last; nil: without an end.
    package var starts: Int64
    package var through: Int64?
    /// Never empty; in the order of the duty day.
    package var shifts: [Shift]
    /// Duty days that a turn lasts.
    package var everyDays: Int64
    /// For each day of the cycle and each shift the place of its person in `people`; nil where nobody has it. Nil: turns are
    /// taken one after the other.
    package var cycle: [[Int?]]?
    package var people: [String]
    package var holidays: HolidayUse
    /// Cuts the shifts; nil: they hold as they are.
    package var hours: DutySchedule.Hours?

    package struct Shift: Hashable, Sendable {
        /// Empty where the shift has no name of its own.
        package var id: String
        package var name: Bilingual
        package var window: DayWindow

        package init(id: String = "", name: Bilingual = Bilingual(""), window: DayWindow) {
            self.id = id
            self.name = name
            self.window = window
        }
    }

    package enum HolidayUse: String, Hashable, Sendable, CaseIterable {
        /// Holidays are days as all others.
        case same
        /// Nobody of this layer on holidays; the rotation runs on meanwhile.
        case off
        /// On holidays only; turns are counted in holidays.
        case only
    }

    package init(
        id: String, starts: Int64, through: Int64? = nil, shifts: [Shift], everyDays: Int64 = 1, cycle: [[Int?]]? = nil,
        people: [String], holidays: HolidayUse = .same, hours: DutySchedule.Hours? = nil
    ) {
        self.id = id
        self.starts = starts
        self.through = through
        self.shifts = shifts
        self.everyDays = everyDays
        self.cycle = cycle
        self.people = people
        self.holidays = holidays
        self.hours = hours
    }

    /// The person of a shift on a duty day; nil where the layer has nobody then.
    func person(day: Int64, shift: Int, holidays days: [Roster.Holiday]) -> String? {
        guard day >= starts, through.map({ day <= $0 }) ?? true, !people.isEmpty else { return nil }
        var turn = day - starts
        switch holidays {
        case .same: break
        case .off: if days.contains(where: { $0.day == day }) { return nil }
        case .only:
            let own = days.filter { $0.day >= starts }
            guard let place = own.firstIndex(where: { $0.day == day }) else { return nil }
            turn = Int64(place)
        }
        if let cycle {
            let place = cycle[Int(turn % Int64(cycle.count))][shift]
            return place.map { people[$0] }
        }
        let number = turn / everyDays * Int64(shifts.count) + Int64(shift)
        return people[Int(number % Int64(people.count))]
    }

    /// Minutes of civil time of a shift on a duty day. A shift that is written after the first and begins earlier in the day is
    /// the next morning's.
    func minutes(day: Int64, shift: Int) -> Range<Int64> {
        let isNextMorning = shifts[shift].window.fromMinute < shifts[0].window.fromMinute
        return shifts[shift].window.minutes(onDay: day + (isNextMorning ? 1 : 0))
    }
}
