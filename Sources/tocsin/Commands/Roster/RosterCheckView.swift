import Foundation
import Roster
import Telemetry

/// `tocsin roster check --json`; problems end the command with code 78 and are on stderr.
struct RosterCheckView: Codable {
    var people: Int
    var schedules: Int
    var holidays: Int
    /// In the next 30 days.
    var gaps: Int
    /// Names of zones whose written rule is not that of this machine's zone database in the next two years.
    var differentZones: [String]

    private enum CodingKeys: String, CodingKey {
        case people, schedules, holidays, gaps
        case differentZones = "different_zones"
    }

    init(_ roster: Roster, now: Timestamp) {
        people = roster.people.count
        schedules = roster.schedules.count
        holidays = roster.holidays.count
        gaps = roster.gaps(from: now, through: now + Interval(seconds: 30 * 86_400)).count
        var different: Set<String> = []
        for schedule in roster.schedules where !RosterCheckView.agrees(schedule, now: now) {
            different.insert(schedule.zoneName)
        }
        differentZones = different.sorted()
    }

    /// The only place that asks the machine's own zone database; a name that it does not know can't be compared.
    private static func agrees(_ schedule: DutySchedule, now: Timestamp) -> Bool {
        guard let known = TimeZone(identifier: schedule.zoneName) else { return true }
        return (0..<24 * 731).allSatisfy { hour in
            let time = now + Interval(seconds: Int64(hour) * 3_600)
            let date = Date(timeIntervalSince1970: TimeInterval(time.wholeSeconds))
            return known.secondsFromGMT(for: date) == schedule.zone.offsetSeconds(at: time)
        }
    }
}
