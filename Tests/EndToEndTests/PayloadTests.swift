import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct PayloadTests {
        @Test func aRepeatIsCountedAndACorrectionIsKeptAsARevision() throws {
            let scene = try Scene()
            let reading = Payload.reading(2.0, unit: "m", secondsAgo: 10)
            try scene.sensors.publish(Topic.stage, reading)
            try scene.sensors.publish(Topic.stage, reading)
            try scene.sensors.publish(Topic.stage, reading.replacingOccurrences(of: "\"v\":2.0", with: "\"v\":2.25"))
            #expect(try scene.waitForReadings(2))
            #expect(try scene.serve.status()["duplicates"].integer == 1)
            let stored = try scene.serve.call("readings", "gauge", "--json").lines
            #expect(stored.map { $0["value"].number } == [2.0, 2.25])
            #expect(stored.map { $0["revision"].integer } == [0, 1])
            #expect(stored.last?["marks"].elements.contains(.text("correction")) == true)
        }

        @Test func unitsAreConvertedAndAMissingTimeIsTheTimeOfReceipt() throws {
            let scene = try Scene()
            try scene.sensors.publish(Topic.stage, "{\"v\":215,\"u\":\"cm\",\"extra\":{\"ignored\":true}}")
            #expect(try scene.waitForReadings(1))
            let reading = try scene.serve.call("readings", "gauge", "--json").json
            #expect(reading["value"].number == 2.15)
            #expect(reading["unit"].text == "m")
            #expect(reading["event_time"] == reading["received_at"])
            #expect(reading["marks"].elements.contains(.text("time_of_receipt")))
        }

        @Test func senMLRecordsBecomeReadingsOfTheirNames() throws {
            let scene = try Scene()
            try scene.sensors.publish(
                "city/north/river/gauge/senml",
                "[{\"bn\":\"city/north/river/gauge/\",\"bu\":\"m\",\"n\":\"stage\",\"v\":3.5,\"t\":-20},"
                    + "{\"n\":\"stage\",\"v\":3.6,\"t\":-10}]")
            #expect(try scene.waitForReadings(2))
            let raised = try #require(try scene.serve.waitForLog("incident_raised"))
            #expect(raised["value"].number == 3.5)
        }

        @Test func aPressOfAButtonRingsUntilAPersonResetsItAndARepeatDoesNot() throws {
            let scene = try Scene()
            let police = try Department("police", scene.broker)
            try scene.press("p-1")
            try scene.press("p-1")
            let order = try #require(police.waitFor("order"))
            let id = try #require(order["incident"].text)
            #expect(order["life_safety"].isTrue)
            #expect(try scene.serve.waitForStatus { $0["duplicates"].integer == 1 })
            #expect(try scene.serve.incidents().first?["cleared_at"] == .null)
            let reset = try CommandRun(
                ["reset", id, "--by", "duty-officer"], data: scene.serve.data, city: scene.serve.city)
            #expect(reset.status == 0, "\(reset.errors)")
            #expect(try scene.serve.incidents().first?["cleared_at"] != .null)
            #expect(try scene.serve.log("incident_raised").count == 1)
        }

        /// The longest topic that MQTT has; and names that would write to a terminal.
        @Test func topicsOfTheGreatestLengthAreQuarantinedAndCounted() throws {
            let scene = try Scene()
            let payload = Array("{\"v\":1,\"u\":\"m\"}".utf8)
            let long = "city/north/river/" + String(repeating: "x", count: 65_535 - 17 - 6) + "/stage"
            #expect(long.utf8.count == 65_535)
            try scene.sensors.publish([(long, payload)])
            let hidden = "city/north/river/gauge\u{202E}x/stage"
            try scene.sensors.publish([(hidden, payload)])
            try scene.stage(2.0)
            #expect(try scene.waitForReadings(1))
            #expect(try scene.serve.waitForStatus { ($0["quarantined"].integer ?? 0) >= 1 })
            let listed = try scene.serve.call("quarantine")
            #expect(!listed.output.contains("\u{202E}"))
            let stations = try scene.serve.call("stations")
            #expect(stations.status == 0)
            #expect(!stations.output.contains("\u{202E}"))
        }

        @Test func readingsOfUnregisteredStationsAreStoredAndShown() throws {
            let scene = try Scene()
            try scene.sensors.publish("city/north/river/newcomer/stage", "{\"v\":9.5,\"u\":\"m\"}")
            #expect(try scene.waitForReadings(1))
            #expect(try scene.serve.call("readings", "newcomer", "--json").json["value"].number == 9.5)
            let station = try scene.serve.call("stations", "--json").lines.first { $0["id"].text == "newcomer" }
            #expect(station?["registered"] == .boolean(false))
            // It has no thresholds: unknown, neither raised nor cleared.
            #expect(try scene.serve.incidents().isEmpty)
        }
    }
}
