import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct TimeTests {
        @Test func anOnDelayEndsByTimeWithoutAFurtherReading() throws {
            let scene = try Scene(SmallCity.bundle(delay: "10m"), clock: LadderTests.fast)
            try scene.sensors.publish(Topic.stage, "{\"v\":3.2,\"u\":\"m\"}")
            #expect(try scene.serve.waitForLog("incident_raised") != nil)
            #expect(try scene.serve.status()["readings_committed"].integer == 1)
        }

        @Test func aReadingBelowBeforeTheDelayIsOverRaisesNothing() throws {
            let scene = try Scene(SmallCity.bundle(delay: "10m"), clock: "data")
            for (minute, value) in [("00", 3.2), ("05", 2.0), ("20", 2.0)] {
                let time = "2026-07-01T10:\(minute):00Z"
                try scene.sensors.publish(Topic.stage, "{\"t\":\"\(time)\",\"v\":\(value),\"u\":\"m\"}")
            }
            #expect(try scene.waitForReadings(3))
            #expect(try scene.serve.log("incident_raised").isEmpty)
        }

        @Test func silenceHoldsAnIncidentAndDoesNotClearIt() throws {
            // The heartbeat is an hour: after two the source is lost, in 7.2 s of this clock.
            let scene = try Scene(clock: LadderTests.fast)
            try scene.sensors.publish(Topic.stage, "{\"v\":3.2,\"u\":\"m\"}")
            #expect(try scene.serve.waitForLog("incident_held") != nil)
            let incident = try #require(try scene.serve.incidents().first)
            #expect(incident["held"].isTrue)
            #expect(incident["cleared_at"] == .null)
            try scene.sensors.publish(Topic.stage, "{\"v\":3.3,\"u\":\"m\"}")
            #expect(try scene.serve.waitForLog("alarm_restored") != nil)
        }

        @Test func aDeviceWhoseClockIsWrongIsHeardAtTheTimeOfReceipt() throws {
            let scene = try Scene()
            // A day ahead, and in the year 2000.
            try scene.stage(3.2, secondsAgo: -86_400)
            try scene.gas(60, secondsAgo: 800_000_000)
            #expect(try scene.waitForReadings(2))
            for station in ["gauge", "detector"] {
                let reading = try scene.serve.call("readings", station, "--json").json
                #expect(reading["marks"].elements.contains(.text("clock_disbelieved")))
                #expect(reading["event_time"] == reading["received_at"])
            }
            // Both ring; life safety above all.
            #expect(try scene.serve.log("incident_raised").count == 2)
        }
    }
}
