import AlarmManagement
import IncidentCommand
import Operations
import Telemetry
import Testing

/// Alarm management between the rules and incident command, in the fold.
@Suite struct AlarmManagementFoldTests {
    private func bench() throws -> FoldBench<GatheringSink> {
        let city = try SmallCity.loaded()
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        return bench
    }

    private func order(_ kind: AlarmCommand.Kind, _ bench: inout FoldBench<GatheringSink>, at seconds: Double) throws {
        let command = AlarmCommand(by: "duty-officer", reason: "test", kind: kind)
        try bench.take(.alarmCommand(InputJSON.encode(command)), now: SmallCity.time(seconds))
    }

    @Test func aSilencedRiverIsLoggedAndToldWhenTheSilenceEnds() throws {
        var bench = try bench()
        try order(.silence(matcher: AlarmMatcher(alert: ["River*"]), seconds: 600), &bench, at: 1)
        guard case .accepted(let silence) = bench.fold.alarmOutcome else {
            Issue.record("refused: \(String(describing: bench.fold.alarmOutcome))")
            return
        }
        #expect(silence.until == bench.fold.at + Interval(seconds: 600))
        try bench.read(SmallCity.reading(10, 4.5), on: SmallCity.upper, now: SmallCity.time(10))
        #expect(bench.sink.codes.contains("alarm_withheld"))
        #expect(!bench.sink.codes.contains("incident_raised"))
        #expect(bench.sink.takeMessages().isEmpty)
        // What was silenced stands in a snapshot too.
        var writer = ByteWriter()
        bench.fold.encodeSnapshot(into: &writer)
        let bytes = writer.bytes
        let city = try SmallCity.loaded()
        let restored = try bytes.withUnsafeBytes { try Fold(snapshot: $0) { _ in city } }
        #expect(restored.alarmManagement?.suppressions == bench.fold.alarmManagement?.suppressions)
        #expect(restored.alarmManagement?.suppressions.map(\.withheld) == [1])
        #expect(restored.nextDue == bench.fold.nextDue)
        try bench.tick(to: SmallCity.time(700))
        #expect(bench.sink.codes.contains("alarm_released"))
        #expect(bench.sink.codes.contains("incident_raised"))
        #expect(bench.sink.takeMessages().contains { $0.kind == .order })
    }

    @Test func theButtonRingsWhateverIsSilenced() throws {
        var bench = try bench()
        try order(.silence(matcher: AlarmMatcher(alert: ["*"]), seconds: 600), &bench, at: 1)
        try bench.read("{\"type\":\"panic\",\"id\":\"e1\"}", on: SmallCity.button, now: SmallCity.time(5))
        #expect(bench.sink.codes.contains("incident_raised"))
        #expect(!bench.sink.codes.contains("alarm_withheld"))
    }

    @Test func aRefusedOrderIsLoggedWithItsReason() throws {
        var bench = try bench()
        try order(.end(suppression: "S-000009"), &bench, at: 1)
        #expect(bench.fold.alarmOutcome == .refused(.unknownSuppression))
        #expect(bench.sink.codes.contains("alarm_command_refused"))
    }
}
