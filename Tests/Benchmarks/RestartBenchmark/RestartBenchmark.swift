import ArgumentParser
import CommandLog
import Foundation
import Operations
import Store
import Telemetry

/// How long a start takes after a day of readings: the newest snapshot and the journal's tail, in a process of its own, with a
/// state equal to that before.
@main
struct RestartBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "RestartBenchmark", subcommands: [Fill.self, Restart.self], defaultSubcommand: Restart.self)

    struct Fill: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Fills a data folder and leaves it as a kill would.")
        @Argument(help: "The data folder, which must not exist.") var folder: String
        @Option(help: "Stations.") var stations = 10_000
        @Option(help: "Readings of each, one a minute.") var readings = 1_440
        @Flag(help: "A rule with a window of a day for every station.") var day = false

        func run() throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let began = RestartClock.seconds()
            let fill = try RestartFill(folder: folder, stations: stations, hasDay: day)
            try fill.fill(minutes: readings)
            let seconds = RestartClock.seconds() - began
            print("filled: \(fill.readings) readings, \(fill.logEntries) log entries, \(rounded(seconds)) s")
            print(
                "snapshots: \(fill.snapshots), the last of \(fill.snapshotBytes) bytes, \(rounded(fill.snapshotSeconds)) s together, "
                    + "\(rounded(fill.longestSnapshotSeconds)) s at the most")
            try LogHash.of(fill.snapshot).hex.write(toFile: folder + "/state", atomically: true, encoding: .utf8)
            fill.close()
        }
    }

    struct Restart: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Starts from a filled folder and compares the state.")
        @Argument(help: "The data folder.") var folder: String

        func run() throws {
            let wanted = try String(contentsOfFile: folder + "/state", encoding: .utf8)
            let began = RestartClock.seconds()
            var options = StoreOptions()
            options.ballastBytes = 0
            let store = try Store.open(
                folder: folder, newToken: "restart", at: Timestamp(nanoseconds: 0), options: options)
            defer { store.close() }
            let opened = RestartClock.seconds()
            let result = try Recovery.recover(store)
            let seconds = RestartClock.seconds() - began
            var writer = ByteWriter()
            result.fold.encodeSnapshot(into: &writer)
            let isEqual = LogHash.of(writer.bytes).hex == wanted
            print(
                "restart: \(rounded(seconds)) s (store opened after \(rounded(opened - began)) s), \(result.replayed) inputs after the snapshot, "
                    + "\(result.fold.counters.readings) readings, state \(isEqual ? "equal" : "DIFFERENT")")
            if !isEqual { throw ExitCode.failure }
        }
    }
}

private func rounded(_ seconds: Double) -> String { String(format: "%.2f", seconds) }
