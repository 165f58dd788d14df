import BrokerSupport
import MQTT
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct SecondServerTests {
        @Test func aSecondServerOnTheSameFolderIsRefused() throws {
            let scene = try Scene()
            let second = try CommandRun(
                ["serve", "--broker", Scene.url(scene.broker)], data: scene.serve.data, city: scene.serve.city)
            #expect(second.status == 75)
            #expect(second.errors.contains("→"))
            // The first one is not disturbed.
            try scene.stage(2.0)
            #expect(try scene.waitForReadings(1))
        }

        @Test func aStolenClientIdIsAnAlarm() throws {
            let scene = try Scene()
            let status = try scene.listener("tocsin/status")
            let client = try #require(status.waitFor { $0["status"].text == "online" })
            let name = try #require(client["client_id"].text)
            let thief = try Listener(
                MQTTConnectionConfiguration(
                    endpoint: scene.broker.endpoint, clientIdentifier: name,
                    backoff: .init(firstMilliseconds: 20, longestMilliseconds: 200)), topics: ["city/#"])
            let told = try #require(try scene.serve.waitForLog("client_taken_over"))
            #expect(told["cause"].text == "taken_over")
            #expect(try scene.serve.incidents().contains { $0["hazard"].text == "intake_gap" })
            thief.catchUp()
        }
    }
}
