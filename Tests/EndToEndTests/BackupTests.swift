import TestSupport
import Testing

extension EndToEnd {
    @Suite struct BackupTests {
        @Test func aBackupOfTheRunningServerIsRestoredAsANewEpoch() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            let status = try scene.listener("tocsin/status")
            try scene.stage(3.2, secondsAgo: 5)
            let order = try #require(water.waitFor("order"))
            let client = status.waitFor { $0["status"].text == "online" }?["client_id"].text
            let backup = scene.folder.path + "/backup"
            let taken = try CommandRun(["backup", backup, "--json"], data: scene.serve.data, city: scene.serve.city)
            #expect(taken.status == 0, "\(taken.errors)")
            #expect(taken.json["readings"].integer == 1)
            // It went on meanwhile.
            try scene.stage(3.3)
            #expect(try scene.waitForReadings(2))
            #expect(scene.serve.stop() == 0)

            let restoredFolder = scene.folder.path + "/restored"
            let restored = try CommandRun(
                ["restore", backup, "--json"], data: restoredFolder, city: scene.serve.city)
            #expect(restored.status == 0, "\(restored.errors)")
            let second = try ServeProcess(
                city: scene.serve.city, data: restoredFolder, broker: Scene.url(scene.broker))
            let started = try #require(try second.log("watch_started").last)
            #expect(started["epoch"].integer == 2)
            #expect(started["restored_from"].text != nil)
            #expect(try second.log("watch_gap").count == 1)
            let incidents = try second.incidents()
            #expect(incidents.contains { $0["id"] == order["incident"] })
            // Under its new name it has no queue at the broker: what came in between may be missing, and that is said.
            #expect(incidents.contains { $0["hazard"].text == "intake_gap" })
            let other = status.waitFor { $0["status"].text == "online" && $0["client_id"].text != client }
            #expect(other != nil)
            #expect(try second.call("log", "verify").status == 0)
            #expect(second.stop() == 0)
            #expect(try second.call("log", "verify", "--replay").status == 0)
            // Nothing is written over.
            let again = try CommandRun(["restore", backup], data: restoredFolder, city: scene.serve.city)
            #expect(again.status == 73)
        }
    }
}
