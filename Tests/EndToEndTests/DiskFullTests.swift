import BrokerSupport
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite(.enabled(if: SmallDisk.isAvailable())) struct DiskFullTests {
        /// Fills the disk and publishes until the server has noticed.
        private func fill(_ disk: SmallDisk, _ scene: Scene) throws -> Int {
            try disk.fill()
            var published = 0
            let noticed = try Waiting.until {
                try scene.sensors.publish(
                    (0..<200).map { index in
                        let age = 3_000 - Double(published + index) / 10
                        return (Topic.stage, Array(Payload.reading(2, unit: "m", secondsAgo: age).utf8))
                    })
                published += 200
                return try scene.serve.status()["store_full"].isTrue
            }
            #expect(noticed)
            return published
        }

        @Test func onAFullDiskLifeSafetyRingsFromMemoryAndNothingIsLost() throws {
            let disk = try SmallDisk(mebibytes: 24)
            let scene = try Scene(
                SmallCity.bundle(ballastMebibytes: 2), broker: try Broker(Scene.quickBroker), data: disk.path + "/data")
            let company = try Department("gas", scene.broker)
            let water = try Department("water", scene.broker)
            let published = try fill(disk, scene)
            let before = try #require(try scene.serve.status()["readings_committed"].integer)
            #expect(before < published)

            // Acknowledging has stopped; life safety rings all the same and says that it is not recorded.
            try scene.gas(60)
            let told = try #require(company.waitFor("order"))
            #expect(told["unrecorded"].isTrue)
            try scene.stage(3.2)
            #expect(try scene.serve.status()["readings_committed"].integer == before)
            #expect(try scene.serve.log("incident_raised").isEmpty)
            water.catchUp()
            #expect(water.heard.isEmpty)

            disk.makeRoom()
            #expect(try scene.serve.waitForStatus { !$0["store_full"].isTrue })
            #expect(try scene.waitForReadings(published + 2))
            #expect(try scene.serve.status()["readings_committed"].integer == published + 2)
            #expect(water.waitFor("order") != nil)
            #expect(company.waitFor("order") { !$0["unrecorded"].isTrue } != nil)
            #expect(try scene.serve.log("incident_raised").count == 2)
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
        }

        @Test func aFullDiskThatOutlastsTheConnectionGoesOnRingingOnceForEach() throws {
            let disk = try SmallDisk(mebibytes: 24)
            // The broker ends a silent connection after 15 s, and sends everything again on the next.
            let broker = try Broker(Scene.quickBroker + ["max_keepalive 10"])
            let scene = try Scene(SmallCity.bundle(ballastMebibytes: 2), broker: broker, data: disk.path + "/data")
            let company = try Department("gas", broker)
            let water = try Department("water", broker)
            let police = try Department("police", broker)
            let published = try fill(disk, scene)
            try scene.gas(60)
            #expect(company.waitFor("order") != nil)
            let isEnded = Waiting.until(seconds: 60) {
                let log = Processes.text(ofFile: broker.logFile.path).split(separator: "\n")
                return log.contains { $0.contains("Client tocsin-") && $0.contains("exceeded timeout") }
            }
            #expect(isEnded)
            // Ours was ended as well.
            let sensors = try TestPublisher(broker, clientIdentifier: "sensors-again")
            try sensors.publish(Topic.stage, Payload.reading(4.5, unit: "m"))
            try sensors.publish(Topic.button, "{\"id\":\"p-1\",\"type\":\"press\"}")
            #expect(police.waitFor("order") { $0["hazard"].text == "panic" && $0["unrecorded"].isTrue } != nil)
            // The first one was delivered again and is not told again.
            company.catchUp()
            #expect(company.heard.count { $0["kind"].text == "order" } == 1)

            disk.makeRoom()
            #expect(try scene.waitForReadings(published + 2))
            #expect(water.waitFor("order") != nil)
        }

        @Test func killedWhileTheDiskIsFullItOpensAgain() throws {
            let disk = try SmallDisk(mebibytes: 24)
            let scene = try Scene(
                SmallCity.bundle(ballastMebibytes: 4), broker: try Broker(Scene.quickBroker), data: disk.path + "/data")
            let published = try fill(disk, scene)
            scene.serve.kill()
            // The ballast gives the room for opening it.
            try scene.serve.start()
            #expect(try scene.serve.call("log", "verify").status == 0)
            disk.makeRoom()
            #expect(try scene.waitForReadings(published))
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
        }
    }
}

/// A small file system in memory, mounted for one test.
final class SmallDisk {
    let path: String
    private let folder: TemporaryFolder
    private var filler: String { path + "/filler" }

    /// Mounting takes root and the right to mount; says what is skipped where they are missing.
    static func isAvailable() -> Bool {
        if geteuid() == 0, let disk = try? SmallDisk(mebibytes: 1) {
            _ = disk
            return true
        }
        print("SKIPPED: a small disk can't be mounted here, so nothing was tried on a full disk.")
        return false
    }

    init(mebibytes: Int) throws {
        folder = try TemporaryFolder()
        path = folder.path + "/disk"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let arguments = ["mount", "-t", "tmpfs", "-o", "size=\(mebibytes)m", "tmpfs", path]
        let mounted = try Processes.run("/usr/bin/env", arguments)
        guard mounted.status == 0 else { throw TestSupportError("mount: \(mounted.errors)") }
    }

    /// Takes all the room that is left.
    func fill() throws {
        let descriptor = open(filler, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw TestSupportError("Cannot fill the disk: errno \(errno).") }
        defer { close(descriptor) }
        let block = [UInt8](repeating: 0, count: 65_536)
        for size in [65_536, 4_096, 1] { while write(descriptor, block, size) > 0 {} }
    }

    func makeRoom() {
        unlink(filler)
    }

    deinit {
        // Lazily: a server that is still going down may hold it.
        _ = try? Processes.run("/usr/bin/env", ["umount", "-l", path])
    }
}
