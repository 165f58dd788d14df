import Configuration
import Roster
import Telemetry

/// A roster of one file, for tests.
func roster(_ text: String, officers: [String]? = ["duty-officer"], departments: [String]? = ["towns"]) throws -> Roster
{
    try Roster.load(
        bundle: ConfigurationBundle(files: [ConfigurationFile(path: "roster/test.yaml", text: text)]),
        officers: officers, departments: departments, utcOffsetMinutes: 480)
}

/// The file with a schedule of the duty officer, its people and zones.
func file(zone: String = "Asia/Shanghai", people: [String] = ["a", "b", "c", "d"], _ schedule: String) -> String {
    let people = people.map { "  - {id: \($0), role: officer, organisation: watch}" }.joined(separator: "\n")
    let indented = schedule.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
    return """
        time_zones:
          - {name: Asia/Shanghai, rule: CST-8, source: tzdata, date: "2025-03-22"}
          - {name: Europe/London, rule: "GMT0BST,M3.5.0/1,M10.5.0", source: tzdata, date: "2025-03-22"}
          - {name: America/Santiago, rule: "<-04>4<-03>,M9.1.6/24,M4.1.6/24", source: tzdata, date: "2025-03-22"}
        warnings: {ahead: 14d, again: 24h, source: test, date: "2026-11-21"}
        people:
        \(people)
        schedules:
          - party: duty-officer
            time_zone: \(zone)
        \(indented.joined(separator: "\n"))
        """
}

func time(_ text: String) -> Timestamp {
    Timestamp(iso8601: text) ?? .distantPast
}

extension Roster {
    /// Who stands for the duty officer; `–` in a hole, `?` before the schedule begins.
    func person(_ text: String) -> String {
        duty(of: "duty-officer", at: time(text)).map { $0.person ?? "–" } ?? "?"
    }
}
