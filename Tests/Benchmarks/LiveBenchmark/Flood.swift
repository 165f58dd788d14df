import BrokerSupport
import CrashHarness
import Foundation
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
        let server = try BenchServer(executable: executable, rules: rules, probes: alarms, folder: folder)
        defer { server.end() }
        let (broker, served) = (server.broker, server.served)
        try server.start()
        let desk = FloodDesk(socket: LocalSocket(path: served.dataFolder + "/tocsin.sock"))
        desk.start()
        let before = served.cpuSeconds
        let gateway = Gateway(broker: broker, count: alarms, perSecond: Double(alarms) / Double(seconds))
        let took = try gateway.send { number in
            let probe = BenchCity.probe(number)
            return ("city/d000/probe/\(probe)/probe", Array(#"{"v":2,"u":"m"}"#.utf8))
        }
        let reader = try StoreReader.open(folder: served.dataFolder)
        try Patience.wait(until: "every alarm is an incident", seconds: 120) {
            try reader.status().incidentsOpen >= alarms
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
