import Foundation
import MQTT
import Simulators
import Telemetry

/// Hands the evening's messages to the gateways when their time has come, and counts what the broker confirms.
struct CityFeeder {
    /// Numbers of the whole run. `readings` counts what is new; repeats, events and the unreadable are apart.
    struct Counts: Codable {
        var messagesSent = 0
        var messagesConfirmed = 0
        var readingsSent = 0
        var readingsConfirmed = 0
        var eventsConfirmed = 0
        var repeatedConfirmed = 0
        var unreadableConfirmed = 0
        var sentAgain = 0
        var seconds = 0.0

        enum CodingKeys: String, CodingKey {
            case messagesSent = "messages_sent"
            case messagesConfirmed = "messages_confirmed"
            case readingsSent = "readings_sent"
            case readingsConfirmed = "readings_confirmed"
            case eventsConfirmed = "events_confirmed"
            case repeatedConfirmed = "repeated_confirmed"
            case unreadableConfirmed = "unreadable_confirmed"
            case sentAgain = "sent_again"
            case seconds
        }

        func json() throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// How long PUBACKs are awaited after the last message.
    static let drainNanoseconds: Int64 = 30_000_000_000

    let messages: [SimulatedMessage]
    private let gateways: [String: MQTTPublisher]
    /// Each connection once, in a fixed order.
    private let publishers: [MQTTPublisher]
    private(set) var counts = Counts()
    private var next = 0
    /// Indices of messages whose connection broke before the PUBACK.
    private var again: [Int] = []
    private var waiting: Set<Int> = []

    init(messages: [SimulatedMessage], gateways: [String: MQTTPublisher]) {
        self.messages = messages
        self.gateways = gateways
        var seen: Set<ObjectIdentifier> = []
        self.publishers = gateways.sorted { $0.key < $1.key }.map(\.value).filter {
            seen.insert(ObjectIdentifier($0)).inserted
        }
    }

    /// Everything was sent and confirmed.
    var isComplete: Bool { next == messages.count && again.isEmpty && waiting.isEmpty }

    mutating func run(clock: ExerciseClock) throws {
        let began = monotonicNanoseconds()
        var lastSent = began
        while !isComplete, !Interruption.isRequested {
            let now = monotonicNanoseconds()
            for publisher in publishers {
                publisher.advance(now: now)
                publisher.receive()
                takeEvents(of: publisher)
            }
            if try send(at: clock.now()) { lastSent = now }
            if next == messages.count, now - lastSent > CityFeeder.drainNanoseconds { break }
            let wait = next < messages.count ? clock.milliseconds(until: messages[next].time) : 50
            PollLoop.wait(
                for: publishers.map { ($0.pollDescriptor, $0.pollEvents) }, milliseconds: max(1, min(wait, 50)))
        }
        counts.seconds = Double(monotonicNanoseconds() - began) / 1e9
        for publisher in publishers { publisher.finish(now: monotonicNanoseconds()) }
    }

    /// - Returns: true if anything was handed to a connection.
    private mutating func send(at time: Timestamp) throws -> Bool {
        var sent = false
        while let index = again.first {
            guard try publish(index) else { return sent }
            again.removeFirst()
            counts.sentAgain += 1
            sent = true
        }
        while next < messages.count, messages[next].time <= time {
            guard try publish(next) else { return sent }
            counts.messagesSent += 1
            if case .readings(let count) = messages[next].content { counts.readingsSent += count }
            next += 1
            sent = true
        }
        return sent
    }

    /// - Returns: false if the gateway can't take it now.
    private mutating func publish(_ index: Int) throws -> Bool {
        let message = messages[index]
        guard let publisher = gateways[message.gateway] else { return true }
        switch try publisher.publish(token: UInt64(index), topic: message.topic, payload: message.payload) {
        case .queued:
            waiting.insert(index)
            return true
        case .full, .notConnected:
            return false
        }
    }

    private mutating func takeEvents(of publisher: MQTTPublisher) {
        while let event = publisher.nextEvent() {
            switch event {
            case .published(let token):
                confirm(Int(token))
            case .publishUncertain(let token):
                waiting.remove(Int(token))
                again.append(Int(token))
            case .publishRefused(let token, let reason):
                waiting.remove(Int(token))
                Notice.write("The broker refused \(messages[Int(token)].topic): \(reason).")
            case .connectFailed(let reason, _, _):
                Notice.write("A gateway can't reach the broker: \(reason).")
            case .lost(let reason, _):
                Notice.write("A gateway lost the broker: \(reason).")
            case .takenOver, .takeOverSuspected:
                Notice.write("Another client uses a gateway's id.")
            case .connected, .subscribed, .subscriptionRefused, .brokerDropped, .brokerUptime, .brokerGoodbye,
                .statusRefused,
                .finished:
                break
            }
        }
    }

    private mutating func confirm(_ index: Int) {
        guard waiting.remove(index) != nil else { return }
        counts.messagesConfirmed += 1
        switch messages[index].content {
        case .readings(let count): counts.readingsConfirmed += count
        case .repeated(let count): counts.repeatedConfirmed += count
        case .event: counts.eventsConfirmed += 1
        case .unreadable: counts.unreadableConfirmed += 1
        }
    }
}
