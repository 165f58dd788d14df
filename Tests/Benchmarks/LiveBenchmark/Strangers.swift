import BrokerSupport
import CrashHarness
import Foundation
import Store

/// Stations that nobody registered, more than a city may have: what is beyond the limit is quarantined and counted, and the
/// server stays within its memory and goes on.
struct Strangers {
    let executable: String
    let rules: String
    let count: Int
    let folder: String

    func run() throws {
        let server = try BenchServer(executable: executable, rules: rules, probes: 1, folder: folder)
        defer { server.end() }
        let (broker, served) = (server.broker, server.served)
        try server.start()
        let before = served.residentMebibytes
        let began = MonotonicClock.nanoseconds()
        _ = try Gateway(broker: broker, count: count).send { number in
            ("city/d\(number % 100)/water/stranger-\(number)/level", Array("{\"v\":0.5,\"u\":\"m\"}".utf8))
        }
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
}
