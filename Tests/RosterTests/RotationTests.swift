import Roster
import Telemetry
import Testing

@Suite("Rotations, holidays and overrides")
struct RotationTests {
    @Test("Weeks are handed on at the same civil hour across a change of the clocks and a year's end")
    func weeks() throws {
        let roster = try roster(
            file(
                zone: "Europe/London",
                "layers: [{id: weeks, starts: \"2026-03-16\", every: 7d, hand_over: \"08:00\", people: [a, b, c]}]"))
        #expect(roster.person("2026-03-16T07:59:59Z") == "?")
        #expect(roster.person("2026-03-16T08:00:00Z") == "a")
        #expect(roster.person("2026-03-23T08:00:00Z") == "b")
        // Summer time since 29 March: eight o'clock is an hour earlier by UTC.
        #expect(roster.person("2026-03-30T06:59:59Z") == "b")
        #expect(roster.person("2026-03-30T07:00:00Z") == "c")
        // 41 weeks after the first turn it is the third one's, over the end of the year.
        #expect(roster.person("2026-12-28T07:59:59Z") == "b")
        #expect(roster.person("2026-12-28T08:00:00Z") == "c")
        let turn = try #require(roster.duty(of: "duty-officer", at: time("2027-01-01T00:00:00Z")))
        #expect(turn.from == time("2026-12-28T08:00:00Z") && turn.to == time("2027-01-04T08:00:00Z"))
    }

    @Test("A night shift is an hour longer when the clocks go back, and nobody is on duty twice")
    func nightOfTheChange() throws {
        let roster = try roster(
            file(
                zone: "Europe/London",
                """
                layers:
                  - id: shifts
                    starts: "2026-10-01"
                    shifts:
                      - {id: day, name: {zh: 白班, en: Day}, hours: "08:00-20:00"}
                      - {id: night, name: {zh: 夜班, en: Night}, hours: "20:00-08:00"}
                    people: [a, b, c]
                """))
        let night = try #require(roster.duty(of: "duty-officer", at: time("2026-10-25T00:30:00Z")))
        #expect(night.to - night.from == Interval(seconds: 13 * 3_600))
        #expect(night.shift.english == "Night")
        #expect(roster.duty(of: "duty-officer", at: time("2026-10-25T01:30:00Z")) == night)
        #expect(roster.next(of: "duty-officer", at: night.from)?.from == night.to)
    }

    @Test("Four teams on three shifts: each has two days, two evenings, two nights and two days off")
    func fourTeams() throws {
        let roster = try roster(
            file(
                """
                layers:
                  - id: teams
                    starts: "2026-01-01"
                    shifts:
                      - {id: day, name: {zh: 白班, en: Day}, hours: "08:00-16:00"}
                      - {id: evening, name: {zh: 中班, en: Evening}, hours: "16:00-00:00"}
                      - {id: night, name: {zh: 夜班, en: Night}, hours: "00:00-08:00"}
                    pattern: [day, day, evening, evening, night, night, off, off]
                    people: [a, b, c, d]
                """))
        let days = (1...8).map { day in
            ["T08:00:00", "T16:00:00", "T23:59:59"].map { roster.person("2026-01-0\(day)\($0)+08:00") }.joined()
        }
        #expect(days == ["add", "add", "baa", "baa", "cbb", "cbb", "dcc", "dcc"])
        // The night of the duty day that begins on the first is the morning of the second.
        #expect(roster.person("2026-01-02T07:59:59+08:00") == "c")
        #expect(roster.person("2026-01-02T08:00:00+08:00") == "a")
        #expect(roster.gaps(from: time("2026-01-01T08:00:00+08:00"), through: time("2027-01-01T00:00:00Z")).isEmpty)
    }

    @Test("Holidays have their own rotation, one person a holiday, and the other rotation runs on meanwhile")
    func holidays() throws {
        let text =
            file(
                """
                layers:
                  - {id: days, starts: "2026-09-28", every: 1d, hand_over: "08:00", people: [a, b]}
                  - {id: feasts, starts: "2026-01-02", every: 1d, hand_over: "08:00", holidays: only, people: [c, d]}
                """) + """

                holidays:
                  - {date: "2026-05-01", name: {zh: 劳动节, en: Labour Day}}
                  - {from: "2026-10-01", through: "2026-10-03", name: {zh: 国庆节, en: National Day}}
                """
        let roster = try roster(text)
        let people = ["09-29", "09-30", "10-01", "10-02", "10-03", "10-04"].map {
            roster.person("2026-\($0)T12:00:00+08:00")
        }
        // The first of May was c's.
        #expect(people == ["b", "a", "d", "c", "d", "a"])
        #expect(roster.person("2026-10-04T07:59:59+08:00") == "d")
    }

    @Test("Off on holidays leaves a hole, and restricted hours end where they end")
    func restrictedHours() throws {
        let roster = try roster(
            file(
                """
                cover: {times: ["09:00-17:00"], weekdays: [mon, tue, wed, thu, fri]}
                layers:
                  - id: office
                    starts: "2026-01-01"
                    every: 1d
                    holidays: off
                    only: {times: ["09:00-17:00"], weekdays: [mon, tue, wed, thu, fri]}
                    people: [a]
                """) + "\nholidays: [{date: \"2026-11-25\", name: {zh: 假, en: Day off}}]\n")
        #expect(roster.person("2026-11-24T08:59:59+08:00") == "–")
        #expect(roster.person("2026-11-24T09:00:00+08:00") == "a")
        #expect(roster.person("2026-11-24T17:00:00+08:00") == "–")
        #expect(roster.person("2026-11-25T12:00:00+08:00") == "–")
        // Nights and weekends need nobody: only the holiday is a hole.
        let gaps = roster.gaps(from: time("2026-11-20T00:00:00+08:00"), through: time("2026-12-04T00:00:00+08:00"))
        #expect(gaps.map(\.from) == [time("2026-11-25T09:00:00+08:00")])
        #expect(gaps.map(\.to) == [time("2026-11-25T17:00:00+08:00")])
    }

    @Test("An override wins over every layer, exactly for its time, and fills a hole")
    func overrides() throws {
        let roster = try roster(
            file(
                """
                layers:
                  - {id: days, starts: "2026-11-01", through: "2026-11-20", every: 1d, people: [a, b]}
                overrides:
                  - {from: "2026-11-10 06:30", to: "2026-11-10 18:00", person: d, reason: 病假}
                  - {from: "2026-11-21 00:00", to: "2026-11-22 00:00", person: c, reason: 顶班}
                """))
        #expect(roster.person("2026-11-10T06:29:59+08:00") == "b")
        #expect(roster.person("2026-11-10T06:30:00+08:00") == "d")
        #expect(roster.person("2026-11-10T17:59:59+08:00") == "d")
        #expect(roster.person("2026-11-10T18:00:00+08:00") == "b")
        #expect(roster.duty(of: "duty-officer", at: time("2026-11-10T12:00:00+08:00"))?.reason == "病假")
        #expect(roster.person("2026-11-21T12:00:00+08:00") == "c")
        let gaps = roster.gaps(from: time("2026-11-01T00:00:00+08:00"), through: time("2026-12-01T00:00:00+08:00"))
        #expect(gaps.map(\.from) == [time("2026-11-22T00:00:00+08:00")])
    }

    @Test("Later layers win over earlier ones while they hold")
    func layers() throws {
        let roster = try roster(
            file(
                """
                layers:
                  - {id: standby, starts: "2026-11-02", every: 7d, hand_over: "08:00", people: [a, b]}
                  - {id: nights, starts: "2026-11-02", every: 12h, hand_over: "08:00", only: {times: ["20:00-08:00"]}, people: [c, d]}
                """))
        #expect(roster.person("2026-11-03T12:00:00+08:00") == "a")
        #expect(roster.person("2026-11-03T20:00:00+08:00") == "d")
        #expect(roster.person("2026-11-04T07:59:59+08:00") == "d")
        #expect(roster.person("2026-11-04T08:00:00+08:00") == "a")
    }
}
