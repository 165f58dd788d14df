import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct DrainTests {
        @Test func sigtermDrainsSaysOfflineAndTellsSystemd() throws {
            let scene = try Scene()
            let status = try scene.listener("tocsin/status")
            #expect(status.waitFor { $0["status"].text == "online" } != nil)
            #expect(scene.serve.hasNotified("READY=1"))
            #expect(!scene.serve.hasNotified("STOPPING=1"))
            #expect(scene.serve.stop() == 0)
            #expect(scene.serve.hasNotified("STOPPING=1"))
            let offline = try #require(status.waitFor { $0["status"].text == "offline" })
            #expect(offline["reason"].text == "stopped")

            // Whoever subscribes later still reads it.
            let later = try scene.listener("tocsin/status", client: "later")
            #expect(later.waitFor { $0["status"].text == "offline" } != nil)
            #expect(later.raw.first?.isRetained == true)
            #expect(try scene.serve.status()["state"].text == "stopped")
        }

        @Test func theWatchdogHearsFromAWatchThatTurns() throws {
            let scene = try Scene(environment: ["WATCHDOG_USEC": "2000000"])
            #expect(Waiting.until { scene.serve.hasNotified("WATCHDOG=1") })
            #expect(scene.serve.stop() == 0)
        }

        @Test func aKilledServerIsSaidOfflineByTheBroker() throws {
            let scene = try Scene()
            let status = try scene.listener("tocsin/status")
            #expect(status.waitFor { $0["status"].text == "online" } != nil)
            scene.serve.kill()
            let offline = try #require(status.waitFor { $0["status"].text == "offline" })
            #expect(offline["reason"].text == "connection_lost")
        }

        @Test func whatWasOrderedIsToldBeforeTheEnd() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            try scene.stage(3.2, secondsAgo: 2)
            let order = try #require(water.waitFor("order"))
            let id = try #require(order["incident"].text)
            // The broker stands still, so that the end can't be told at once.
            scene.broker.pause()
            let reason = ["stand-down", id, "--by", "duty-officer", "--reason", "false alarm"]
            let run = try CommandRun(reason, data: scene.serve.data, city: scene.serve.city)
            #expect(run.status == 0, "\(run.errors)")
            scene.serve.signal(SIGTERM)
            #expect(Waiting.until { scene.serve.hasNotified("STOPPING=1") })
            scene.broker.resume()
            #expect(scene.serve.waitForExit() == 0)
            #expect(water.waitFor("stand_down") != nil)
            #expect(try scene.serve.status()["outbox_pending"].integer == 0)
        }
    }
}
