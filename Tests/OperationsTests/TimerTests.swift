import CommandLog
import Operations
import Telemetry
import Testing

/// Timers fire at their own due time, and an input at the due time wins.
@Suite struct TimerTests {
    private func bench() throws -> FoldBench<GatheringSink> {
        let city = try SmallCity.loaded()
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        return bench
    }

    private func entry(_ code: String, _ bench: FoldBench<GatheringSink>) throws -> LogEntry {
        try #require(bench.sink.entries.first { GatheringSink.code($0) == code }, "no \(code): \(bench.sink.codes)")
    }

    @Test func anOnDelayEndsAtItsOwnTimeHoweverLateTheTickIs() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 3.2), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.tick(to: SmallCity.time(500))
        #expect(try entry("incident_raised", bench).at == SmallCity.time(130))
    }

    @Test func aTimerDueAtTheTickHasNotFiredYet() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 3.2), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.tick(to: SmallCity.time(130))
        #expect(!bench.sink.codes.contains("incident_raised"))
        try bench.tick(to: SmallCity.time(130) + Interval(nanoseconds: 1))
        #expect(try entry("incident_raised", bench).at == SmallCity.time(130))
    }

    /// The reading at the due time ends the condition: no alarm.
    @Test func anInputAtTheDueTimeWins() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 3.2), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.read(SmallCity.reading(130, 2.0), on: SmallCity.upper, now: SmallCity.time(130))
        try bench.tick(to: SmallCity.time(200))
        #expect(!bench.sink.codes.contains("incident_raised"))
    }

    @Test func aNanosecondAfterTheDueTimeIsTooLate() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 3.2), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.read(
            SmallCity.reading(130, 2.0), on: SmallCity.upper, now: SmallCity.time(130) + Interval(nanoseconds: 1))
        #expect(bench.sink.codes.contains("incident_raised"))
    }

    @Test func stampsOnlyGrowWhateverTheClockDoes() throws {
        var bench = try bench()
        for now in [SmallCity.time(50), SmallCity.time(40), SmallCity.time(40), SmallCity.begin] {
            try bench.read(SmallCity.reading(1, 1), on: SmallCity.upper, now: now)
        }
        try bench.tick(to: SmallCity.time(60))
        try bench.read(SmallCity.reading(2, 1), on: SmallCity.upper, now: SmallCity.time(55))
        let stamps = bench.journal.map(\.at)
        #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $0 < $1 })
        // Nothing is stamped before timers that have fired.
        #expect(stamps.last == SmallCity.time(60) + Interval(nanoseconds: 1))
    }

    @Test func aGapDoesNotMakeAGaugeSilentButDeadlinesArePassed() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 4.5), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.tick(to: SmallCity.time(20))
        let until = bench.fold.firedThrough
        try bench.take(.started(InputJSON.encode(SmallCity.start(watchedUntil: until))), now: SmallCity.time(3_620))
        let codes = bench.sink.codes
        #expect(codes.contains("watch_gap"))
        #expect(codes.contains("deadline_missed"))
        #expect(!bench.sink.entries.contains { $0.text.contains("GaugeSilent") })
        let missed = try entry("deadline_missed", bench)
        #expect(missed.text.contains("\"late\":true"))
        #expect(missed.at == SmallCity.time(3_620))
        // Fifteen minutes of watching later it is silent.
        try bench.tick(to: SmallCity.time(3_600 + 910 + 5))
        #expect(bench.sink.entries.contains { $0.text.contains("GaugeSilent") })
    }
}
