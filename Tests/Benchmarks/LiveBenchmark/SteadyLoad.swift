import BrokerSupport
import Foundation
import Glibc
import MQTT
import Synchronization

/// A gateway on a thread of its own that sends readings of 1,000 stations at a steady pace at QoS 1.
final class SteadyLoad: Sendable {
    private let endpoint: MQTTEndpoint
    private let perSecond: Int
    private let isStopped = Atomic(false)
    private let sent = Atomic(0)
    private let ended = DispatchSemaphore(value: 0)

    init(broker: Broker, perSecond: Int) {
        endpoint = broker.endpoint
        self.perSecond = perSecond
    }

    func start() throws {
        let thread = Thread { [self] in
            do { try publish() } catch { say("the load ended: \(error)") }
            ended.signal()
        }
        thread.start()
    }

    /// - Returns: how many were sent.
    func stop() -> Int {
        isStopped.store(true, ordering: .relaxed)
        ended.wait()
        return sent.load(ordering: .relaxed)
    }

    private func publish() throws {
        let publisher = try MQTTPublisher(
            MQTTConnectionConfiguration(endpoint: endpoint, clientIdentifier: "load", sessionExpirySeconds: 0),
            inFlightLimit: 5_000, status: nil, random: SystemRandomNumberGenerator())
        var began: Int64?
        var number = 0
        while !isStopped.load(ordering: .relaxed) {
            let now = MonotonicClock.nanoseconds()
            publisher.advance(now: now)
            if publisher.isConnected {
                let start = began ?? now
                began = start
                let due = Int(Double(now - start) / 1e9 * Double(perSecond))
                let wall = WallClock.milliseconds()
                while number < due {
                    let station = number % 1_000
                    let payload = Array(
                        #"{"t":\#(wall / 1_000).\#(String(wall % 1_000 + 1_000).dropFirst()),"v":1.\#(station),"u":"m"}"#
                            .utf8)
                    let topic = "city/d\(station / 100)/water/s\(station)/level"
                    guard try publisher.publish(token: UInt64(number), topic: topic, payload: payload) == .queued else {
                        break
                    }
                    number += 1
                }
            }
            var waiting = pollfd(fd: publisher.pollDescriptor, events: publisher.pollEvents, revents: 0)
            poll(&waiting, 1, 1)
            publisher.receive()
            while publisher.nextEvent() != nil {}
        }
        sent.store(number, ordering: .relaxed)
    }
}

enum WallClock {
    /// Milliseconds since 1970.
    static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
