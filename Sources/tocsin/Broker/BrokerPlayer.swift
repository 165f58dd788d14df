import Drills
import Glibc
import LiveServer
import MQTT
import Recordings
import Telemetry

/// Plays a recording's messages into a broker, as their sensors sent them: topic, payload, quality, retain flag and
/// properties.
struct BrokerPlayer {
    /// What became of them.
    struct Counts {
        var messages = 0
        var confirmed = 0
        var refused = 0
        /// Lines that are no messages, and messages whose topic is not UTF-8.
        var leftOut = 0
        /// Messages that say no time of their own that could be moved; counted only where times are moved.
        var unmovedTimes = 0
        /// Ended by a person before the recording was over.
        var wasStopped = false
    }

    private let publisher: MQTTPublisher
    private let endpoint: MQTTEndpoint
    private let speed: DrillRun.Speed
    private let movesTimes: Bool
    private let clock: ClockReadings
    private(set) var counts = Counts()
    private var firstRefusal: MQTTReason?

    /// How long confirmations are awaited after the last message.
    private static let drainNanoseconds: Int64 = 30_000_000_000

    /// - Parameter movesTimes: devices' own times keep their distance, at this speed, from the moment of being sent.
    init(
        publisher: MQTTPublisher, endpoint: MQTTEndpoint, speed: DrillRun.Speed, movesTimes: Bool, clock: ClockReadings
    ) {
        self.publisher = publisher
        self.endpoint = endpoint
        self.speed = speed
        self.movesTimes = movesTimes
        self.clock = clock
    }

    /// - Throws: `CommandFailure` where the broker can't be used; `RecordingFailure`.
    mutating func run(_ stream: inout RecordingStream, isStopped: () -> Bool) throws {
        while !publisher.isConnected {
            if isStopped() { return stopped() }
            try turn(milliseconds: 50)
        }
        var begin: (recorded: Timestamp, nanoseconds: Int64)?
        while let item = try stream.next() as RecordedItem? {
            guard case .message(let message) = item.line else {
                if case .end = item.line { continue }
                counts.leftOut += 1
                continue
            }
            let known = begin ?? (item.at, clock.bootNanoseconds())
            begin = known
            try wait(until: due(item.at, since: known), isStopped)
            if isStopped() { return stopped() }
            try publish(message, recordedAt: item.at)
        }
        try drain()
        publisher.finish(now: clock.bootNanoseconds())
        if let firstRefusal, counts.confirmed == 0 { throw CommandFailure.broker(endpoint, "\(firstRefusal)") }
    }

    private mutating func drain() throws {
        let end = clock.bootNanoseconds() + BrokerPlayer.drainNanoseconds
        while publisher.inFlightCount > 0, clock.bootNanoseconds() < end { try turn(milliseconds: 50) }
    }

    private mutating func stopped() {
        counts.wasStopped = true
        publisher.finish(now: clock.bootNanoseconds())
    }

    /// Boot time at which a message is due.
    private func due(_ at: Timestamp, since begin: (recorded: Timestamp, nanoseconds: Int64)) -> Int64 {
        switch speed {
        case .max: return begin.nanoseconds
        case .step: return begin.nanoseconds
        case .factor(let factor):
            let distance = Double((at - begin.recorded).nanoseconds) / factor
            return begin.nanoseconds + Int64(max(0, min(distance, 9e18)))
        }
    }

    private mutating func wait(until due: Int64, _ isStopped: () -> Bool) throws {
        while true {
            let left = due - clock.bootNanoseconds()
            if left <= 0 || isStopped() { return }
            try turn(milliseconds: Int32(clamping: max(1, min(left / 1_000_000, 100))))
        }
    }

    private mutating func publish(_ message: RecordedMessage, recordedAt: Timestamp) throws {
        guard let topic = String(validating: message.topic, as: UTF8.self) else {
            counts.leftOut += 1
            return
        }
        var payload = message.payload
        if movesTimes {
            let now = Timestamp(nanoseconds: clock.wallNanoseconds())
            // How old it was when it arrived, at the speed of the playing.
            let factor = if case .factor(let factor) = speed { factor } else { 1.0 }
            let moved = message.payload { time in
                now - Interval(nanoseconds: Int64(Double((recordedAt - time).nanoseconds) / factor))
            }
            if let moved {
                payload = moved
            } else {
                counts.unmovedTimes += 1
            }
        }
        let properties = message.properties.map { MQTTProperties(recorded: $0) } ?? MQTTProperties()
        while true {
            let acceptance = try publisher.publish(
                token: UInt64(counts.messages), topic: topic, payload: payload, quality: message.qos,
                retained: message.retained, properties: properties)
            switch acceptance {
            case .queued:
                counts.messages += 1
                // Its handshake takes longer than the next one's: without waiting the order would change.
                if message.qos == 2 { try drain() }
                return
            case .full: try turn(milliseconds: 50)
            case .notConnected: throw CommandFailure.broker(endpoint, "the connection was lost")
            }
        }
    }

    private mutating func turn(milliseconds: Int32) throws {
        publisher.advance(now: clock.bootNanoseconds())
        var waiting = pollfd(fd: publisher.pollDescriptor, events: publisher.pollEvents, revents: 0)
        _ = poll(&waiting, 1, milliseconds)
        publisher.advance(now: clock.bootNanoseconds())
        publisher.receive()
        while let event = publisher.nextEvent() {
            switch event {
            case .published: counts.confirmed += 1
            case .publishRefused(_, let reason):
                counts.refused += 1
                if firstRefusal == nil { firstRefusal = reason }
            case .connectFailed(let reason, _, _), .lost(let reason, _):
                throw CommandFailure.broker(endpoint, "\(reason)")
            case .takenOver: throw CommandFailure.broker(endpoint, "another client has taken our id")
            case .publishUncertain, .connected, .takeOverSuspected, .subscribed, .subscriptionRefused, .brokerDropped,
                .brokerUptime, .brokerGoodbye, .statusRefused, .finished:
                break
            }
        }
    }
}
