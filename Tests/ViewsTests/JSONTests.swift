import Foundation
import Telemetry
import Testing
import Views

@Suite struct JSONTests {
    /// The names that other programs rely on; a change here breaks them.
    @Test func stableNames() throws {
        let text = [
            try ViewJSON.line(Samples.incident), try ViewJSON.line(Samples.closed), try ViewJSON.line(Samples.status),
            try ViewJSON.line(TableSamples.readings[1]), try ViewJSON.line(TableSamples.stations[0]),
            try ViewJSON.line(TableSamples.quarantine[0]), try ViewJSON.line(TableSamples.findings[1]),
            try ViewJSON.line(TableSamples.verifications[1]), try ViewJSON.line(TableSamples.backup),
            try ViewJSON.line(
                BenchEngineView(
                    readings: 2, seconds: 1.5, cpuSeconds: 1.25, readingsPerSecond: 2, peakMemoryBytes: 1_024,
                    raised: ["R2": 1, "R1": 0])),
            try ViewJSON.line(ProblemView.unknownIncident("I-1")),
        ].joined(separator: "\n")
        GoldenFile.expect(text + "\n", equals: "json.txt")
    }

    @Test func namesWithoutAValueAreWrittenAsNull() throws {
        let text = try ViewJSON.line(Samples.panic)
        for name in ["grade", "warning_colour", "cleared_at"] { #expect(text.contains("\"\(name)\":null")) }
        let status = try ViewJSON.line(Samples.closed)
        #expect(status.contains("\"duty\":null"))
    }

    @Test func incidentsReadBackEqual() throws {
        for incident in [Samples.incident, Samples.panic, Samples.closed] {
            let data = try ViewJSON.data(incident)
            #expect(try ViewJSON.decode(IncidentView.self, from: data) == incident)
        }
    }

    @Test func theCoresWordIssuedReadsAsNotified() throws {
        let data = Data(#"["issued","notified"]"#.utf8)
        #expect(try JSONDecoder().decode([IncidentView.State].self, from: data) == [.notified, .notified])
        #expect(try ViewJSON.line([IncidentView.State.notified]) == #"["notified"]"#)
    }

    @Test func bigWholeNumbersStayExact() throws {
        let value = try JSONDecoder().decode(JSONValue.self, from: Data("[9007199254740993,1.5,true,null]".utf8))
        #expect(value == .list([.integer(9_007_199_254_740_993), .number(1.5), .boolean(true), .null]))
    }
}
