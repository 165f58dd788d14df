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
