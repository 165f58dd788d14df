import Foundation
import Roster
import Telemetry
import Testing

@Suite("Time zones of the roster")
struct ZoneRuleTests {
    static let zones = [
        ("Asia/Shanghai", "CST-8"), ("Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"),
        ("Europe/Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1"), ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
        ("America/Santiago", "<-04>4<-03>,M9.1.6/24,M4.1.6/24"),
        ("Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
        ("Asia/Kathmandu", "<+0545>-5:45"),
    ]

    @Test("Offsets agree with the system's zone database hour by hour for three years", arguments: zones)
    func offsetsAgree(name: String, rule: String) throws {
        let known = try #require(TimeZone(identifier: name))
        let zone = try #require(ZoneRule(posix: rule))
        var second = time("2025-12-30T00:00:00Z").wholeSeconds
        let end = time("2028-12-31T00:00:00Z").wholeSeconds
        while second < end {
            let expected = known.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second)))
            let found = zone.offsetSeconds(at: Timestamp(seconds: second))
            if found != expected {
                Issue.record("\(name) at \(Timestamp(seconds: second).iso8601): \(found), not \(expected)")
                return
            }
            second += 1_800
        }
    }

    @Test(
        "Every minute of the civil clock has its instant, and later minutes never have earlier ones", arguments: zones)
    func instantsGrow(name: String, rule: String) throws {
        let zone = try #require(ZoneRule(posix: rule))
        var minute = zone.civilMinute(at: time("2026-01-01T00:00:00Z"))
        let end = zone.civilMinute(at: time("2027-01-02T00:00:00Z"))
        var last = zone.instant(civilMinute: minute - 1)
        while minute < end {
            let instant = zone.instant(civilMinute: minute)
            let shown = zone.civilMinute(at: instant)
            // Skipped minutes have the moment of the leap, where the clock shows later ones.
            if instant < last || shown < minute || shown > minute + 60 {
                Issue.record("\(name): civil minute \(minute) has \(instant.iso8601), after \(last.iso8601)")
                return
            }
            last = instant
            minute += 1
        }
    }

    @Test("The first of two times is meant where the clock is set back, the leap where it is set forward")
    func ambiguousTimes() throws {
        let london = try #require(ZoneRule(posix: "GMT0BST,M3.5.0/1,M10.5.0"))
        let back = Timestamp.daysFromCivil(year: 2026, month: 10, day: 25) * 1_440 + 90
        #expect(london.instant(civilMinute: back) == time("2026-10-25T00:30:00Z"))
        let forward = Timestamp.daysFromCivil(year: 2026, month: 3, day: 29) * 1_440 + 90
        #expect(london.instant(civilMinute: forward) == time("2026-03-29T01:00:00Z"))
    }

    @Test(
        "What is no rule is refused",
        arguments: [
            "", "8", "CST", "CS-8", "CST-8DST", "CST-8x", "GMT0BST,M3.5.0/1", "GMT0BST,M13.5.0,M10.5.0",
            "GMT0BST,M3.6.0,M10.5.0", "GMT0BST,M3.5.7,M10.5.0", "GMT0BST,M3.5.0,M3.5.0", "<+08-8", "Asia/Shanghai",
            "GMT0BST,J0,J60", "GMT0BST,M3.5.0/200,M10.5.0", "CST-8:60",
        ])
    func brokenRules(text: String) {
        #expect(ZoneRule(posix: text) == nil)
    }
}
