import BrokerSupport
import CrashHarness
import Foundation
import Glibc

/// From the publishing of a reading that raises an incident to the order's arrival at its department, while other readings
/// come at a steady pace.
struct Latency {
    let executable: String
    let rules: String
    let probes: Int
    let perSecond: Int
    let folder: String

    func run() throws {
        let broker = try Broker(
            ["allow_anonymous true", "max_inflight_messages 0", "max_queued_messages 0", "set_tcp_nodelay true"])
        defer { broker.remove() }
        let served = try ServedCity(executable: executable, folder: folder, broker: broker)
        defer { served.endAll() }
        try BenchCity.write(to: served.cityFolder, rules: rules, probes: probes)
        let disk = DiskSync.measure(folder: folder)
        try served.start()
        try waitUntilWatching(served)
        let load = SteadyLoad(broker: broker, perSecond: perSecond)
        try load.start()
        let before = served.cpuSeconds
        let began = MonotonicClock.nanoseconds()
        let durations = try ProbeClient(broker: broker).measure(probes)
        let seconds = Double(MonotonicClock.nanoseconds() - began) / 1e9
        let cpu = served.cpuSeconds - before
        let sent = load.stop()
        served.terminate()
        say(
            "latency: publish to order, \(probes) incidents at \(perSecond) readings/s: \(Quantiles(durations).text) "
                + "(targets 1 and 5 ms)")
        say("latency: fdatasync of 4 KiB on the same disk, idle: \(disk.text)")
        say(
            String(
                format: "latency: %d readings beside them in %.0f s; serve used %.0f %% of one processor", sent,
                seconds,
                cpu / seconds * 100))
        try Patience.wait(until: "the server ends", seconds: 30) { !served.isRunning }
    }

    private func waitUntilWatching(_ served: ServedCity) throws {
        try Patience.wait(until: "the server watches", seconds: 60) {
            guard served.isRunning else { throw CrashFailure("The server ended by itself.\n" + served.log) }
            return served.watchCount > 0
        }
    }
}
