import IncidentCommand
import Operations
import Store
import Telemetry
import Testing

/// A registered device that never says anything is silent too.
@Suite struct ExpectedDeviceTests {
    private func bench(began: Timestamp = SmallCity.begin) throws -> FoldBench<GatheringSink> {
        let city = try SmallCity.loaded()
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: began)
        return bench
    }

    private func raised(_ bench: FoldBench<GatheringSink>) -> [String] {
        bench.sink.entries.filter { GatheringSink.code($0) == "incident_raised" }.map(\.text)
    }

    @Test func aGaugeThatWasNeverHeardIsSilentAfterItsTimeFromTheStart() throws {
        var bench = try bench()
        try bench.tick(to: SmallCity.time(900))
        #expect(raised(bench).isEmpty)
        try bench.tick(to: SmallCity.time(901))
        // The upper gauge; the lower one has no heartbeat, so nobody knows when to expect it.
        #expect(raised(bench).count == 1)
        #expect(raised(bench).first?.contains("GaugeSilent") == true)
        #expect(raised(bench).first?.contains("\"upper\"") == true)
        #expect(!raised(bench).joined().contains("\"lower\""))
        try bench.read(SmallCity.reading(1_000, 1.0), on: SmallCity.upper, now: SmallCity.time(1_000))
        #expect(bench.sink.codes.contains("incident_cleared"))
    }

    @Test func whatIsHeardInTimeIsNotSilent() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(600, 1.0), on: SmallCity.upper, now: SmallCity.time(600))
        try bench.tick(to: SmallCity.time(1_400))
        #expect(raised(bench).isEmpty)
    }

    /// What waits is judged like what was heard before: its readings are within the horizon.
    @Test func theFirstReadingOfAWaitingDeviceRaises() throws {
        var bench = try bench()
        try bench.read(SmallCity.reading(10, 4.5), on: SmallCity.upper, now: SmallCity.time(11))
        #expect(raised(bench).count == 1)
    }

    @Test func theFirstMessageFindsTheSeriesThatWaitsForIt() throws {
        var bench = try bench()
        let waiting = bench.fold.intake.series
        #expect(waiting.map(\.station) == ["upper"])
        #expect(waiting.first?.domain == "")
        try bench.read(SmallCity.reading(1, 1.0), on: SmallCity.upper, now: SmallCity.time(1))
        #expect(bench.fold.intake.series.count == 1)
        #expect(bench.fold.intake.series.first?.topic == SmallCity.upper)
        #expect(bench.fold.intake.series.first?.domain == "water")
    }

    /// A snapshot taken while the device is waited for goes on waiting from the same moment.
    @Test func aSnapshotKeepsWaiting() throws {
        let city = try SmallCity.loaded()
        var bench = try bench()
        try bench.tick(to: SmallCity.time(300))
        let bytes = bench.snapshot
        let restored = try bytes.withUnsafeBytes { try Fold(snapshot: $0) { _ in city } }
        var second = FoldBench(restored, sink: GatheringSink(cities: [city]))
        #expect(second.snapshot == bytes)
        for number in 4...20 {
            try bench.read("{\"v\":1,\"u\":\"m\"}", on: SmallCity.lower, now: SmallCity.time(Double(number) * 100))
            try second.read("{\"v\":1,\"u\":\"m\"}", on: SmallCity.lower, now: SmallCity.time(Double(number) * 100))
        }
        #expect(second.snapshot == bench.snapshot)
        #expect(raised(second) == raised(bench))
        #expect(raised(second).count == 1)
    }

    /// The data clock stands at the beginning of time until its first message: waiting begins there.
    @Test func onTheDataClockWaitingBeginsWithTheFirstMessage() throws {
        var bench = try bench(began: .distantPast + Interval(nanoseconds: 1))
        try bench.read("{\"v\":1,\"u\":\"m\"}", on: SmallCity.lower, now: SmallCity.time(0))
        #expect(raised(bench).isEmpty)
        try bench.tick(to: SmallCity.time(899))
        #expect(raised(bench).isEmpty)
        try bench.tick(to: SmallCity.time(902))
        #expect(raised(bench).count == 1)
    }

    /// A gap in which nobody watched is not the device's silence.
    @Test func aGapPostponesIt() throws {
        var bench = try bench()
        try bench.tick(to: SmallCity.time(600))
        let start = SmallCity.start(watchedUntil: SmallCity.time(600))
        try bench.take(.started(InputJSON.encode(start)), now: SmallCity.time(5_000))
        try bench.tick(to: SmallCity.time(5_299))
        #expect(raised(bench).isEmpty)
        try bench.tick(to: SmallCity.time(5_302))
        #expect(raised(bench).count == 1)
    }

    @Test func stoppingIsSaid() throws {
        var bench = try bench()
        try bench.take(.stopped, now: SmallCity.time(1))
        #expect(bench.sink.codes.last == "watch_stopped")
    }
}
