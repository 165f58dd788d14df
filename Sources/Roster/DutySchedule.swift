import Telemetry

/// Who stands for one party – an officer of the city or a department – at every minute. Of layers that apply at the same time
/// the one written last wins, and an override wins over all.
package struct DutySchedule: Hashable, Sendable {
    package var party: String
    package var zone: ZoneRule
    /// As written; empty where the city's own offset is used.
    package var zoneName: String
    package var layers: [DutyLayer]
    package var overrides: [DutyOverride]
    /// When somebody has to be there; nil: always.
    package var cover: Hours?

    package init(
        party: String, zone: ZoneRule, zoneName: String = "", layers: [DutyLayer], overrides: [DutyOverride] = [],
        cover: Hours? = nil
    ) {
        self.party = party
        self.zone = zone
        self.zoneName = zoneName
        self.layers = layers
        self.overrides = overrides
        self.cover = cover
    }

    /// Windows of the civil day and weekdays on which they begin.
    package struct Hours: Hashable, Sendable {
        package var windows: [DayWindow]
        /// ISO 8601 weekdays; empty for every day.
        package var weekdays: [Int]

        package init(windows: [DayWindow], weekdays: [Int]) {
            self.windows = windows
            self.weekdays = weekdays
        }

        /// Minutes of civil time of the windows that begin on days, in order of their beginning.
        func minutes(onDays days: ClosedRange<Int64>) -> [Range<Int64>] {
            days.filter { weekdays.isEmpty || weekdays.contains(CivilDay.weekday($0)) }.flatMap { day in
                windows.isEmpty
                    ? [day * CivilDay.minutes..<(day + 1) * CivilDay.minutes]
                    : windows.map { $0.minutes(onDay: day) }
            }
        }
    }

    /// Before it there is no schedule, and so no hole either.
    package var begins: Timestamp {
        layers.map {
            zone.instant(civilMinute: $0.starts * CivilDay.minutes + Int64($0.shifts.first?.window.fromMinute ?? 0))
        }
        .min() ?? .distantFuture
    }
}

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

/// Somebody stands in for whoever the layers name.
package struct DutyOverride: Hashable, Sendable {
    package var from: Timestamp
    package var to: Timestamp
    package var person: String
    package var reason: String

    package init(from: Timestamp, to: Timestamp, person: String, reason: String) {
        self.from = from
        self.to = to
        self.person = person
        self.reason = reason
    }
}
