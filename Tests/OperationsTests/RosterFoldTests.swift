import IncidentCommand
import Operations
import Roster
import Telemetry
import Testing

/// The roster in the fold: the log proves who was on duty, and holes are told before they come.
@Suite struct RosterFoldTests {
    private func bench(_ roster: String? = SmallCity.roster) throws -> FoldBench<GatheringSink> {
        let city = try SmallCity.loaded(roster: roster)
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        return bench
    }

    private func lines(_ code: String, _ bench: FoldBench<GatheringSink>) -> [String] {
        bench.sink.entries.filter { GatheringSink.code($0) == code }.map(\.text)
    }

    @Test func entriesAndMessagesCarryWhoWasOnDutyThen() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(5 * 60, 4.5), on: SmallCity.upper, now: SmallCity.time(5 * 60))
        #expect(lines("officer_told", bench).first?.contains("\"on_duty\":\"w-1\"") == true)
        #expect(
            lines("order_issued", bench).first { $0.contains("\"department\":\"water\"") }?.contains(
                "\"on_duty\":\"water-1\"") == true)
        // The police have no schedule: nothing is said of who stood for them.
        #expect(
            lines("order_issued", bench).first { $0.contains("\"department\":\"police\"") }?.contains("on_duty")
                == false)
        let notice = bench.sink.takeMessages().first { $0.recipient == .officer("duty-officer") }
        #expect(notice?.body.last == LogFact.Field("on_duty", .text("w-1")))
    }

    @Test func aLadderStepNamesThePersonOfItsOwnMoment() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(9 * 60, 4.5), on: SmallCity.upper, now: SmallCity.time(9 * 60))
        // Not acknowledged within five minutes: the first step is the officer again, in the second shift.
        try bench.tick(to: SmallCity.time(15 * 60))
        let steps = lines("escalated", bench).filter { $0.contains("\"whom\":\"duty-officer\"") }
        // Proposals that nobody decided climb the same ladder.
        #expect(!steps.isEmpty && steps.allSatisfy { $0.contains("\"on_duty\":\"w-2\"") })
        #expect(lines("officer_told", bench).first?.contains("\"on_duty\":\"w-1\"") == true)
    }

    @Test func aHoleIsToldAheadAgainAndWhenItBegins() throws {
        var bench = try bench()
        #expect(
            lines("roster_gap", bench).contains {
                $0.contains("\"party\":\"water\"") && $0.contains("\"stage\":\"begun\"")
            })
        try bench.tick(to: SmallCity.time(3_001))
        let stages = lines("roster_gap", bench).filter { $0.contains("\"party\":\"duty-officer\"") }
            .compactMap { line in ["ahead", "soon", "begun"].first { line.contains("\"stage\":\"\($0)\"") } }
        #expect(stages == ["ahead", "soon", "begun"])
        // In the hole the log says that nobody was there.
        try bench.read(SmallCity.reading(3_100, 4.5), on: SmallCity.upper, now: SmallCity.time(3_100))
        #expect(lines("officer_told", bench).last?.contains("\"on_duty\":null") == true)
    }

    @Test func aCityWithoutARosterSaysNothingOfIt() throws {
        var bench = try bench(nil)
        try bench.read(SmallCity.reading(10, 4.5), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.tick(to: SmallCity.time(7_200))
        #expect(!bench.sink.entries.contains { $0.text.contains("on_duty") || $0.text.contains("roster_gap") })
    }

    @Test func readingAndErasingAPersonAreEntriesWithoutWhatWasSeen() throws {
        var bench = try bench()
        let commands = [
            PeopleCommand(by: "李某", reason: "须通知", kind: .read(person: "w-1")),
            PeopleCommand(by: "李某", reason: "已调离", kind: .erase(person: "w-1", found: true)),
            PeopleCommand(by: "李某", reason: "换季", kind: .take(people: ["w-1", "w-2"])),
        ]
        for command in commands { try bench.take(.peopleCommand(InputJSON.encode(command)), now: SmallCity.time(1)) }
        #expect(bench.sink.codes.suffix(3) == ["person_read", "person_erased", "people_imported"])
        #expect(
            lines("person_read", bench).first?.contains("\"person\":\"w-1\",\"by\":\"李某\",\"reason\":\"须通知\"") == true)
    }

    @Test func aSnapshotBetweenTwoWarningsGoesOnAsIfThereHadBeenNone() throws {
        let city = try SmallCity.loaded(roster: SmallCity.roster)
        var bench = try bench()
        try bench.tick(to: SmallCity.time(1_500))
        let bytes = bench.snapshot
        let fold = try bytes.withUnsafeBytes { try Fold(snapshot: $0) { _ in city } }
        var restored = FoldBench(fold, sink: GatheringSink(cities: [city]))
        try bench.tick(to: SmallCity.time(90_000))
        try restored.tick(to: SmallCity.time(90_000))
        #expect(restored.snapshot == bench.snapshot)
        #expect(
            restored.sink.codes == bench.sink.codes.suffix(restored.sink.codes.count) && !restored.sink.codes.isEmpty)
    }
}
