import Glibc
import MQTT

/// A publisher for tests that blocks until the broker has confirmed what was sent.
package final class TestPublisher {
    package enum Failure: Error {
        case timeout(unconfirmed: Int)
        case refused(MQTTReason)
    }

    package let publisher: MQTTPublisher
    package private(set) var events: [MQTTEvent] = []
    private var nextToken: UInt64 = 0
    private var confirmedCount = 0

    /// Connects to a broker; waits for the CONNACK.
    package convenience init(
        _ broker: Broker, clientIdentifier: String, credentials: MQTTCredentials? = nil, inFlightLimit: Int = 1_000
    ) throws {
        let configuration = MQTTConnectionConfiguration(
            endpoint: broker.endpoint, clientIdentifier: clientIdentifier, credentials: credentials,
            sessionExpirySeconds: 0, backoff: .init(firstMilliseconds: 20, longestMilliseconds: 200))
        try self.init(
            MQTTPublisher(
                configuration, inFlightLimit: inFlightLimit, status: nil, random: SystemRandomNumberGenerator()))
        try waitUntilConnected()
    }

    package init(_ publisher: MQTTPublisher) {
        self.publisher = publisher
    }

    package func waitUntilConnected(seconds: Int = 20) throws {
        try run(seconds: seconds) { $0.publisher.isConnected }
    }

    /// Sends the messages and waits for every PUBACK.
    package func publish(_ messages: some Sequence<(topic: String, payload: [UInt8])>, retained: Bool = false) throws {
        let target = confirmedCount
        var sent = 0
        for message in messages {
            while try publisher.publish(
                token: nextToken, topic: message.topic, payload: message.payload, retained: retained) != .queued
            {
                turn()
                try throwIfRefused()
            }
            nextToken += 1
            sent += 1
        }
        try run { $0.confirmedCount >= target + sent }
    }

    package func publish(_ topic: String, _ payload: String, retained: Bool = false) throws {
        try publish([(topic: topic, payload: Array(payload.utf8))], retained: retained)
    }

    /// One turn of the poll loop.
    package func turn(milliseconds: Int32 = 20) {
        publisher.advance(now: MonotonicClock.nanoseconds())
        var waiting = pollfd(fd: publisher.pollDescriptor, events: publisher.pollEvents, revents: 0)
        poll(&waiting, 1, milliseconds)
        publisher.advance(now: MonotonicClock.nanoseconds())
        publisher.receive()
        while let event = publisher.nextEvent() {
            if case .published = event { confirmedCount += 1 }
            events.append(event)
        }
    }

    package func run(seconds: Int = 30, until condition: (TestPublisher) -> Bool) throws {
        let end = MonotonicClock.nanoseconds() + Int64(seconds) * 1_000_000_000
        while !condition(self) {
            guard MonotonicClock.nanoseconds() < end else {
                throw Failure.timeout(unconfirmed: publisher.inFlightCount)
            }
            turn()
            try throwIfRefused()
        }
    }

    private func throwIfRefused() throws {
        for case .publishRefused(_, let reason) in events { throw Failure.refused(reason) }
    }
}
