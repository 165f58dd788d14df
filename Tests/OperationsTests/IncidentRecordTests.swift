import IncidentCommand
import Operations
import Telemetry
import Testing

/// What programs read of an incident as it is stored.
@Suite struct IncidentRecordTests {
    /// A page of incidents is handed out as it is stored: its words are those of `tocsin incident --json`.
    @Test func anOrderThatIsOnItsWayIsADepartmentNotified() throws {
        let city = try SmallCity.loaded()
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        try bench.read(SmallCity.reading(0, 4.5), on: SmallCity.upper, now: SmallCity.time(0))
        let order = try #require(bench.sink.takeMessages().first { $0.kind == .order })
        let before = try #require(bench.sink.incidents[order.incident])
        #expect(before.contains("\"state\":\"notified\""))
        #expect(!before.contains("\"issued\""))
        let report = HandOverReport(on: order, outcome: .handedOver(evidence: "puback"))
        try bench.take(.delivery(InputJSON.encode(report)), now: SmallCity.time(1))
        #expect(bench.sink.incidents[order.incident]?.contains("\"state\":\"handed_over\"") == true)
    }
}
