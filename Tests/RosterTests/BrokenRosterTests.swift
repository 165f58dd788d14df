import Configuration
import Roster
import Telemetry
import TestSupport
import Testing

@Suite("Broken rosters")
struct BrokenRosterTests {
    /// What is wrong, the file, and the line at which it has to be named, with a part of the message.
    static let table: [(String, String, Int, String)] = [
        ("a field that nobody knows", "people:\n  - {id: a, role: r, organisation: watch, phone: 139}\n", 2, "“phone”"),
        ("a name for an id", "people:\n  - {id: 张三, role: r, organisation: watch}\n", 2, "is no id"),
        ("a number for an id", "people:\n  - {id: \"13912345678\", role: r, organisation: watch}\n", 2, "is no id"),
        (
            "a person twice",
            "people:\n  - {id: a, role: r, organisation: watch}\n  - {id: a, role: r, organisation: watch}\n", 3,
            "twice"
        ),
        ("a department that is not there", "people:\n  - {id: a, role: r, organisation: navy}\n", 2, "“navy”"),
        (
            "a zone's rule", "time_zones:\n  - {name: Asia/Shanghai, rule: Shanghai time, source: s, date: d}\n", 2,
            "no rule"
        ),
        ("a holiday without a day", "holidays:\n  - {name: {zh: 假, en: Day}}\n", 2, "needs its day"),
        ("the thirtieth of February", "holidays:\n  - {date: \"2026-02-30\", name: {zh: 假, en: Day}}\n", 2, "no date"),
        (
            "a holiday twice",
            "holidays:\n  - {date: \"2026-02-03\", name: {zh: 假, en: A}}\n  - {date: \"2026-02-03\", name: {zh: 假, en: B}}\n",
            3, "already"
        ),
        (
            "a warning after the warning", "warnings: {ahead: 1d, again: 2d, source: s, date: d}\n", 1,
            "before the first"
        ),
        ("a list that is none", "schedules: none\n", 1, "must be a list"),
        ("YAML that is none", "people: [}\n", 1, "can't be read"),
    ]

    @Test("Every mistake is named with its place and a remedy", arguments: table)
    func named(what: String, text: String, line: Int, part: String) throws {
        let problems = try problems(text)
        let problem = try #require(problems.first { $0.message.contains(part) }, "\(what): \(problems.map(\.message))")
        #expect(problem.line == line, "\(what)")
        #expect(problem.path == "roster/test.yaml" && problem.remedy.count > 10, "\(what)")
        #expect(problem.rendered.contains("^"), "\(what)")
    }

    static let layers: [(String, String, String)] = [
        ("nobody to take turns", "{id: l, starts: \"2026-01-01\", every: 1d, people: []}", "“people”"),
        ("a person who is not there", "{id: l, starts: \"2026-01-01\", every: 1d, people: [a, zz]}", "“zz”"),
        ("five hours", "{id: l, starts: \"2026-01-01\", every: 5h, people: [a]}", "does not fit"),
        ("no time at all", "{id: l, starts: \"2026-01-01\", every: 0s, people: [a]}", "does not fit"),
        ("neither length nor shifts", "{id: l, starts: \"2026-01-01\", people: [a]}", "length of its turns"),
        (
            "an end before the start",
            "{id: l, starts: \"2026-01-02\", through: \"2026-01-01\", every: 1d, people: [a]}", "ends before"
        ),
        (
            "an hour after midnight", "{id: l, starts: \"2026-01-01\", every: 1d, hand_over: \"24:30\", people: [a]}",
            "hand_over"
        ),
        (
            "overlapping shifts",
            "{id: l, starts: \"2026-01-01\", shifts: [{id: x, name: {zh: 一, en: X}, hours: \"08:00-20:00\"}, {id: y, name: {zh: 二, en: Y}, hours: \"19:00-08:00\"}], people: [a]}",
            "same time"
        ),
        (
            "an uneven pattern",
            "{id: l, starts: \"2026-01-01\", shifts: [{id: x, name: {zh: 一, en: X}, hours: \"08:00-20:00\"}], pattern: [x, \"off\", \"off\"], people: [a, b]}",
            "evenly"
        ),
        (
            "two in one shift",
            "{id: l, starts: \"2026-01-01\", shifts: [{id: x, name: {zh: 一, en: X}, hours: \"08:00-20:00\"}], pattern: [x, x], people: [a, b]}",
            "on the same day"
        ),
        (
            "a shift that is not there",
            "{id: l, starts: \"2026-01-01\", shifts: [{id: x, name: {zh: 一, en: X}, hours: \"08:00-20:00\"}], pattern: [y], people: [a]}",
            "no shift “y”"
        ),
        ("a use of holidays", "{id: l, starts: \"2026-01-01\", every: 1d, holidays: never, people: [a]}", "holidays"),
        ("a weekday", "{id: l, starts: \"2026-01-01\", every: 1d, only: {weekdays: [monday]}, people: [a]}", "weekday"),
        ("somebody of another house", "{id: l, starts: \"2026-01-01\", every: 1d, people: [t]}", "belongs to “towns”"),
    ]

    @Test("Mistakes of layers are named", arguments: layers)
    func layerNamed(what: String, layer: String, part: String) throws {
        let text = file("layers:\n  - \(layer)\n") + "\n"
        let people = text.replacing("schedules:", with: "  - {id: t, role: r, organisation: towns}\nschedules:")
        let problems = try problems(people)
        let problem = try #require(problems.first { $0.message.contains(part) }, "\(what): \(problems.map(\.message))")
        #expect(problem.sourceLine.contains("id: l"), "\(what)")
    }

    @Test("A zone nobody wrote, an unknown party, a second schedule, overlapping overrides: all at once")
    func allAtOnce() throws {
        let text =
            file(
                zone: "Mars/Olympus",
                "layers: [{id: l, starts: \"2026-01-01\", every: 1d, people: [a]}]") + """

                  - party: nobody
                    layers: [{id: l, starts: "2026-01-01", every: 1d, people: [a]}]
                  - party: towns
                    layers: [{id: l, starts: "2026-01-01", every: 1d, people: [t]}]
                    overrides:
                      - {from: "2026-01-01 10:00", to: "2026-01-01 09:00", person: t, reason: r}
                      - {from: "2026-02-01 10:00", to: "2026-02-03 09:00", person: t, reason: r}
                      - {from: "2026-02-02 10:00", to: "2026-02-04 09:00", person: t, reason: r}
                  - party: towns
                    layers: [{id: l, starts: "2026-01-01", every: 1d, people: [t]}]
                """
        let people = text.replacing("schedules:", with: "  - {id: t, role: r, organisation: towns}\nschedules:")
        let messages = try problems(people).map(\.message)
        for part in [
            "“Mars/Olympus”", "“nobody”", "has a schedule already", "ends before it begins", "at the same time",
        ] {
            #expect(messages.contains { $0.contains(part) }, "\(part): \(messages)")
        }
    }

    @Test("Six hundred random mutilations are either read or named, never a crash")
    func mutilated() throws {
        let seed: UInt64 = 20_261_121
        var random = SeededRandom(seed: seed)
        let bytes = Array(file(RosterWatchTests.ending).utf8)
        for _ in 0..<600 {
            var copy = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<copy.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: copy.remove(at: place)
                case 1: copy[place] = UInt8.random(in: 32...126, using: &random)
                default: copy.insert(contentsOf: copy[place...].prefix(9), at: place)
                }
            }
            let text = String(decoding: copy, as: UTF8.self)
            guard let roster = try? roster(text) else { continue }
            // Whatever was read can be asked.
            _ = roster.duty(of: "duty-officer", at: time("2026-12-01T00:00:00Z"))
        }
    }

    private func problems(_ text: String) throws -> [ConfigurationProblem] {
        do {
            _ = try roster(text)
            return []
        } catch let problems as ConfigurationProblems {
            return problems.problems
        }
    }
}
