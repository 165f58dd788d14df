import AlarmManagement
import Telemetry
import Testing

@Suite struct SuppressionTests {
    private let rules = AlarmManagementRules(
        longestShelving: Interval(seconds: 28_800), longestSilence: Interval(seconds: 86_400), suppressionLimit: 3)

    private func shelve(_ key: String, _ seconds: Int64) -> AlarmCommand.Kind {
        .shelve(alarm: AlarmID(alert: "High", key: key), seconds: seconds)
    }

    @Test func withoutRulesEverythingIsToldAndNothingIsShelved() {
        var desk = Desk(.none)
        desk.apply(.raised, "High", "a", at: 1)
        #expect(desk.order(shelve("a", 60), at: 2) == .refused(.notAllowed))
        desk.apply(.cleared, "High", "a", at: 3)
        #expect(desk.words == ["raised High/a", "cleared High/a"])
    }

    @Test func aShelvedAlarmIsLoggedNotToldAndToldWhenItsTimeIsOver() {
        var desk = Desk(rules)
        desk.apply(.raised, "High", "a", at: 1)
        desk.apply(.cleared, "High", "a", at: 2)
        desk.apply(.raised, "High", "a", at: 3)
        desk.order(shelve("a", 600), at: 4)
        // What was told is told the end.
        desk.apply(.cleared, "High", "a", at: 5)
        #expect(desk.words.last == "cleared High/a")
        desk.clearRecord()
        desk.apply(.raised, "High", "a", at: 10)
        desk.apply(.cleared, "High", "a", at: 11)
        desk.apply(.raised, "High", "a", at: 12)
        #expect(desk.words.isEmpty)
        #expect(desk.codes == ["alarm_withheld", "alarm_withheld", "alarm_withheld"])
        desk.advance(to: 604)
        #expect(desk.words.isEmpty)
        desk.advance(to: 605)
        #expect(desk.words == ["raised High/a"])
        #expect(desk.told.last?.at == Desk.time(604))
        #expect(desk.codes.suffix(2) == ["suppression_ended", "alarm_released"])
        desk.apply(.cleared, "High", "a", at: 700)
        #expect(desk.words.last == "cleared High/a")
    }

    @Test func aSilenceMatchesAndAnEndedOneTells() {
        var desk = Desk(rules)
        let matcher = AlarmMatcher(alert: ["Hi*"], district: ["north"])
        guard case .accepted(let silence) = desk.order(.silence(matcher: matcher, seconds: 60), at: 1) else {
            Issue.record("refused")
            return
        }
        desk.apply(.raised, "High", "a", at: 2)
        desk.apply(.raised, "High", "b", at: 3, district: "south")
        desk.apply(.raised, "Low", "a", at: 4)
        #expect(desk.words == ["raised High/b", "raised Low/a"])
        desk.order(.end(suppression: silence.id), at: 5)
        #expect(desk.words.last == "raised High/a")
        #expect(desk.management.suppressions.isEmpty)
        desk.advance(to: 100)
        #expect(desk.codes.filter { $0 == "suppression_ended" }.count == 1)
    }

    @Test func lifeSafetyIsAlwaysTold() {
        var desk = Desk(rules)
        desk.order(.silence(matcher: AlarmMatcher(hazard: ["telemetry"]), seconds: 60), at: 1)
        desk.order(.takeOutOfService(matcher: AlarmMatcher(alert: ["Panic"]), seconds: nil), at: 1)
        desk.apply(.raised, "Panic", "a", at: 2, lifeSafety: true)
        desk.apply(.cleared, "Panic", "a", at: 3, lifeSafety: true)
        #expect(desk.words == ["raised Panic/a", "cleared Panic/a"])
        desk.apply(.raised, "Panic", "a", at: 4, lifeSafety: true)
        let panic = AlarmID(alert: "Panic", key: "a")
        #expect(desk.order(.shelve(alarm: panic, seconds: 60), at: 5) == .refused(.lifeSafety))
    }

    @Test func everyRefusalSaysWhy() {
        var desk = Desk(rules)
        desk.apply(.raised, "High", "a", at: 1)
        #expect(desk.order(shelve("a", 60), at: 2, by: " ") == .refused(.personMissing))
        #expect(desk.order(shelve("a", 60), at: 2, reason: "") == .refused(.reasonMissing))
        #expect(desk.order(shelve("zz", 60), at: 2) == .refused(.unknownAlarm))
        #expect(desk.order(shelve("a", 28_801), at: 2) == .refused(.wrongLength))
        #expect(desk.order(shelve("a", 0), at: 2) == .refused(.wrongLength))
        #expect(desk.order(.silence(matcher: AlarmMatcher(), seconds: 5), at: 2) == .refused(.matchesEverything))
        #expect(desk.order(.end(suppression: "S-9"), at: 2) == .refused(.unknownSuppression))
        for _ in 0..<3 { desk.order(shelve("a", 60), at: 3) }
        #expect(desk.order(shelve("a", 60), at: 3) == .refused(.tooMany))
        #expect(desk.codes.filter { $0 == "alarm_command_refused" }.count == 8)
    }

    @Test func outOfServiceLastsUntilReturned() {
        var desk = Desk(rules)
        desk.order(.takeOutOfService(matcher: AlarmMatcher(station: ["a"]), seconds: nil), at: 1)
        desk.apply(.raised, "High", "a", at: 2)
        desk.advance(to: 10_000_000)
        #expect(desk.words.isEmpty)
        desk.order(.end(suppression: "S-000001"), at: 10_000_001)
        #expect(desk.words == ["raised High/a"])
    }

    @Test func historyIsToldByNobodyAndPasses() {
        var desk = Desk(rules)
        desk.order(.silence(matcher: AlarmMatcher(alert: ["High"]), seconds: 60), at: 1)
        desk.apply(.history, "High", "a", at: 2)
        #expect(desk.words == ["history High/a"])
    }
}
