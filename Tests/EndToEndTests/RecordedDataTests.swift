import BrokerSupport
import Configuration
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Whole data sets over a real broker into `serve --clock data`: nothing is lost, nothing is quarantined, and the journal
    /// leads to the same log again.
    @Suite struct RecordedDataTests {
        private func play(_ name: String) throws -> (log: [JSON], messages: Int)? {
            guard SharedData.isAvailable(for: "\(name) over a broker") else { return nil }
            let scene = try Scene(TestCity.rivers, clock: "data", broker: try Broker(Scene.quickBroker))
            let recording = try Recording(
                path: try SharedData.recording(name, options: ["--payload", "string"], in: scene.folder.path))
            try scene.sensors.publish(recording.messages)
            #expect(try waitUntilTaken(scene, recording.messages.count))
            #expect(try scene.serve.status()["quarantined"].integer == 0)
            #expect(scene.serve.stop() == 0)
            let replayed = try scene.serve.call("log", "verify", "--replay")
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
            return (try scene.serve.log(), recording.messages.count)
        }

        /// Events are not readings: everything is taken when the broker has nothing left for us.
        private func waitUntilTaken(_ scene: Scene, _ count: Int) throws -> Bool {
            try scene.sensors.publish("city/end/end/end/end", "{\"v\":1}")
            return try Waiting.until(seconds: 300) {
                try scene.serve.call("stations", "--json").output.contains("\"end\"")
            }
        }

        @Test func elevenMonthsOfTheAireAreQuietUntilTheFlood() throws {
            guard let (log, _) = try play("aire2015") else { return }
            let stage = log.filter {
                $0["code"].text == "incident_raised" && ["RiverAlert", "RiverSevere"].contains($0["alert"].text ?? "")
            }
            #expect(!stage.isEmpty)
            #expect(stage.allSatisfy { ($0["at"].text ?? "") >= "2015-12-26" })
        }

        @Test(arguments: ["montgomery_911_samples", "seattle_fire_mva_2010_2012", "usgs_quakes_2016_04"])
        func callsAndEarthquakesComeInOverTheBroker(name: String) throws {
            guard let (log, _) = try play(name) else { return }
            #expect(log.contains { $0["code"].text == "watch_started" })
        }
    }
}
