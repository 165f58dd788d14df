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
        let server = try BenchServer(executable: executable, rules: rules, probes: probes, folder: folder)
        defer { server.end() }
        let (broker, served) = (server.broker, server.served)
        let disk = DiskSync.measure(folder: folder)
        try server.start()
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
        let quarters = (0..<4).map { quarter in
            Quantiles(Array(durations[durations.count * quarter / 4..<durations.count * (quarter + 1) / 4]))
        }
        say(
            "latency: p50 of each quarter of them, as incidents stay open: "
                + quarters.map { String(format: "%.2f", $0(0.5)) }.joined(separator: ", ") + " ms")
        say("latency: fdatasync of 4 KiB on the same disk, idle: \(disk.text)")
        say(
            String(
                format: "latency: %d readings beside them in %.0f s; serve used %.0f %% of one processor", sent,
                seconds,
                cpu / seconds * 100))
        try Patience.wait(until: "the server ends", seconds: 30) { !served.isRunning }
    }
}
