import BrokerSupport
import Glibc
import MQTT

/// One gateway that sends so many messages and waits until the broker has confirmed them all.
struct Gateway {
    let broker: Broker
    let count: Int
    /// Nil: as fast as they go.
    var perSecond: Double?
    /// Messages that may wait for their confirmation.
    var inFlightLimit = 5_000

    /// - Returns: seconds from the first message to the last confirmation.
    func send(_ message: (Int) -> (topic: String, payload: [UInt8])) throws -> Double {
        let publisher = try MQTTPublisher(
            MQTTConnectionConfiguration(
                endpoint: broker.endpoint, clientIdentifier: "gateway", sessionExpirySeconds: 0),
            inFlightLimit: inFlightLimit, status: nil, random: SystemRandomNumberGenerator())
        var began: Int64?
        var sent = 0
        var confirmed = 0
        while confirmed < count {
            let now = MonotonicClock.nanoseconds()
            publisher.advance(now: now)
            if publisher.isConnected, began == nil { began = now }
            while publisher.isConnected, sent < min(count, due(since: began, now)) {
                let (topic, payload) = message(sent)
                guard try publisher.publish(token: UInt64(sent), topic: topic, payload: payload) == .queued else {
                    break
                }
                sent += 1
            }
            var waiting = pollfd(fd: publisher.pollDescriptor, events: publisher.pollEvents, revents: 0)
            poll(&waiting, 1, perSecond == nil ? 10 : 2)
            publisher.receive()
            while let event = publisher.nextEvent() {
                if case .published = event { confirmed += 1 }
            }
        }
        return Double(MonotonicClock.nanoseconds() - (began ?? MonotonicClock.nanoseconds())) / 1e9
    }

    /// Messages that should have been sent by now.
    private func due(since began: Int64?, _ now: Int64) -> Int {
        guard let perSecond, let began else { return count }
        return Int(Double(now - began) / 1e9 * perSecond) + 1
    }
}
