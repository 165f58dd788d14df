import BrokerSupport
import CrashHarness
import Glibc
import MQTT

/// Publishes one raising reading at a time and waits for the order that it causes.
final class ProbeClient {
    private let publisher: MQTTPublisher
    private let orders: MQTTSession
    private var arrived: Int64?
    private var awaited: [UInt8] = []

    init(broker: Broker) throws {
        publisher = try MQTTPublisher(
            MQTTConnectionConfiguration(endpoint: broker.endpoint, clientIdentifier: "probe", sessionExpirySeconds: 0),
            status: nil, random: SystemRandomNumberGenerator())
        orders = try MQTTSession(
            MQTTConnectionConfiguration(
                endpoint: broker.endpoint, clientIdentifier: "probe-orders", sessionExpirySeconds: 0),
            subscriptions: [try MQTTSubscription(filter: "tocsin/departments/water/orders")],
            random: SystemRandomNumberGenerator())
    }

    /// - Returns: nanoseconds of each.
    func measure(_ count: Int) throws -> [Int64] {
        var isSubscribed = false
        try run("the probe is connected") {
            while let event = orders.nextEvent() {
                if case .subscribed = event { isSubscribed = true }
            }
            return isSubscribed && publisher.isConnected
        }
        var durations: [Int64] = []
        for number in 0..<count {
            let station = BenchCity.probe(number)
            awaited = Array(#""\#(station)""#.utf8)
            arrived = nil
            let payload = Array(#"{"v":2,"u":"m"}"#.utf8)
            let began = MonotonicClock.nanoseconds()
            guard
                try publisher.publish(
                    token: UInt64(number), topic: "city/d000/probe/\(station)/probe", payload: payload) == .queued
            else { throw CrashFailure("A probe could not be published.") }
            try run("the order of \(station) arrives") { arrived != nil }
            durations.append((arrived ?? began) - began)
            // Spread over the batches of the others' readings.
            try pause(milliseconds: Int64(3 + number * 7 % 17))
        }
        return durations
    }

    private func pause(milliseconds: Int64) throws {
        let end = MonotonicClock.nanoseconds() + milliseconds * 1_000_000
        while MonotonicClock.nanoseconds() < end { turn(milliseconds: 1) }
    }

    private func run(_ what: String, until condition: () -> Bool) throws {
        try Patience.wait(until: what, seconds: 20, each: { turn(milliseconds: 20) }, condition)
    }

    private func turn(milliseconds: Int32) {
        let now = MonotonicClock.nanoseconds()
        publisher.advance(now: now)
        orders.advance(now: now)
        var waiting = [
            pollfd(fd: orders.pollDescriptor, events: orders.pollEvents, revents: 0),
            pollfd(fd: publisher.pollDescriptor, events: publisher.pollEvents, revents: 0),
        ]
        poll(&waiting, 2, milliseconds)
        let receipt = orders.receive(maximumCount: 100) { message in
            guard arrived == nil, message.payload.contains(awaited) else { return }
            arrived = MonotonicClock.nanoseconds()
        }
        if receipt.count > 0 { orders.acknowledge() }
        publisher.receive()
        while publisher.nextEvent() != nil {}
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func contains(_ bytes: [UInt8]) -> Bool {
        guard count >= bytes.count else { return false }
        return (0...count - bytes.count).contains {
            self[$0] == bytes[0] && self[$0..<$0 + bytes.count].elementsEqual(bytes)
        }
    }
}
