import BrokerSupport
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct BackupTests {
        @Test func aBackupTakenWhileReadingsPourInIsWholeAndVerified() throws {
            let scene = try Scene(broker: try Broker(Scene.quickBroker))
            let backup = scene.folder.path + "/backup"
            let output = scene.folder.path + "/backup.txt"
            var messages: [(topic: String, payload: [UInt8])] = []
            for index in 0..<6_000 {
                // The threshold is crossed again and again.
                let value = index % 200 < 100 ? 2.5 : 3.5
                let age = 700 - Double(index) / 10
                messages.append((Topic.stage, Array(Payload.reading(value, unit: "m", secondsAgo: age).utf8)))
            }
            try scene.sensors.publish(messages[..<2_000])
            let process = try Processes.start(
                Processes.built("tocsin"), ["backup", backup, "--data", scene.serve.data, "--json"], output: output,
                errors: output)
            try scene.sensors.publish(messages[2_000...])
            #expect(Waiting.until { !process.isRunning })
            #expect(process.terminationStatus == 0, "\(Processes.text(ofFile: output))")
            #expect(try scene.waitForReadings(6_000))
            #expect(scene.serve.stop() == 0)

            let restored = scene.folder.path + "/restored"
            #expect(try CommandRun(["restore", backup], data: restored, city: scene.serve.city).status == 0)
            let replayed = try CommandRun(["log", "verify", "--replay"], data: restored, city: scene.serve.city)
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
            // A folder that holds something is no place for a backup.
            #expect(try CommandRun(["backup", restored], data: scene.serve.data).status != 0)
        }

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
