import BrokerSupport
import Foundation
import Simulators
import Telemetry
import TestSupport
import Testing

extension EndToEnd {
    /// The simulated evening of storm through the city that ships.
    @Suite struct StormEveningTests {
        @Test func theEveningIsToldThoughTheServerIsKilledInTheMiddleOfIt() throws {
            let folder = try TemporaryFolder()
            let broker = try Broker(Scene.quickBroker)
            defer { broker.remove() }
            let serve = try ServeProcess(
                city: ShippedRules.folder.path, data: folder.path + "/data", broker: Scene.url(broker), clock: "data",
                environment: ["TOCSIN_BROKER_PASSWORD": "not asked for"])
            let sensors = try TestPublisher(broker, clientIdentifier: "gateways")
            let start = try #require(Timestamp(iso8601: "2026-07-01T18:00:00+08:00"))
            let evening = StormEvening(seed: 7, start: start).messages
            let halves = [evening[..<(evening.count / 2)], evening[(evening.count / 2)...]]
            for (index, half) in halves.enumerated() {
                try sensors.publish(half.map { (topic: $0.topic, payload: $0.payload) })
                if index > 0 { continue }
                #expect(try serve.waitForStatus { ($0["readings_committed"].integer ?? 0) > 0 })
                serve.kill()
                try serve.start()
            }
            var expected = (readings: 0, repeated: 0)
            for message in evening {
                switch message.content {
                case .readings(let count): expected.readings += count
                case .repeated(let count): expected.repeated += count
                case .event, .unreadable: break
                }
            }
            let isIn = try serve.waitForStatus(seconds: 180) { status in
                (status["readings_committed"].integer ?? 0) >= expected.readings
                    && (status["duplicates"].integer ?? 0) >= expected.repeated
            }
            let status = try serve.status()
            #expect(isIn, "\(status), sent \(expected)")
            #expect(status["quarantined"].integer == 1)
            #expect(status["readings_committed"].integer == expected.readings)

            let raised = Set(try serve.log("incident_raised").compactMap { $0["hazard"].text })
            #expect(
                raised.isSuperset(of: ["river_flood", "rainstorm", "underpass_flood", "panic", "gas_leak"]), "\(raised)"
            )
            #expect(try serve.log("watch_gap").count == 1)
            #expect(serve.stop() == 0)
            let replayed = try serve.call("log", "verify", "--replay")
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
        }
    }
}
