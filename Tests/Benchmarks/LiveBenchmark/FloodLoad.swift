import BrokerSupport
import CrashHarness
import Glibc
import MQTT

/// One gateway whose stations raise an alarm each, at a steady pace.
struct FloodLoad {
    let broker: Broker
    let alarms: Int
    let seconds: Int

    /// - Returns: seconds that it took until the broker had confirmed all.
    func run() throws -> Double {
        let publisher = try MQTTPublisher(
            MQTTConnectionConfiguration(endpoint: broker.endpoint, clientIdentifier: "flood", sessionExpirySeconds: 0),
            inFlightLimit: 1_000, status: nil, random: SystemRandomNumberGenerator())
        var began: Int64?
        var sent = 0
        var confirmed = 0
        while confirmed < alarms {
            let now = MonotonicClock.nanoseconds()
            publisher.advance(now: now)
            if publisher.isConnected {
                let start = began ?? now
                began = start
                let due = min(alarms, Int(Double(now - start) / 1e9 * Double(alarms) / Double(seconds)) + 1)
                while sent < due {
                    let station = BenchCity.probe(sent)
                    let topic = "city/d000/probe/\(station)/probe"
                    let payload = Array(#"{"v":2,"u":"m"}"#.utf8)
                    guard try publisher.publish(token: UInt64(sent), topic: topic, payload: payload) == .queued else {
                        break
                    }
                    sent += 1
                }
            }
            var waiting = pollfd(fd: publisher.pollDescriptor, events: publisher.pollEvents, revents: 0)
            poll(&waiting, 1, 2)
            publisher.receive()
            while let event = publisher.nextEvent() {
                if case .published = event { confirmed += 1 }
            }
        }
        return Double(MonotonicClock.nanoseconds() - (began ?? MonotonicClock.nanoseconds())) / 1e9
    }
}
