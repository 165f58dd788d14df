import BrokerSupport
import Foundation
import MQTT
import Testing

@Suite(.serialized, .enabled(if: Broker.isAvailable())) struct ThroughputTests {
    /// Prints figures; asserts only that everything came once. Compare on a quiet machine and a release build:
    /// mosquitto 2.0.11 with a trivial C subscriber does about 37,000/s at QoS 1.
    @Test func everythingComesOnceAtFullSpeed() throws {
        let count = ProcessInfo.processInfo.environment["TOCSIN_MQTT_MESSAGES"].flatMap(Int.init) ?? 20_000
        let broker = try Broker(
            Broker.openConfiguration.map { $0 == "persistence true" ? "persistence false" : $0 })
        defer { broker.remove() }
        let driver = try Sessions.intake(broker)
        try #require(driver.connect())
        let session = driver.session
        startPublishing(count, to: broker)

        var seen = 0
        var bytes = 0
        var turns = 0
        var begin: Int64 = 0
        var processorBegin: Int64 = 0
        let giveUp = MonotonicClock.nanoseconds() + 120_000_000_000
        while seen < count, MonotonicClock.nanoseconds() < giveUp {
            var waiting = pollfd(fd: session.pollDescriptor, events: session.pollEvents, revents: 0)
            poll(&waiting, 1, 100)
            if begin == 0 {
                begin = MonotonicClock.nanoseconds()
                processorBegin = threadNanoseconds()
            }
            session.advance(now: MonotonicClock.nanoseconds())
            let receipt = session.receive(maximumCount: 1_000) { message in bytes += message.payload.count }
            seen += receipt.count
            turns += 1
            session.acknowledge()
        }
        let seconds = Double(MonotonicClock.nanoseconds() - begin) / 1e9
        let processorSeconds = Double(threadNanoseconds() - processorBegin) / 1e9
        print(
            "MQTT intake: \(seen) messages, \(Int(Double(seen) / seconds))/s, "
                + "\((processorSeconds / Double(seen) * 1e7).rounded() / 10) µs of processor each, "
                + "\(seen / max(1, turns)) a turn")
        #expect(seen == count)
        #expect(bytes == count * 114)
    }

    /// On a thread of its own, as another process would.
    private func startPublishing(_ count: Int, to broker: Broker) {
        let endpoint = broker.endpoint
        Thread {
            do {
                let test = TestPublisher(
                    try MQTTPublisher(
                        MQTTConnectionConfiguration(
                            endpoint: endpoint, clientIdentifier: "load", sessionExpirySeconds: 0),
                        inFlightLimit: 100, status: nil, random: SystemRandomNumberGenerator()))
                try test.waitUntilConnected()
                let payload = [UInt8](repeating: UInt8(ascii: "x"), count: 114)
                try test.publish((0..<count).lazy.map { ("city/d\($0 % 100)/water/s\($0 % 10_000)/level", payload) })
            } catch {
                print("The publisher of the load failed: \(error)")
            }
        }.start()
    }

    private func threadNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
