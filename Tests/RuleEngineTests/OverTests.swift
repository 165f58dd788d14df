import Telemetry
import Testing

@testable import RuleEngine

@Suite struct OverTests {
    static let rules = group(
        """
        - {alert: High, expr: value >= 3.0}
        - alert: District
          over: {alert: High, by: [district]}
          expr: distinct('station', '10m') >= 3
          cooldown: 10m
          labels: {colour: red}
          annotations: {summary: {zh: "{{ district }} {{ distinct('station', '10m') }} 站", en: "{{ distinct('station', '10m') }} stations of {{ district }}"}}
        """)

    @Test func threeStationsWithinTheWindowRaiseOnce() throws {
        let watch = try Watch(Self.rules)
        watch.read(0, 4, station: "a")
        watch.read(100, 4, station: "b")
        #expect(watch.steps.count == 2)
        watch.read(200, 4, station: "c")
        watch.read(300, 4, station: "d")
        #expect(watch.steps.filter { $0.contains("District") } == ["raised@200 District north"])
        let change = try #require(watch.last { $0.alarm.alert == "District" })
        #expect(change.summary == Bilingual(chinese: "north 3 站", english: "3 stations of north"))
        #expect(change.colour == .red)
        #expect(change.place == "north")
    }

    @Test func oneStationThatRaisesThriceIsOneStation() throws {
        let watch = try Watch(Self.rules)
        for time in stride(from: 0.0, to: 300, by: 60) {
            watch.read(time, 4, station: "a")
            watch.read(time + 30, 1, station: "a")
        }
        #expect(!watch.steps.contains { $0.contains("District") })
    }

    @Test func aRaiseExactlyAWindowAgoNoLongerCounts() throws {
        let watch = try Watch(Self.rules)
        watch.read(0, 4, station: "a")
        watch.read(300, 4, station: "b")
        watch.read(600, 4, station: "c")
        #expect(!watch.steps.contains { $0.contains("District") })
        watch.read(899, 4, station: "d")
        #expect(watch.steps.contains("raised@899 District north"))
    }

    @Test func otherDistrictsDoNotCount() throws {
        let watch = try Watch(Self.rules)
        watch.read(0, 4, station: "a")
        watch.read(1, 4, station: "b")
        watch.read(2, 4, station: "c", district: "south")
        #expect(!watch.steps.contains { $0.contains("District") })
    }

    @Test func theCooldownMustHaveBeenPassed() throws {
        let watch = try Watch(Self.rules)
        for (time, station) in [(0.0, "a"), (0.1, "b"), (0.2, "c"), (300, "d"), (500, "e"), (600.2, "f"), (600.3, "g")]
        {
            watch.read(time, 4, station: station)
        }
        // At 600.2 no more than the cooldown has passed; at 600.3 it has, and d, e, f, g are within the window.
        #expect(
            watch.steps.filter { $0.contains("District") }.map { String($0.prefix(10)) } == [
                "raised@0+2", "raised@600",
            ])
    }

    @Test func clearsWhenTheConditionIsOverAndNoneOfTheAlarmsCountedIsOn() throws {
        let watch = try Watch(Self.rules)
        for station in ["a", "b", "c"] { watch.read(0, 4, station: station) }
        watch.advance(to: 2000)
        #expect(!watch.steps.contains { $0.hasPrefix("cleared") })
        watch.read(2000, 1, station: "a")
        watch.read(2001, 1, station: "b")
        #expect(!watch.steps.contains { $0.contains("cleared@2001 District") })
        watch.read(2002, 1, station: "c")
        #expect(watch.steps.last == "cleared@2002 District north")
    }

    @Test func clearsByTimerWhenTheRaisesLeaveTheWindow() throws {
        let watch = try Watch(Self.rules)
        for (time, station) in [(0.0, "a"), (10, "b"), (20, "c")] { watch.read(time, 4, station: station) }
        for (time, station) in [(30.0, "a"), (40, "b"), (50, "c")] { watch.read(time, 1, station: station) }
        watch.advance(to: 1000)
        #expect(watch.steps.last == "cleared@600 District north")
    }
}

extension Watch {
    func last(where matches: (AlarmChange) -> Bool) -> AlarmChange? { changes.last(where: matches) }
}
