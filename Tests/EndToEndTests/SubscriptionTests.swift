import BrokerSupport
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct SubscriptionTests {
        @Test func aRetainedReadingIsNotNewWhenSubscribing() throws {
            let broker = try Broker()
            let before = try TestPublisher(broker, clientIdentifier: "before")
            try before.publish(Topic.stage, Payload.reading(3.5, unit: "m", secondsAgo: 60), retained: true)
            let scene = try Scene(broker: broker)
            try scene.stage(2.0)
            #expect(try scene.waitForReadings(1))
            let values = try scene.serve.call("readings", "gauge", "--json").lines.map { $0["value"].number }
            #expect(values == [2.0])
            #expect(try scene.serve.incidents().isEmpty)
        }

        @Test func aSubscriptionAtQualityTwoIsRefusedAtTheStartWithTheReason() throws {
            let folder = try TemporaryFolder()
            let bundle = SmallCity.bundle(subscriptions: "- {topic: city/#, qos: 2}")
            try TestCity.write(bundle, to: folder.path + "/city")
            let run = try CommandRun(["serve"], data: folder.path + "/data", city: folder.path + "/city")
            #expect(run.status == 78)
            #expect(run.errors.contains("city.yaml:"))
            #expect(run.errors.contains("QoS") || run.errors.contains("qos"))
        }

        @Test func readingsAtQualityZeroAreTakenAndCountedAsUnprotected() throws {
            let scene = try Scene()
            guard Processes.isInstalled("mosquitto_pub") else {
                print("SKIPPED: mosquitto_pub is not installed, so QoS 0 was not tried.")
                return
            }
            let payload = Payload.reading(2.0, unit: "m")
            _ = try Processes.run(
                "/usr/bin/env",
                ["mosquitto_pub", "-p", "\(scene.broker.port)", "-q", "0", "-t", Topic.stage, "-m", payload])
            #expect(try scene.waitForReadings(1))
            let reading = try scene.serve.call("readings", "gauge", "--json").json
            #expect(reading["marks"].elements.contains(.text("unprotected")))
        }
    }
}
