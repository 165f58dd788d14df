import BrokerSupport
import CrashHarness
import Foundation
import Glibc
import MQTT
import Store

/// Stations that nobody registered, more than a city may have: what is beyond the limit is quarantined and counted, and the
/// server stays within its memory and goes on.
struct Strangers {
    let executable: String
    let rules: String
    let count: Int
    let folder: String

    func run() throws {
        let broker = try Broker(
            ["allow_anonymous true", "max_inflight_messages 0", "max_queued_messages 0", "set_tcp_nodelay true"])
        defer { broker.remove() }
        let served = try ServedCity(executable: executable, folder: folder, broker: broker)
        defer { served.endAll() }
        try BenchCity.write(to: served.cityFolder, rules: rules, probes: 1)
        try served.start()
        try Patience.wait(until: "the server watches", seconds: 60) { served.watchCount > 0 }
        let before = served.residentMebibytes
        let began = MonotonicClock.nanoseconds()
        try publish(broker)
        let reader = try StoreReader.open(folder: served.dataFolder)
        try Patience.wait(until: "everything is taken", seconds: 600) {
            guard served.isRunning else { throw CrashFailure("The server ended by itself.\n" + served.log) }
            return try reader.status().cursor.counters.messages >= Int64(count)
        }
        let seconds = Double(MonotonicClock.nanoseconds() - began) / 1e9
        let status = try reader.status()
        say(
            String(
                format: "strangers: %d stations sent in %.0f s: %d series, %d quarantined, %d kept of them", count,
                seconds,
                status.series, status.cursor.counters.quarantined, status.quarantineKept))
        say(
            String(
                format: "strangers: memory %d MiB before, %d MiB after, %d MiB at the most; database %d MiB", before,
                served.residentMebibytes, served.peakMebibytes, status.databaseBytes >> 20))
        // It still raises.
        let durations = try ProbeClient(broker: broker).measure(1)
        say("strangers: and an alarm afterwards is an order after \(Quantiles(durations).text)")
        served.terminate()
        try Patience.wait(until: "the server ends", seconds: 120) { !served.isRunning }
        try served.start()
        let restarted = MonotonicClock.nanoseconds()
        let watched = served.watchCount
        try Patience.wait(until: "the server watches again", seconds: 120) { served.watchCount > watched }
        say(
            String(
                format: "strangers: watching again %.1f s after its start, with %d MiB",
                Double(MonotonicClock.nanoseconds() - restarted) / 1e9, served.residentMebibytes))
        served.terminate()
        try Patience.wait(until: "the server ends", seconds: 120) { !served.isRunning }
    }

    private func publish(_ broker: Broker) throws {
        let publisher = try MQTTPublisher(
            MQTTConnectionConfiguration(
                endpoint: broker.endpoint, clientIdentifier: "strangers", sessionExpirySeconds: 0),
            inFlightLimit: 5_000, status: nil, random: SystemRandomNumberGenerator())
        var sent = 0
        var confirmed = 0
        while confirmed < count {
            publisher.advance(now: MonotonicClock.nanoseconds())
            while publisher.isConnected, sent < count {
                let topic = "city/d\(sent % 100)/water/stranger-\(sent)/level"
                let payload = Array("{\"v\":0.5,\"u\":\"m\"}".utf8)
                guard try publisher.publish(token: UInt64(sent), topic: topic, payload: payload) == .queued else {
                    break
                }
                sent += 1
            }
            var waiting = pollfd(fd: publisher.pollDescriptor, events: publisher.pollEvents, revents: 0)
            poll(&waiting, 1, 10)
            publisher.receive()
            while let event = publisher.nextEvent() {
                if case .published = event { confirmed += 1 }
            }
        }
    }
}
