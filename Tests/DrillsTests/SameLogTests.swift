import BenchmarkCity
import Drills
import Foundation
import Operations
import TestSupport
import Testing

/// A recording gives one log: at whatever speed, in whatever batches, in whatever process. The small form of
/// `make show-drill`: late messages, messages that come twice, gauges that fall silent, alarms that come and go.
@Suite struct SameLogTests {
    private let folder: TemporaryFolder
    private let city: LoadedCity
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        city = try LoadedCity(bundle: GaugeCity.bundle(stations: 200))
        path = folder.path + "/day.tocsin.jsonl.zst"
        let seed = UInt64.random(in: 0..<1_000_000)
        print("day of gauges, seed \(seed)")
        try GaugeDay(stations: 200, minutes: 120, seed: seed).write(to: path)
    }

    private func run(
        _ speed: DrillRun.Speed = .max, batch: Int = 10_000, data: String? = nil
    ) throws -> DrillReport {
        var run = DrillRun(recordingPath: path, city: city, dataFolder: data, speed: speed)
        run.batchInputs = batch
        return try run.run(pause: { _ in }) { _, _ in }
    }

    @Test func speedBatchingAndProcessDoNotShow() throws {
        let wanted = try run()
        #expect(wanted.counters.readings > 23_000)
        #expect(wanted.counters.late > 0)
        #expect(wanted.counters.duplicates > 0)
        #expect(wanted.alarms.count > 2)
        for batch in [1, 7, 1_000] { #expect(try run(batch: batch).logHead == wanted.logHead, "batches of \(batch)") }
        #expect(try run(.factor(100_000)).logHead == wanted.logHead)
        #expect(try run(.step).logHead == wanted.logHead)
        // With a row for every reading, where late ones are looked up in the table.
        #expect(try run(data: folder.path + "/kept").logHead == wanted.logHead)
        for file in city.bundle.files {
            let target = folder.path + "/city/" + file.path
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: target).deletingLastPathComponent(), withIntermediateDirectories: true)
            try file.text.write(toFile: target, atomically: true, encoding: .utf8)
        }
        for _ in 0..<2 {
            let other = try CommandRun(["drill", "run", path, "--quiet", "--json"], city: folder.path + "/city")
            #expect(other.status == 0)
            #expect(other.json["log_head"].text == wanted.logHead)
        }
    }

    /// Both sides of a comparison get every line, and each its own rules.
    @Test func twoRunsShareWhatIsRead() throws {
        let alone = try run()
        let other = try LoadedCity(bundle: GaugeCity.bundle(stations: 200, warning: "3.2"))
        let result = try ComparisonRun(recordingPath: path, first: .city(city), second: .city(other)).run()
        #expect(result.lines == alone.lines)
        #expect(result.comparison.firstAlarmCount == alone.alarms.count)
        // Payloads are read once for both, and each has the log that it has alone.
        #expect(result.firstLogHead == alone.logHead)
        var run = DrillRun(recordingPath: path, city: other)
        run.batchInputs = 333
        let second = try run.run { _, _ in }
        #expect(result.comparison.secondAlarmCount == second.alarms.count)
        #expect(result.secondLogHead == second.logHead && second.logHead != alone.logHead)
        #expect(!result.comparison.isEmpty)
    }
}
