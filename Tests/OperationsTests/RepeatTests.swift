import Operations
import Telemetry
import Testing

/// A redelivery changes nothing; another value is a revision; events are known by topic and id.
@Suite struct RepeatTests {
    private func bench() throws -> FoldBench<GatheringSink> {
        let city = try SmallCity.loaded()
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        return bench
    }

    @Test func theSameReadingAgainChangesNothing() throws {
        var bench = try bench()
        for seconds in [10.0, 11, 400] {
            try bench.read(SmallCity.reading(10, 1.5), on: SmallCity.upper, now: SmallCity.time(seconds))
        }
        #expect(bench.fold.counters.readings == 1)
        #expect(bench.fold.counters.duplicates == 2)
        #expect(bench.sink.readingCount == 1)
    }

    @Test func theSameValueInAnotherUnitIsARepeat() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 2), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.read(SmallCity.reading(10, 200, unit: "cm"), on: SmallCity.upper, now: SmallCity.time(11))
        #expect(bench.fold.counters.duplicates == 1)
    }

    @Test func anotherValueForTheSameTimeIsARevision() throws {
        var bench = try bench()
        for value in [1.5, 1.6, 1.5, 1.7, 1.6] {
            try bench.read(SmallCity.reading(10, value), on: SmallCity.upper, now: SmallCity.time(20))
        }
        #expect(bench.fold.counters.readings == 3)
        #expect(bench.fold.counters.corrections == 2)
        #expect(bench.fold.counters.duplicates == 2)
        #expect(bench.sink.collisions == [])
    }

    /// A pack that repeats what is stored and then corrects it, and a correction after that: no revision is used twice.
    @Test func repeatsWithinAMessageUseUpNoRevision() throws {
        var bench = try bench()
        let record = { (value: Double) in
            "{\"n\":\"\(SmallCity.upper)\",\"u\":\"m\",\"t\":\(SmallCity.time(10).wholeSeconds),\"v\":\(value)}"
        }
        try bench.read("[\(record(1.5))]", on: SmallCity.upper, now: SmallCity.time(10))
        try bench.read("[\(record(1.5)),\(record(1.5)),\(record(1.6))]", on: SmallCity.upper, now: SmallCity.time(11))
        try bench.read("[\(record(1.7))]", on: SmallCity.upper, now: SmallCity.time(12))
        #expect(bench.sink.collisions == [])
        #expect(bench.fold.counters.readings == 3)
        #expect(bench.fold.counters.duplicates == 2)
    }

    /// Times are keys in microseconds: a value some nanoseconds newer is another value for the same time.
    @Test func aValueWithinTheSameMicrosecondIsNotLost() throws {
        var bench = try bench()
        let time = String(SmallCity.time(10).iso8601.dropLast())
        for (fraction, value) in [("0000001", 1.5), ("0000005", 1.6), ("0000009", 1.5)] {
            try bench.read(
                "{\"t\":\"\(time).\(fraction)Z\",\"v\":\(value),\"u\":\"m\"}", on: SmallCity.upper,
                now: SmallCity.time(10))
        }
        #expect(bench.sink.collisions == [])
        #expect(bench.fold.counters.readings == 2)
        #expect(bench.fold.counters.duplicates == 1)
    }

    @Test func anEventRingsOnceForItsID() throws {
        var bench = try bench()
        let press = "{\"id\":\"e1\",\"type\":\"panic\",\"t\":\"\(SmallCity.time(5).iso8601)\"}"
        for _ in 0..<3 { try bench.read(press, on: SmallCity.button, now: SmallCity.time(10)) }
        #expect(bench.fold.counters.events == 1)
        #expect(bench.fold.counters.duplicates == 2)
        #expect(bench.sink.codes.count { $0 == "incident_raised" } == 1)
        #expect(!bench.sink.codes.contains("alarm_joined"))
        try bench.read(press.replacing("e1", with: "e2"), on: SmallCity.button, now: SmallCity.time(20))
        #expect(bench.sink.codes.count { $0 == "alarm_joined" } == 1)
    }

    @Test func anEventWithoutAnIDIsKnownByWhatItSays() throws {
        var bench = try bench()
        let press = "{\"type\":\"panic\",\"t\":\"\(SmallCity.time(5).iso8601)\"}"
        for _ in 0..<3 { try bench.read(press, on: SmallCity.button, now: SmallCity.time(10)) }
        #expect(bench.fold.counters.events == 1)
        try bench.read(press.replacing("panic", with: "fire"), on: SmallCity.button, now: SmallCity.time(10))
        #expect(bench.fold.counters.events == 2)
        #expect(bench.sink.collisions == [])
    }

    /// Without a time of its own an event's id tells a redelivery; without either, each is its own: it rings when in doubt.
    @Test func anEventWithoutATimeIsKnownByItsIDAlone() throws {
        var bench = try bench()
        for second in 1...3 {
            try bench.read(
                "{\"id\":\"e1\",\"type\":\"panic\"}", on: SmallCity.button, now: SmallCity.time(Double(second)))
        }
        #expect(bench.fold.counters.events == 1)
        #expect(bench.fold.counters.duplicates == 2)
        for second in 4...5 {
            try bench.read("{\"type\":\"panic\"}", on: SmallCity.button, now: SmallCity.time(Double(second)))
        }
        #expect(bench.fold.counters.events == 3)
    }

    @Test func twoEventsOfOnePackWithTheSameIDAreVersionsOfOne() throws {
        var bench = try bench()
        let record = { (state: String) in
            "{\"n\":\"\(SmallCity.button)\",\"id\":\"e1\",\"t\":\(SmallCity.time(5).wholeSeconds),\"vs\":\"\(state)\"}"
        }
        try bench.read("[\(record("a")),\(record("a")),\(record("b"))]", on: SmallCity.button, now: SmallCity.time(10))
        #expect(bench.sink.collisions == [])
        #expect(bench.fold.counters.events == 2, "\(bench.sink.quarantined.map(\.text))")
        #expect(bench.fold.counters.duplicates == 1)
    }

    /// The same press and release of a life-safety button, in a message that can't be read: it rings, unverified.
    @Test func anUnreadableMessageOfALifeSafetyStationRings() throws {
        var bench = try bench()
        try bench.read("{\"v\":tr", on: SmallCity.button, now: SmallCity.time(10))
        #expect(bench.sink.codes.contains("life_safety_message_unreadable"))
        let raised = try #require(bench.sink.entries.first { GatheringSink.code($0) == "incident_raised" })
        #expect(raised.text.contains("\"unverified\":true"))
    }
}
