import Configuration
import Drills
import Foundation
import Operations
import Recordings
import Store
import Telemetry
import TestSupport
import Testing

/// What changed rules would have done, over a recording and over a server's journal: the same.
@Suite struct RuleTrialTests {
    private let folder: TemporaryFolder
    private let base: LoadedCity

    init() throws {
        folder = try TemporaryFolder()
        base = try LoadedCity(bundle: TestCity.rivers)
    }

    private static let start = Timestamp(seconds: 1_780_272_000)

    /// Three waves, each higher than the one before.
    private func waves() throws -> String {
        let path = folder.path + "/waves.jsonl"
        let writer = try RecordingWriter(
            path: path, header: RecordingHeader(title: Bilingual("waves"), start: Self.start, source: "simulator"))
        for minute in 0..<540 {
            let at = Self.start + Interval(seconds: Int64(minute) * 60)
            let wave = Double(minute / 180)
            let level = 2.0 + max(0, 0.35 + wave * 0.2 - abs(Double(minute % 180) - 90) / 100)
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

    /// The rivers' own rule file with its condition 15 cm higher, from another folder.
    private var higher: ConfigurationFile {
        get throws {
            let file = try #require(TestCity.rivers.file("river/stage.yaml"))
            return ConfigurationFile(
                path: "/somewhere/stage.yaml",
                text: file.text.replacing(
                    "expr: value >= station.alert\n", with: "expr: value >= station.alert + 0.15\n"))
        }
    }

    @Test func fewerAlarmsOverARecording() throws {
        let city = try TrialCity(base: base, files: [try higher])
        #expect(city.replaced == ["river/stage.yaml"])
        let report = try RuleTrial(city: city).run(recording: try waves())
        let rule = try #require(report.rules.first { $0.alert == "RiverAlert" })
        #expect(rule.isInForce && rule.countInForce == 3 && rule.count == 2)
        #expect(rule.lost == 1 && rule.gained == 0)
        #expect(rule.keys.map(\.key) == ["warwick"] && rule.celCost > 0)
        #expect(report.readings == 540 && report.days > 0.37 && report.days < 0.38)
        #expect(report.cost?.readings == 540 && (report.cost?.withRules ?? 0) > 0)
        #expect(report.alarms.filter { $0.alert == "RiverAlert" }.count == 2)
    }

    @Test func theSameOverAJournalThatIsLeftAsItWas() throws {
        let data = folder.path + "/data"
        let recording = try waves()
        let drill = try DrillRun(recordingPath: recording, city: base, dataFolder: data).run { _, _ in }
        let before = try #require(FileManager.default.contents(atPath: data + "/tocsin.sqlite"))
        let past = Past(reader: try StoreReader.open(folder: data))
        let city = try TrialCity(base: base, files: [try higher])
        let whole = try RuleTrial(city: city).run(over: Interval(seconds: 86_400), of: past)
        #expect(whole.rules.first { $0.alert == "RiverAlert" }?.count == 2)
        #expect(whole.rules.first { $0.alert == "RiverAlert" }?.countInForce == 3)
        #expect(whole.from >= Self.start && whole.readings == 540)
        // The last wave alone.
        let last = try RuleTrial(city: city).run(over: Interval(seconds: 170 * 60), of: past)
        #expect(last.rules.first { $0.alert == "RiverAlert" }?.count == 1)
        #expect(last.rules.first { $0.alert == "RiverAlert" }?.countInForce == 1)
        #expect(FileManager.default.contents(atPath: data + "/tocsin.sqlite") == before)
        #expect(try StoreReader.open(folder: data).status().cursor.logHead.hex == drill.logHead)
    }

    @Test func aNewRuleIsOfNoName() throws {
        let file = ConfigurationFile(
            path: "new.yaml",
            text: """
                groups:
                  - name: new
                    match: {quantity: stage}
                    labels: {hazard: river_flood, colour: blue}
                    rules:
                      - {alert: Falling, expr: "fall('20m') > 0.1"}
                """)
        let city = try TrialCity(base: base, files: [file])
        #expect(city.replaced.isEmpty && city.alerts == ["Falling"])
        let report = try RuleTrial(city: city).run(recording: try waves())
        #expect(report.rules.map(\.alert) == ["Falling"])
        #expect(report.rules.first?.isInForce == false && (report.rules.first?.count ?? 0) >= 3)
    }

    @Test func aWrongFileTellsItsPlace() throws {
        let file = ConfigurationFile(
            path: "new.yaml", text: "groups:\n  - name: x\n    rules:\n      - {alert: A, expr: valu > 1.0}\n")
        do {
            _ = try TrialCity(base: base, files: [file])
            Issue.record("taken")
        } catch {
            #expect(error.problems.contains { $0.line == 4 })
        }
    }
}
