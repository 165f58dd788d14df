import ArgumentParser
import Foundation

/// `make bench-live`: the shipped server on a real broker, in figures. Compare ratios and processor seconds of one run,
/// not figures of two machines.
@main
struct LiveBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live-benchmark", abstract: "Throughput and latency of the shipped server on a real broker.")

    @Option(help: "The tocsin binary (default: beside this one).") var tocsin: String?
    @Option(help: "Folder with mq.c and mosq.conf; without it the throughput is not compared.") var peers =
        "../shared/bench"
    @Option(help: "The rules that run.") var rules = "Tests/Benchmarks/workload/rules.yaml"
    @Option(help: "Messages of one throughput run.") var messages = 300_000
    @Option(help: "How often the two alternate.") var rounds = 3
    @Option(help: "Incidents whose latency is taken.") var probes = 1_000
    @Option(help: "Readings a second beside them.") var rate = 5_000
    @Option(help: "Instead of all that: so many stations that nobody registered.") var strangers: Int?
    @Option(help: "Instead of all that: so many alarms in a minute, while somebody asks at the socket.") var flood: Int?
    @Option(help: "How long the flood lasts, seconds.") var floodSeconds = 60
    @Flag(help: "Leave the throughput out.") var latencyOnly = false
    @Flag(help: "Leave the latency out.") var throughputOnly = false

    func run() throws {
        let executable = tocsin ?? Bundle.main.bundleURL.appendingPathComponent("tocsin").path
        let folder = NSTemporaryDirectory() + "tocsin-live-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rulesText = try String(contentsOfFile: rules, encoding: .utf8)
        if let strangers {
            return try Strangers(
                executable: executable, rules: rulesText, count: strangers, folder: folder + "/strangers"
            ).run()
        }
        if let flood {
            return try Flood(
                executable: executable, rules: rulesText, alarms: flood, seconds: floodSeconds,
                folder: folder + "/flood"
            ).run()
        }
        if !latencyOnly {
            let comparison = Throughput(
                executable: executable, peers: peers, rules: rulesText, messages: messages, rounds: rounds,
                folder: folder + "/throughput")
            if comparison.isPossible { try comparison.run() }
        }
        if !throughputOnly {
            try Latency(
                executable: executable, rules: rulesText, probes: probes, perSecond: rate, folder: folder + "/latency"
            ).run()
        }
    }
}

/// Unbuffered, so that whoever watches through a pipe sees it too.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}
