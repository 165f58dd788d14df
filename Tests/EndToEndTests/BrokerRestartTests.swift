import BrokerSupport
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct BrokerRestartTests {
        private func readings(_ count: Int) -> [(topic: String, payload: [UInt8])] {
            (0..<count).map { index in
                (Topic.stage, Array(Payload.reading(2, unit: "m", secondsAgo: 100 - Double(index) / 10).utf8))
            }
        }

        @Test func aBrokerThatIsRestartedInOrderLosesNothing() throws {
            let scene = try Scene()
            try scene.stage(2.0, secondsAgo: 200)
            #expect(try scene.waitForReadings(1))
            // The server stands still while the broker takes 200 readings and is restarted.
            scene.serve.signal(SIGSTOP)
            try scene.sensors.publish(readings(200))
            scene.broker.stop()
            try scene.broker.start()
            scene.serve.signal(SIGCONT)
            #expect(try scene.waitForReadings(201))
            #expect(try scene.serve.waitForLog("broker_back") != nil)
            #expect(try scene.serve.log("intake_gap").isEmpty)
        }

        @Test func aBrokerThatIsKilledOutrightAndForgetsTheSessionIsAnIntakeGap() throws {
            // It saves each half hour only, so that killed it has forgotten everything.
            let scene = try Scene(broker: try Broker(Scene.quickBroker))
            try scene.sensors.publish(readings(50))
            #expect(try scene.waitForReadings(50))
            scene.broker.kill()
            try scene.broker.start()
            let gap = try #require(try scene.serve.waitForLog("intake_gap"))
            #expect(gap["cause"].text == "session_lost")
            #expect(gap["from"].text != nil && gap["to"].text != nil)
            let incident = try #require(try scene.serve.incidents().first { $0["hazard"].text == "intake_gap" })
            #expect(incident["status"].text == "raised")
            // What was acknowledged is there, and what comes now is taken.
            let sensors = try TestPublisher(scene.broker, clientIdentifier: "sensors-again")
            try sensors.publish(Topic.stage, Payload.reading(2.1, unit: "m"))
            #expect(try scene.waitForReadings(51))
        }

        /// It saves each second, so that killed outright it still knows our session: only its uptime tells.
        private static let savingBroker = Scene.quickBroker + ["autosave_interval 1", "sys_interval 1"]

        @Test func aBrokerThatIsKilledOutrightAndKeepsTheSessionIsAnIntakeGap() throws {
            let scene = try Scene(broker: try Broker(Self.savingBroker))
            try scene.sensors.publish(readings(50))
            #expect(try scene.waitForReadings(50))
            // Until it has saved our session.
            #expect(Waiting.until(seconds: 20) { scene.broker.logLineCount(containing: "Saving in-memory") > 1 })
            scene.broker.kill()
            try scene.broker.start()
            let gap = try #require(try scene.serve.waitForLog("intake_gap"))
            #expect(gap["cause"].text == "broker_restarted")
            #expect((gap["from"].text ?? "z") < (gap["to"].text ?? ""))
            #expect(try scene.serve.incidents().contains { $0["hazard"].text == "intake_gap" })
            #expect(try scene.serve.log("intake_gap").count == 1)
        }

        @Test func aBrokerThatIsKilledWhileTheServerIsAwayIsAnIntakeGap() throws {
            let scene = try Scene(broker: try Broker(Self.savingBroker))
            try scene.sensors.publish(readings(50))
            #expect(try scene.waitForReadings(50))
            #expect(Waiting.until(seconds: 20) { scene.broker.logLineCount(containing: "Saving in-memory") > 2 })
            scene.serve.kill()
            scene.broker.kill()
            try scene.broker.start()
            try scene.serve.start()
            let gap = try #require(try scene.serve.waitForLog("intake_gap"))
            #expect(gap["cause"].text == "broker_restarted")
        }

        @Test func aBrokerThatIsRestartedInOrderWhileTheServerIsAwayIsNoGap() throws {
            let scene = try Scene(broker: try Broker(Self.savingBroker))
            try scene.sensors.publish(readings(50))
            #expect(try scene.waitForReadings(50))
            scene.serve.kill()
            try scene.sensors.publish(readings(100).suffix(50))
            scene.broker.stop()
            try scene.broker.start()
            try scene.serve.start()
            #expect(try scene.waitForReadings(100))
            // Long enough that the broker has told its uptime twice: a second each.
            let sensors = try TestPublisher(scene.broker, clientIdentifier: "sensors-again")
            try sensors.publish(Topic.stage, Payload.reading(2.1, unit: "m"))
            #expect(try scene.waitForReadings(101))
            #expect(try scene.serve.log("intake_gap").isEmpty)
        }

        @Test func whatTheBrokerDroppedIsAnIntakeGapWithItsCount() throws {
            let lines = Scene.quickBroker.filter { !$0.hasPrefix("max_") }
            let broker = try Broker(lines + ["max_queued_messages 5", "sys_interval 1"])
            let scene = try Scene(broker: broker)
            try scene.stage(2.0, secondsAgo: 200)
            #expect(try scene.waitForReadings(1))
            // While the server is away the broker confirms 200 readings and keeps five.
            scene.serve.kill()
            try scene.sensors.publish(readings(200))
            try scene.serve.start()
            let gap = try #require(try scene.serve.waitForLog("intake_gap"))
            #expect(gap["cause"].text == "broker_dropped")
            #expect(gap["dropped"].integer == 195)
            #expect(try scene.serve.incidents().contains { $0["hazard"].text == "intake_gap" })
        }
    }
}
