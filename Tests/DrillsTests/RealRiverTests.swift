import Drills
import Foundation
import Operations
import Telemetry
import TestSupport
import Testing

/// The real floods of the shared recordings, through the whole fold.
@Suite struct RealRiverTests {
    private func run(_ name: String, options: [String] = []) throws -> DrillReport {
        let folder = try TemporaryFolder()
        let recording = try SharedData.recording(name, options: options, in: folder.path)
        let city = try LoadedCity(bundle: TestCity.rivers)
        return try DrillRun(recordingPath: recording, city: city, dataFolder: folder.path + "/data").run { _, _ in }
    }

    /// Crossings as `truth.json` tells them.
    private struct Truth: Decodable {
        struct Event: Decodable { var up: Timestamp }
        struct Threshold: Decodable { var events: [Event] }
        struct Series: Decodable { var thresholds: [String: Threshold] }
        var flood: [String: [String: Series]]
    }

    @Test func findsAnAlarmAtEveryCrossingOfTheAvonAfterItsOnDelay() throws {
        guard SharedData.isAvailable(for: "avon2012"), let folder = SharedData.folder else { return }
        let truth = try JSONDecoder().decode(
            Truth.self, from: try Data(contentsOf: URL(fileURLWithPath: folder + "/data/truth.json")))
        let report = try run("avon2012")
        for (station, alert, threshold) in [
            ("stratford", "RiverAlert", "1.2"), ("stratford", "RiverSevere", "1.7"), ("warwick", "RiverAlert", "2.3"),
            ("warwick", "RiverSevere", "3.2"),
        ] {
            let expected = try #require(truth.flood["avon2012"]?["\(station).stage"]?.thresholds[threshold]).events
                .map { $0.up.wholeSeconds + 600 }
            let found = report.alarms.filter { $0.alert == alert && $0.key == station }.map(\.raisedAt.wholeSeconds)
            #expect(found == expected, "\(station) \(alert)")
        }
        #expect(report.counters.quarantined == 0)
    }

    @Test func alarmsOfOnePlaceThatAreOpenTogetherAreOneIncident() throws {
        guard SharedData.isAvailable(for: "avon2012") else { return }
        let report = try run("avon2012", options: ["--from", "2012-11-19", "--to", "2012-12-01"])
        let stratford = report.incidents.filter { $0.place == "stratford" }
        #expect(stratford.count == 1)
        #expect(stratford.first?.alarms.count == 2)
        #expect(stratford.first?.peak.colour == .orange)
    }

    @Test func theAireIsQuietUntilTheDayOfItsFlood() throws {
        guard SharedData.isAvailable(for: "aire2015") else { return }
        let report = try run("aire2015")
        let flood = try #require(Timestamp(iso8601: "2015-12-26T00:00:00Z"))
        #expect(report.alarms.allSatisfy { $0.raisedAt >= flood })
        #expect(report.alarms.contains { $0.raisedAt < flood + Interval(seconds: 86_400) })
    }

    @Test(arguments: ["montgomery_911_samples", "seattle_fire_mva_2010_2012", "usgs_quakes_2016_04"])
    func callsAndEarthquakesReplayWithoutAnError(name: String) throws {
        guard SharedData.isAvailable(for: name) else { return }
        let report = try run(name)
        #expect(report.counters.events > 0)
        #expect(report.counters.quarantined == 0)
        if name == "usgs_quakes_2016_04" {
            #expect(report.alarms.count { $0.alert == "StrongEarthquake" } >= 3)
        }
    }
}
