import CommandLog
import Configuration
import Drills
import Foundation
import IncidentCommand
import Operations
import Recordings
import Store
import Telemetry
import TestSupport
import Testing

/// A run is exported and lived through again.
@Suite struct RecordedRunTests {
    private let folder: TemporaryFolder
    private let city: LoadedCity

    init() throws {
        folder = try TemporaryFolder()
        city = try LoadedCity(bundle: TestCity.rivers)
    }

    private func flood(_ name: String) throws -> String {
        let path = folder.path + "/" + name
        let start = Timestamp(seconds: 1_780_272_000)
        let writer = try RecordingWriter(
            path: path, header: RecordingHeader(title: Bilingual("flood"), start: start, source: "simulator"))
        for minute in 0..<60 {
            let at = start + Interval(seconds: Int64(minute) * 60)
            let level = 2.0 + (0.5 - abs(Double(minute) - 30) / 60)
            try writer.append(
                RecordedItem(
                    at: at,
                    line: .message(
                        RecordedMessage(
                            topic: Array("city/upper/water/warwick/stage".utf8),
                            payload: Array("{\"t\":\"\(at)\",\"v\":\(level),\"u\":\"m\"}".utf8)))))
        }
        try writer.finish()
        return path
    }

    private func lines(_ run: DrillRun) throws -> (report: DrillReport, lines: [[UInt8]]) {
        var lines: [[UInt8]] = []
        let report = try run.run(pause: { _ in }) { lines.append($1) }
        return (report, lines)
    }

    @Test func anExportedRunGivesTheSameLog() throws {
        let data = folder.path + "/data"
        let first = try lines(DrillRun(recordingPath: try flood("flood.jsonl"), city: city, dataFolder: data))
        #expect(first.report.alarms.map(\.alert) == ["RiverAlert"])
        for name in ["night.tocsin.jsonl", "night.tocsin.jsonl.zst"] {
            let path = folder.path + "/" + name
            let reader = try StoreReader.open(folder: data)
            let count = try JournalExport(reader: reader).write(
                to: path, title: Bilingual(chinese: "夜", english: "night"))
            #expect(Int64(count) == first.report.inputs)
            for batch in [1, 7, 1_000] {
                var run = DrillRun(recordingPath: path, configuration: .asRecorded)
                run.batchInputs = batch
                let again = try lines(run)
                #expect(again.report.logHead == first.report.logHead, "batch \(batch)")
                #expect(again.lines == first.lines)
            }
            let stepped = try lines(DrillRun(recordingPath: path, configuration: .asRecorded, speed: .step))
            #expect(stepped.lines == first.lines)
            // The same night with the same rules, but anew: the same alarms at the same times.
            let anew = try lines(DrillRun(recordingPath: path, configuration: .city(city, allowsChanged: false)))
            #expect(anew.report.alarms == first.report.alarms)
        }
    }

    @Test func otherRulesAreSaidBeforeTheyArePlayed() throws {
        let data = folder.path + "/data"
        _ = try lines(DrillRun(recordingPath: try flood("flood.jsonl"), city: city, dataFolder: data))
        let path = folder.path + "/night.jsonl"
        _ = try JournalExport(reader: try StoreReader.open(folder: data)).write(to: path, title: Bilingual("night"))
        let files = TestCity.rivers.files.map { file in
            file.path == "river/stage.yaml"
                ? ConfigurationFile(path: file.path, text: file.text + "\n# changed\n") : file
        }
        let other = try LoadedCity(bundle: ConfigurationBundle(files: files))
        let error = #expect(throws: DrillError.self) {
            try lines(DrillRun(recordingPath: path, configuration: .city(other, allowsChanged: false)))
        }
        #expect(error?.message.contains("--allow-changed") == true)
        let changed = try lines(DrillRun(recordingPath: path, configuration: .city(other, allowsChanged: true)))
        #expect(changed.report.alarms.first?.raisedAt != nil)
        let plain = #expect(throws: DrillError.self) {
            try lines(DrillRun(recordingPath: try flood("plain.jsonl"), configuration: .asRecorded))
        }
        #expect(plain?.message.contains("--as-recorded") == true)
    }

    @Test func aCutRecordingIsPlayedUpToThereOnlyWhenAsked() throws {
        let path = try flood("flood.jsonl")
        let text = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").prefix(41)
        try text.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        var run = DrillRun(recordingPath: path, city: city)
        let failure = #expect(throws: RecordingFailure.self) { try lines(run) }
        #expect(failure?.code == .truncated)
        run.playsUpToDamage = true
        let report = try lines(run).report
        #expect(report.damage?.code == .truncated)
        #expect(report.counters.readings == 40)
    }

    @Test func expectationsAreChecked() throws {
        let path = try flood("flood.jsonl")
        let text = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        func findings(_ expectations: [String]) throws -> [String] {
            let with = text.prefix(1) + expectations.map { Substring($0) } + text.dropFirst(1)
            let changed = folder.path + "/expect.jsonl"
            try with.joined(separator: "\n").write(toFile: changed, atomically: true, encoding: .utf8)
            return try lines(DrillRun(recordingPath: changed, city: city)).report.findings
        }
        #expect(
            try findings([
                "{\"at\":0,\"expect\":{\"alert\":\"RiverAlert\",\"key\":\"warwick\",\"raised\":true}}",
                "{\"at\":0,\"expect\":{\"alert\":\"RiverAlert\",\"cleared\":true}}",
                "{\"at\":0,\"expect\":{\"alert\":\"RiverAlert\",\"on\":false}}",
                "{\"at\":0,\"expect\":{\"never\":\"GasHigh\"}}",
            ]).isEmpty)
        let wrong = try findings([
            "{\"at\":0,\"expect\":{\"alert\":\"RiverAlert\",\"raised\":true,\"within\":\"1m\"}}",
            "{\"at\":0,\"expect\":{\"alert\":\"RiverAlert\",\"on\":true}}",
            "{\"at\":0,\"expect\":{\"never\":\"RiverAlert\"}}",
        ])
        #expect(wrong.count == 3)
        for nothing in [
            "{\"at\":0,\"expect\":{\"alert\":\"A\"}}",
            "{\"at\":0,\"expect\":{\"raised\":true,\"on\":true,\"alert\":\"A\"}}",
        ] {
            #expect(throws: DrillError.self) { try findings([nothing]) }
        }
    }
}
