import Foundation
import Simulators
import Telemetry
import Testing

/// Checks with a parser that is not ours.
@Suite struct PayloadTests {
    private let messages = StormEvening(seed: 2_026, start: Timestamp(seconds: 1_781_949_600)).messages

    @Test func everyReadablePayloadIsJSONWithItsReadings() throws {
        for message in messages where message.content != .unreadable {
            let value = try JSONSerialization.jsonObject(with: Data(message.payload))
            if let pack = value as? [[String: Any]] {
                #expect(pack.count == message.itemCount)
                #expect(pack.first?["bn"] is String)
                #expect(pack.allSatisfy { $0["v"] is NSNumber && $0["n"] is String })
            } else {
                let object = try #require(value as? [String: Any])
                #expect(object["t"] != nil)
                #expect(message.itemCount == 1)
            }
        }
    }

    @Test func theCutOffPayloadIsNotJSON() throws {
        let message = try #require(messages.first { $0.content == .unreadable })
        #expect(throws: (any Error).self) { try JSONSerialization.jsonObject(with: Data(message.payload)) }
    }

    @Test func aSenMLNameIsTheTopicOfItsSeries() throws {
        let pack = try #require(messages.first { $0.topic.hasSuffix("/gas-02/senml") })
        let records = try #require(JSONSerialization.jsonObject(with: Data(pack.payload)) as? [[String: Any]])
        #expect(records.first?["bn"] as? String == "city/jiangxin/gas/gas-02/")
        #expect(records.map { $0["n"] as? String } == ["lel", "co"])
    }

    @Test func theClockOfOneStationStandsInTheYear2000() throws {
        let message = try #require(messages.first { $0.topic.contains("/rain-08/") })
        let object = try #require(JSONSerialization.jsonObject(with: Data(message.payload)) as? [String: Any])
        let seconds = try #require(object["t"] as? Int)
        #expect((946_684_800..<946_684_800 + 86_400).contains(seconds))
    }

    @Test func rainArrivesInWholeTipsAndLosesNone() throws {
        let dynamics = CityDynamics(seed: 2_026)
        for station in SimulatedStation.city where station.domain == "rain" {
            var sum = 0.0
            for message in messages where message.topic.contains("/\(station.id)/") {
                guard case .readings = message.content else { continue }
                let object = try #require(JSONSerialization.jsonObject(with: Data(message.payload)) as? [String: Any])
                let value = try #require((object["v"] as? NSNumber)?.doubleValue)
                #expect(abs(value / 0.2 - (value / 0.2).rounded()) < 1e-6)
                sum += value
            }
            let fallen = try #require(dynamics.rainMillimeters[station.id]?.last)
            // The last minutes and the last tip may still be in the bucket.
            #expect(sum <= fallen + 1e-6 && sum >= fallen - 0.6, "\(station.id): \(sum) of \(fallen) mm")
        }
    }
}
