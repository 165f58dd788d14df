import CityNames
import Configuration
import Drills
import Foundation
import Operations
import Recordings
import Simulators
import Telemetry
import TestSupport
import Testing
import Views

/// The storm night as a drill: the simulated evening through the shipped rules and linkage, with departments by script and
/// what an officer did, on the exercise clock. What happened is compared with the account that was kept.
@Suite struct StormNightTests {
    private static let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let start = "2026-06-20T18:00:00+08:00"

    @Test func theNightIsToldAsItWasKept() throws {
        let folder = try TemporaryFolder()
        let city = try LoadedCity(bundle: try ShippedRules.bundle())
        let recording = folder.path + "/evening.jsonl"
        try Self.record(to: recording)
        var drill = DrillRun(recordingPath: recording, city: city)
        drill.departments = try DepartmentScriptReader.read(
            ConfigurationFile(path: "departments.yaml", text: try Self.text("departments.yaml")),
            linkage: city.linkage)
        var account = NightAccount(names: NameBook(city, exercise: true))
        let report = try drill.run { _, line in
            let record = try #require(LogRecord(line: line))
            #expect(record.exercise)
            account.take(record)
        }
        #expect(report.findings.isEmpty)
        if let complaint = GoldenText.complaint(
            about: account.text, keptIn: Self.home.appendingPathComponent("night.txt"))
        {
            Issue.record("\(complaint)")
        }
    }

    /// Messages of the gateways and commands of the officer, in the order of their times.
    private static func record(to path: String) throws {
        let start = try #require(Timestamp(iso8601: start))
        let header = RecordingHeader(
            title: Bilingual(chinese: "模拟的暴雨之夜", english: "The simulated storm evening"), start: start,
            exercise: true, source: "simulated")
        let writer = try RecordingWriter(path: path, header: header)
        let script = try OfficerScript(
            text: try text("officer.txt"), officer: "陈芳", date: (day: "2026-06-20", offset: "+08:00"))
        var commands = script.commands[...]
        for message in StormEvening(seed: 2_026, start: start).messages {
            while let next = commands.first, next.at <= message.time {
                try writer.append(
                    RecordedItem(at: next.at, line: .input(.command, json: InputJSON.encode(next.command))))
                commands.removeFirst()
            }
            let recorded = RecordedMessage(
                topic: Array(message.topic.utf8), payload: message.payload, qos: message.quality)
            try writer.append(RecordedItem(at: message.time, line: .message(recorded)))
        }
        try #require(commands.isEmpty, "The officer goes on after the evening's last message.")
        try writer.finish(at: start + StormEvening.length)
    }

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: home.appendingPathComponent(name), encoding: .utf8)
    }
}
