import AlarmManagement
import Configuration
import Telemetry
import Testing

/// Suppression by design, calendars and measures, from a file as a city writes it.
@Suite struct DesignTests {
    static let file = """
        shelving: {limit: 8h, count: 50, source: ISA-18.2, date: "2026-11-21"}
        silences: {limit: 7d, count: 50, source: ISA-18.2, date: "2026-11-21"}
        flood: {on: 10, off: 5, window: 10m, source: EEMUA 191, date: "2026-11-21"}
        chattering: {raises: 3, window: 1m, source: ISA-18.2, date: "2026-11-21"}
        stale: {after: 24h, source: ISA-18.2, date: "2026-11-21"}
        inhibitions:
          - id: dead-gateway
            source: {alert: [GatewaySilent]}
            target: {alert: [StationSilent]}
            equal: [district]
            wait: 1m
            reason: {zh: 网关中断, en: The gateway is dead}
            source_document: a test
            date: "2026-11-21"
        mute_calendars:
          - id: night-works
            match: {alert: [SlowRoad]}
            times: ["22:00-06:00"]
            weekdays: [mon, tue, wed, thu, fri]
            reason: {zh: 夜间施工, en: Roadworks at night}
        """

    private func rules(_ text: String = DesignTests.file) throws -> AlarmManagementRules {
        let bundle = ConfigurationBundle(files: [ConfigurationFile(path: "alarm-management/a.yaml", text: text)])
        return try AlarmManagementRules.load(bundle: bundle, utcOffsetMinutes: 480)
    }

    @Test func aDeadGatewayIsOneNoticeAndTwelveEntries() throws {
        var desk = Desk(try rules())
        for number in 0..<12 { desk.apply(.raised, "StationSilent", "s\(number)", at: Int64(number)) }
        desk.apply(.raised, "StationSilent", "elsewhere", at: 12, district: "south")
        desk.apply(.raised, "GatewaySilent", "north", at: 20)
        desk.advance(to: 1_000)
        #expect(desk.words == ["raised GatewaySilent/north", "raised StationSilent/elsewhere"])
        #expect(desk.codes.filter { $0 == "alarm_withheld" }.count == 13)
        // It is back, and one sensor stays away: that one is told, after its wait.
        for number in 0..<11 { desk.apply(.cleared, "StationSilent", "s\(number)", at: 1_000) }
        desk.clearRecord()
        desk.apply(.cleared, "GatewaySilent", "north", at: 1_001)
        #expect(desk.words == ["cleared GatewaySilent/north"])
        desk.advance(to: 1_062)
        #expect(desk.words.last == "raised StationSilent/s11")
    }

    @Test func aCalendarMutesAndTellsAtItsEnd() throws {
        // 18:00 on Wednesday, 1 July 2026 in Linjiang is second 0; 22:00 is 14,400; 06:00 is 43,200.
        var desk = Desk(try rules())
        desk.apply(.raised, "SlowRoad", "a", at: 14_399)
        desk.apply(.raised, "SlowRoad", "b", at: 14_400)
        desk.apply(.raised, "SlowRoad", "c", at: 43_199)
        #expect(desk.words == ["raised SlowRoad/a"])
        desk.advance(to: 43_201)
        #expect(desk.words == ["raised SlowRoad/a", "raised SlowRoad/b", "raised SlowRoad/c"])
        #expect(desk.told.last?.at == Desk.time(43_200))
        // Friday's window passes midnight into Saturday; Saturday's own does not open.
        desk.clearRecord()
        desk.apply(.raised, "SlowRoad", "d", at: 2 * 86_400 + 30_000)
        #expect(desk.words.isEmpty)
        desk.advance(to: 2 * 86_400 + 43_201)
        desk.apply(.raised, "SlowRoad", "e", at: 3 * 86_400 + 20_000)
        #expect(desk.words == ["raised SlowRoad/d", "raised SlowRoad/e"])
    }

    @Test func aFloodBeginsWithTheTenthAndEndsBelowFive() throws {
        var desk = Desk(try rules())
        for number in 0..<9 { desk.apply(.raised, "High", "a\(number)", at: Int64(number) * 60) }
        #expect(!desk.codes.contains("alarm_flood_began"))
        desk.apply(.raised, "High", "a9", at: 590)
        #expect(desk.codes.last == "alarm_flood_began")
        #expect(desk.management.overview(limit: 5).isFlood)
        #expect(desk.management.overview(limit: 5).total == 10)
        // The fifth newest, of 300 s, leaves the window of ten minutes at 900 s.
        desk.advance(to: 900)
        #expect(!desk.codes.contains("alarm_flood_ended"))
        desk.advance(to: 901)
        #expect(desk.codes.last == "alarm_flood_ended")
    }

    @Test func chatteringAndStaleAlarmsAreNamedOnce() throws {
        var desk = Desk(try rules())
        for second in stride(from: Int64(0), to: 100, by: 10) {
            desk.apply(.raised, "High", "a", at: second)
            desk.apply(.cleared, "High", "a", at: second + 1)
        }
        #expect(desk.codes.filter { $0 == "alarm_chattering" }.count == 1)
        desk.apply(.raised, "High", "a", at: 1_000)
        desk.advance(to: 1_000 + 86_400)
        #expect(!desk.codes.contains("alarm_stale"))
        desk.advance(to: 1_000 + 86_401)
        #expect(desk.codes.filter { $0 == "alarm_stale" }.count == 1)
        #expect(desk.words.count == 21)
    }

    @Test(arguments: [
        ("shelving: {limit: 8h, count: 5, date: x}", "source"),
        ("flood: {on: 3, off: 5, window: 10m, source: a, date: b}", "ends above"),
        (
            "inhibitions: [{id: a, source: {}, target: {alert: [b]}, reason: {zh: a, en: b}, source_document: a, date: b}]",
            "every alarm"
        ),
        (
            "mute_calendars: [{id: a, match: {alert: [b]}, times: [25:00-26:00], reason: {zh: a, en: b}}]",
            "time of the day"
        ),
        (
            "mute_calendars: [{id: a, match: {alert: [b]}, times: [\"01:00-02:00\"], weekdays: [someday], reason: {zh: a, en: b}}]",
            "weekday"
        ),
        ("stale: {after: 24h, source: a, date: b}\nnonsense: 1", "nonsense"),
    ])
    func mistakesAreNamed(text: String, word: String) throws {
        do {
            _ = try rules(text)
            Issue.record("it was taken")
        } catch let error as ConfigurationProblems {
            #expect("\(error)".contains(word), "\(error)")
            #expect(error.problems.allSatisfy { !$0.remedy.isEmpty && $0.line > 0 })
        }
    }
}
