import Telemetry

/// Who is on duty when: people by id, holidays, and a schedule for each party that has one. Names and numbers are elsewhere.
/// A city without the folder `roster/` has none of it.
package struct Roster: Hashable, Sendable {
    package var people: [RosterPerson]
    /// By date, the earliest first.
    package var holidays: [Holiday]
    package var schedules: [DutySchedule]
    package var warning: GapWarning?

    package init(
        people: [RosterPerson] = [], holidays: [Holiday] = [], schedules: [DutySchedule] = [],
        warning: GapWarning? = nil
    ) {
        self.people = people
        self.holidays = holidays
        self.schedules = schedules
        self.warning = warning
    }

    package static let none = Roster()

    package var isEmpty: Bool { schedules.isEmpty }

    package func schedule(of party: String) -> DutySchedule? {
        schedules.first { $0.party == party }
    }

    package func holiday(on day: Int64) -> Holiday? {
        holidays.first { $0.day == day }
    }

    /// A day with a name on which layers may differ.
    package struct Holiday: Hashable, Sendable {
        /// Days since 1970-01-01.
        package var day: Int64
        package var name: Bilingual

        package init(day: Int64, name: Bilingual) {
            self.day = day
            self.name = name
        }
    }

    /// When a hole is told before it comes.
    package struct GapWarning: Hashable, Sendable {
        package var ahead: Interval
        /// Told again so long before, on the day.
        package var again: Interval
        package var source: String
        package var date: String

        package init(ahead: Interval, again: Interval, source: String = "", date: String = "") {
            self.ahead = ahead
            self.again = again
            self.source = source
            self.date = date
        }
    }
}
