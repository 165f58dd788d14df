import BrokerSupport
import Foundation
import Telemetry
import TestSupport
import Testing

extension EndToEnd {
    /// Recordings through the real broker into `serve --clock data`, and the same through `drill run`.
    @Suite struct RecordedFloodTests {
        /// What was raised and cleared, when, and in which incident.
        private struct AlarmFact: Hashable {
            var code: String
            var alert: String
            var key: String
            var incident: String
            var second: Int64
        }

        private static let codes: Set<String> = [
            "incident_raised", "alarm_joined", "incident_upgraded", "incident_reopened", "alarm_cleared",
            "incident_cleared",
        ]

        private func facts(_ log: [JSON]) -> [AlarmFact] {
            log.filter { RecordedFloodTests.codes.contains($0["code"].text ?? "") }.map { entry in
                AlarmFact(
                    code: entry["code"].text ?? "", alert: entry["alert"].text ?? "", key: entry["key"].text ?? "",
                    incident: entry["incident"].text ?? "",
                    second: entry["at"].text.flatMap { Timestamp(iso8601: $0) }?.wholeSeconds ?? 0)
            }
        }

        /// Plays a recording both ways and checks that both say the same.
        private func play(_ make: (String) throws -> Recording) throws -> [AlarmFact] {
            let scene = try Scene(TestCity.rivers, clock: "data", broker: try Broker(Scene.quickBroker))
            let recording = try make(scene.folder.path)
            try scene.sensors.publish(recording.messages)
            #expect(try scene.waitForReadings(recording.messages.count))
            #expect(try scene.serve.status()["quarantined"].integer == 0)
            #expect(scene.serve.stop() == 0)
            let log = try scene.serve.log()
            #expect(log.allSatisfy { $0["exercise"].isTrue })
            let live = facts(log)

            let drillFolder = scene.folder.path + "/drill"
            let drill = try CommandRun(
                ["drill", "run", recording.path, "--speed", "max", "--json"], data: drillFolder,
                city: scene.serve.city)
            #expect(drill.status == 0, "\(drill.errors)")
            let drilled = facts(try CommandRun(["log", "export"], data: drillFolder).lines)
            #expect(drilled == live)
            let replayed = try scene.serve.call("log", "verify", "--replay")
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
            return live
        }

        private func raised(_ facts: [AlarmFact], _ alert: String, _ station: String) -> [Int64] {
            facts.filter { $0.alert == alert && $0.key == station && $0.code != "alarm_cleared" }.map(\.second)
        }

        private struct Truth: Decodable {
            struct Event: Decodable { var up: Timestamp }
            struct Threshold: Decodable { var events: [Event] }
            struct Series: Decodable { var thresholds: [String: Threshold] }
            var flood: [String: [String: Series]]
        }

        @Test func theAvonOf2012OverTheBrokerRaisesWhatTheDrillRaisesAtTheTrueTimes() throws {
            guard SharedData.isAvailable(for: "avon2012 over a broker"), let folder = SharedData.folder else { return }
            let truth = try JSONDecoder().decode(
                Truth.self, from: try Data(contentsOf: URL(fileURLWithPath: folder + "/data/truth.json")))
            let facts = try play { folder in
                try Recording(
                    path: try SharedData.recording("avon2012", options: ["--payload", "string"], in: folder))
            }
            for (station, alert, threshold) in [
                ("stratford", "RiverAlert", "1.2"), ("stratford", "RiverSevere", "1.7"),
                ("warwick", "RiverAlert", "2.3"), ("warwick", "RiverSevere", "3.2"),
            ] {
                let events = try #require(truth.flood["avon2012"]?["\(station).stage"]?.thresholds[threshold]).events
                #expect(raised(facts, alert, station) == events.map { $0.up.wholeSeconds + 600 }, "\(station) \(alert)")
            }
            // Both alarms of a place are one incident.
            #expect(Set(facts.filter { $0.key == "stratford" }.map(\.incident)).count == 1)
            #expect(facts.contains { $0.code == "incident_upgraded" })
        }

        @Test func aSimulatedFloodRaisesTheSameOverTheBrokerAndInTheDrill() throws {
            let facts = try play { folder in
                try Recording.simulated(Hydrograph.stages, station: "stratford", district: "lower", in: folder)
            }
            func after(_ index: Int) -> Int64 {
                (Timestamp(iso8601: Hydrograph.time(index))?.wholeSeconds ?? 0) + 600
            }
            #expect(raised(facts, "RiverAlert", "stratford") == [after(24), after(120)])
            #expect(raised(facts, "RiverSevere", "stratford") == [after(34)])
            #expect(facts.count { $0.code == "incident_raised" } == 1)
        }
    }
}
