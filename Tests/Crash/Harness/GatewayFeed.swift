import BrokerSupport
import Glibc
import MQTT

/// A gateway that sends readings at a steady pace at QoS 1, remembers which the broker confirmed, and sends again what a
/// broken connection left open. While the broker is away it falls behind, and makes up for it.
package final class GatewayFeed {
    package let source: ReadingSource
    package let publisher: MQTTPublisher
    /// Numbers below this have been handed to a connection, or are silent.
    package private(set) var next = 0
    package private(set) var confirmedCount = 0
    package private(set) var sentAgain = 0
    /// Whether the broker has confirmed the reading with this number.
    package private(set) var isConfirmed: [Bool] = []
    package private(set) var sentCount = 0
    private var again: [Int] = []
    private var isFeeding = true

    package init(_ source: ReadingSource, broker: Broker) throws {
        self.source = source
        publisher = try MQTTPublisher(
            MQTTConnectionConfiguration(
                endpoint: broker.endpoint, clientIdentifier: "crash-gateway", sessionExpirySeconds: 0,
                backoff: .init(firstMilliseconds: 20, longestMilliseconds: 200)),
            inFlightLimit: 1_000, status: nil, random: SystemRandomNumberGenerator())
    }

    /// Every reading that was due before the end has been confirmed.
    package var isComplete: Bool { !isFeeding && confirmedCount == sentCount && again.isEmpty }

    /// Nothing new is sent any more; what is open is.
    package func endFeeding() {
        isFeeding = false
    }

    package func turn(nowMicroseconds: Int64) throws {
        publisher.receive()
        while let event = publisher.nextEvent() {
            switch event {
            case .published(let token): confirm(Int(token))
            case .publishUncertain(let token): again.append(Int(token))
            case .publishRefused(_, let reason): throw CrashFailure("The broker refused a reading: \(reason).")
            default: break
            }
        }
        while let number = again.first {
            guard try send(number) else { return }
            again.removeFirst()
            sentAgain += 1
        }
        guard isFeeding else { return }
        let due = source.count(at: nowMicroseconds)
        while next < due {
            if source[next] == nil {
                isConfirmed.append(false)
            } else {
                guard try send(next) else { return }
                isConfirmed.append(false)
                sentCount += 1
            }
            next += 1
        }
    }

    private func send(_ number: Int) throws -> Bool {
        guard let reading = source[number] else { return true }
        return try publisher.publish(
            token: UInt64(number), topic: source.topic(reading.station), payload: reading.payload) == .queued
    }

    private func confirm(_ number: Int) {
        if isConfirmed[number] { return }
        isConfirmed[number] = true
        confirmedCount += 1
    }
}
