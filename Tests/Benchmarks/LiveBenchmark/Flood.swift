import BrokerSupport
import CrashHarness
import Foundation
import Glibc
import MQTT
import Simulators
import Store

/// An alarm flood: thousands of incidents within a minute, and somebody at the socket all along who looks and acknowledges.
struct Flood {
    let executable: String
    let rules: String
    let alarms: Int
    let seconds: Int
    let folder: String

    /// What the p99 of every question must stay below; milliseconds.
    private static let limit = 50.0

    func run() throws {
        let broker = try Broker(
            ["allow_anonymous true", "max_inflight_messages 0", "max_queued_messages 0", "set_tcp_nodelay true"])
        defer { broker.remove() }
        let served = try ServedCity(executable: executable, folder: folder, broker: broker)
        defer { served.endAll() }
        try BenchCity.write(to: served.cityFolder, rules: rules, probes: alarms)
        try served.start()
        try Patience.wait(until: "the server watches", seconds: 120) {
            guard served.isRunning else { throw CrashFailure("The server ended by itself.\n" + served.log) }
            return served.watchCount > 0
        }
        let desk = FloodDesk(socket: LocalSocket(path: served.dataFolder + "/tocsin.sock"))
        desk.start()
        let load = FloodLoad(broker: broker, alarms: alarms, seconds: seconds)
        let before = served.cpuSeconds
        let took = try load.run()
        let reader = try StoreReader.open(folder: served.dataFolder)
        try Patience.wait(until: "every alarm is an incident", seconds: 120) {
            try reader.status().incidents >= alarms
        }
        let asked = desk.stop()
        say(
            String(
                format:
                    "flood: %d alarms in %.0f s, each an incident with an order; serve used %.0f %% of one processor, "
                    + "%d MiB", alarms, took, (served.cpuSeconds - before) / took * 100, served.residentMebibytes))
        for (question, durations) in asked.sorted(by: { $0.key < $1.key }) {
            let quantiles = Quantiles(durations)
            say(
                "flood: \(question), \(durations.count) times: \(quantiles.text) "
                    + (quantiles(0.99) < Flood.limit
                        ? "(p99 below \(Flood.limit) ms)" : "(p99 NOT below \(Flood.limit) ms)"))
        }
        served.terminate()
        try Patience.wait(until: "the server ends", seconds: 120) { !served.isRunning }
    }
}
