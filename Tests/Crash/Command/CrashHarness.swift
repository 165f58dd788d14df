import ArgumentParser
import CrashHarness
import Foundation

/// `make crash`: the long form of the crash test, on the release build.
@main
struct CrashHarnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash-harness",
        abstract: "Kills the shipped server under load and looks whether anything was lost.",
        discussion:
            "Exit code 0: nothing lost. 1: something was. The seed is printed; with --seed the moments come again.")

    @Option(help: "The tocsin binary (default: beside this one).") var tocsin: String?
    @Option(help: "Seed of the moments (default: random).") var seed: UInt64?
    @Option(help: "How often the server is killed.") var kills = 100
    @Option(help: "How many of the kills fall within 300 ms of a start.") var early = 20
    @Option(help: "At how many of them the broker is stopped (SIGTERM).") var brokerStops = 10
    @Option(help: "Readings a second.") var rate = 5_000
    @Flag(help: "Keep the data folder and say where it is.") var keep = false

    func run() throws {
        let seed = seed ?? UInt64.random(in: 0..<1_000_000)
        let executable = tocsin ?? Bundle.main.bundleURL.appendingPathComponent("tocsin").path
        let folder = NSTemporaryDirectory() + "tocsin-crash-\(UUID().uuidString)"
        defer {
            if keep { say("kept: \(folder)") } else { try? FileManager.default.removeItem(atPath: folder) }
        }
        say("seed \(seed), \(rate) readings a second")
        let plan = CrashPlan(seed: seed, kills: kills, early: early, brokerStops: brokerStops)
        var run = CrashRun(executable: executable, plan: plan, readingsPerSecond: rate, folder: folder + "/server")
        run.say = say
        let report = try run.run()
        say(report.text)
        let broker = try BrokerKillRun(
            executable: executable, seed: seed, readingsPerSecond: rate, folder: folder + "/broker"
        ).run()
        say(broker.text)
        if !report.problems.isEmpty || !broker.problems.isEmpty { throw ExitCode(1) }
    }

    /// Unbuffered, so that whoever watches through a pipe sees it too.
    private func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
