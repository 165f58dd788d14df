import Foundation
import Telemetry
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct CrashRecoveryTests {
        @Test func killedRightAfterPublishingEachReadingIsStoredOnceAndNoOrderIsGivenTwice() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            let count = 300
            // Distinct times, the threshold crossed in the middle.
            let messages = (0..<count).map { index in
                (
                    topic: Topic.stage,
                    payload: Array(
                        Payload.reading(
                            index < count / 2 ? 2.5 : 3.2, unit: "m", secondsAgo: 60 - Double(index) / 10
                        ).utf8)
                )
            }
            for third in 0..<3 {
                try scene.sensors.publish(messages[third * 100..<(third + 1) * 100])
                scene.serve.kill()
                try scene.serve.start()
            }
            #expect(try scene.waitForReadings(count))
            _ = try #require(water.waitFor("order"))
            _ = try #require(try scene.serve.waitForLog("order_handed_over"))
            water.catchUp()
            #expect(Set(water.heard.filter { $0["kind"].text == "order" }.map { $0["key"] }).count == 1)
            #expect(try scene.serve.log("incident_raised").count == 1)
            #expect(try scene.serve.log("order_issued").count == 1)
            let gaps = try scene.serve.log("watch_gap")
            #expect(gaps.count == 3)
            #expect(gaps.allSatisfy { $0["cause"].text == "killed" })

            #expect(scene.serve.stop() == 0)
            let stored = try scene.serve.call("readings", "gauge", "--json", "--limit", "1000").lines
            #expect(stored.count == count)
            #expect(Set(stored.map { $0["event_time"] }).count == count)
            let head = scene.serve.data + "/tocsin.head"
            let replayed = try scene.serve.call("log", "verify", "--replay", "--head", head)
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
        }

        @Test func aDeadlineMissedInTheGapIsToldOnceMarkedLate() throws {
            let scene = try Scene(SmallCity.bundle(acknowledgeWithin: "4s"))
            let water = try Department("water", scene.broker)
            try scene.stage(3.2)
            _ = try #require(water.waitFor("order"))
            let handedOver = try #require(try scene.serve.waitForLog("order_handed_over"))
            let deadline = try #require(handedOver["acknowledge_by"].text.flatMap { Timestamp(iso8601: $0) })
            scene.serve.kill()
            #expect(try scene.serve.call("log", "verify").status == 0)
            // The deadline passes while nobody watches.
            #expect(Waiting.until { Date().timeIntervalSince1970 > Double(deadline.wholeSeconds) + 1 })
            try scene.serve.start()
            let reminder = try #require(water.waitFor("reminder"))
            #expect(reminder["late"].isTrue)
            let missed = try scene.serve.log("deadline_missed").filter { $0["party"].text == "department" }
            #expect(missed.count == 1)
            #expect(missed.first?["late"].isTrue == true)

            // Another restart does not tell it again.
            scene.serve.kill()
            try scene.serve.start()
            _ = try #require(try scene.serve.waitForLog("watch_gap"))
            water.catchUp()
            #expect(Set(water.heard.filter { $0["kind"].text == "reminder" }.map { $0["key"] }).count == 1)
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
        }
    }
}
