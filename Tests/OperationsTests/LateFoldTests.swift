import Operations
import Telemetry
import Testing

/// Late and corrected readings through the whole fold.
@Suite struct LateFoldTests {
    private func bench() throws -> FoldBench<GatheringSink> {
        let city = try SmallCity.loaded()
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        return bench
    }

    /// Crossings of the danger stage that come a quarter of an hour late and are over: nobody is called.
    @Test func aCrossingThatIsOverIsHistory() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 1.5), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.read(SmallCity.reading(600, 1.6), on: SmallCity.upper, now: SmallCity.time(600))
        try bench.read(SmallCity.reading(300, 4.5), on: SmallCity.upper, now: SmallCity.time(700.5))
        #expect(bench.fold.nextDue == SmallCity.time(701))
        try bench.tick(to: SmallCity.time(702))
        #expect(bench.sink.codes.contains("incident_found_late"))
        #expect(!bench.sink.codes.contains("order_issued"))
        #expect(!bench.sink.codes.contains("incident_raised"))
        let text = try #require(bench.sink.entries.first { GatheringSink.code($0) == "incident_found_late" }).text
        #expect(text.contains("\"event_time\":\"\(SmallCity.time(300).iso8601)\""))
        #expect(text.contains("\"ended_at\":\"\(SmallCity.time(600).iso8601)\""))
        #expect(text.contains("\"at\":\"\(SmallCity.time(701).iso8601)\""))
        // The incident's own clock of the officer does not run: nothing is due but the gauge's silence.
        try bench.tick(to: SmallCity.time(1_200))
        #expect(!bench.sink.codes.contains("deadline_missed"))
    }

    @Test func aCorrectionTakesTheAlarmBack() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 1.5), on: SmallCity.lower, now: SmallCity.time(10))
        try bench.read(SmallCity.reading(20, 3.6), on: SmallCity.lower, now: SmallCity.time(20))
        #expect(bench.sink.codes.contains("incident_raised"))
        try bench.read(SmallCity.reading(20, 1.6), on: SmallCity.lower, now: SmallCity.time(30))
        try bench.tick(to: SmallCity.time(32))
        #expect(bench.sink.codes.contains("alarm_retracted"))
        #expect(bench.sink.codes.contains("incident_cleared"))
    }

    /// Many late readings in one message or in many: one judgement, one log.
    @Test func howLateReadingsAreBatchedDoesNotShow() throws {
        var one = try bench()
        var many = try bench()
        let late = (1...30).map { second in (Double(second) * 7, second % 3 == 0 ? 4.5 : 1.5) }
        try one.read(SmallCity.reading(600, 1.6), on: SmallCity.upper, now: SmallCity.time(600))
        try many.read(SmallCity.reading(600, 1.6), on: SmallCity.upper, now: SmallCity.time(600))
        for (position, reading) in late.enumerated() {
            let now = SmallCity.time(700 + Double(position) / 100)
            try one.read(SmallCity.reading(reading.0, reading.1), on: SmallCity.upper, now: now)
            try many.read(SmallCity.reading(reading.0, reading.1), on: SmallCity.upper, now: now)
            if position % 4 == 0 { try many.tick(to: now) }
        }
        try one.tick(to: SmallCity.time(702))
        try many.tick(to: SmallCity.time(702))
        #expect(one.sink.entries.map(\.line) == many.sink.entries.map(\.line))
        #expect(one.sink.codes.filter { $0 == "alarm_raised_late" }.count > 5)
    }
}
