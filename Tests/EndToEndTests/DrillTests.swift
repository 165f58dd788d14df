import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct DrillTests {
        @Test func aDrillNeverReachesTheBroker() throws {
            let scene = try Scene()
            let everything = try scene.listener("#")
            let recording = try Recording.simulated(
                [2.0, 3.5, 4.5], station: "gauge", district: "north", in: scene.folder.path)
            let run = try CommandRun(
                ["drill", "run", recording.path, "--speed", "max", "--json"], data: scene.folder.path + "/drill",
                city: scene.serve.city)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.lines.last?["alarms"].elements.count == 2)
            // Whatever it had sent would have come before this.
            try scene.stage(2.0)
            #expect(everything.waitFor { $0["v"].number == 2.0 } != nil)
            #expect(!everything.raw.contains { $0.topic.hasPrefix("tocsin/departments") })
            #expect(try scene.serve.incidents().isEmpty)
        }

        @Test func aRecordingThatIsNoneIsRefusedWithItsPlace() throws {
            let folder = try TemporaryFolder()
            try TestCity.write(SmallCity.bundle(), to: folder.path + "/city")
            try "{\"tst\":\"never\"}\n".write(toFile: folder.path + "/x.jsonl", atomically: true, encoding: .utf8)
            let run = try CommandRun(
                ["drill", "run", folder.path + "/x.jsonl"], data: folder.path + "/data", city: folder.path + "/city")
            #expect(run.status == 65)
            #expect(run.errors.contains("x.jsonl:1:"))
        }
    }
}
