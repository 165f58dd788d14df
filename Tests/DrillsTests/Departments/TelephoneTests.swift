import Configuration
import Drills
import Foundation
import IncidentCommand
import Operations
import Store
import Telemetry
import TestSupport
import Testing

/// Departments that can only be rung: the exercise's officer rings them, and writes down what they say.
@Suite struct TelephoneTests {
    private let bench: DepartmentBench

    init() throws {
        bench = try DepartmentBench(Self.city(water: "[{channel: phone, address: \"0731-1234\"}]"))
    }

    /// The test rivers with other channels for the water bureau.
    private static func city(water: String) -> ConfigurationBundle {
        let channels = """
            channels:
              - {id: phone, kind: telephone, hand_over_within: 3m}

            """
        return ConfigurationBundle(
            files: TestCity.rivers.files.map { file in
                guard file.path.hasPrefix("linkage/") else { return file }
                let text = file.text.replacing("  - id: water\n", with: "  - id: water\n    channels: \(water)\n")
                return ConfigurationFile(path: file.path, text: channels + text)
            })
    }

    private static let answers = """
        departments:
          - {department: water, person: 王工, answers: {acknowledged: 30s, accepted: 1m, done: 40m}}
        """

    @Test func anAnswerByTelephoneIsWrittenDownByTheOfficer() throws {
        let (report, entries) = try bench.run(
            try bench.flood(), "telephone: {after: 90s, officer: 李警官}\n" + Self.answers)
        let due = try #require(bench.time("call_due", in: entries))
        #expect(bench.time("call_made", in: entries) == due + Interval(seconds: 90))
        let call = try #require(entries.first { $0["code"].text == "call_made" })
        #expect(call["by"].text == "李警官" && call["person"].text == "王工" && call["reached"].isTrue)
        let handedOver = try #require(entries.first { $0["code"].text == "order_handed_over" })
        #expect(handedOver["channel"].text == "phone" && handedOver["evidence"].text == "call by 李警官")
        let acknowledged = try #require(entries.first { $0["code"].text == "order_acknowledged" })
        #expect(bench.time("order_acknowledged", in: entries) == due + Interval(seconds: 120))
        #expect(acknowledged["via"].text == "phone" && acknowledged["person"].text == "王工")
        #expect(acknowledged["by"].text == "李警官")
        #expect(bench.time("order_done", in: entries) == due + Interval(seconds: 180 + 2_400))
        #expect(report.answers == 3 && report.isAnsweredByScript)
    }

    @Test func whoIsDeadDoesNotAnswerTheTelephone() throws {
        let (report, entries) = try bench.run(
            try bench.flood(), "telephone: {after: 1m}\ndepartments:\n  - {department: water, answers: never}")
        let call = try #require(entries.first { $0["code"].text == "call_made" })
        #expect(!call["reached"].isTrue)
        let failed = try #require(entries.first { $0["code"].text == "order_hand_over_failed" })
        #expect(failed["reason"].text == "nobody answered the telephone")
        #expect(report.answers == 0)
    }

    /// Without an officer at the telephone calls are due and nobody makes them, as where nobody is on duty.
    @Test func withoutATelephoneNobodyRings() throws {
        let (report, entries) = try bench.run(try bench.flood(), Self.answers)
        #expect(bench.time("call_due", in: entries) != nil)
        #expect(bench.time("call_made", in: entries) == nil && report.answers == 0)
    }

    /// Who declines by telephone says why, and the ladder goes on.
    @Test func aReasonIsSaidOnTheTelephone() throws {
        let (_, entries) = try bench.run(
            try bench.flood(),
            "telephone: {after: 1m}\ndepartments:\n  - {department: any, answers: {declined: 1m}, reason: no crew}")
        let declined = try #require(entries.first { $0["code"].text == "order_declined" })
        #expect(declined["note"].text == "no crew" && declined["via"].text == "phone")
    }

    @Test func theLogIsTheSameInEveryBatching() throws {
        let script = """
            seed: 5
            telephone: {after: 2m}
            departments:
              - department: any
                manners:
                  - {share: 50, answers: {acknowledged: 1m, accepted: 30s, done: 20m}}
                  - {share: 50, answers: never}
            """
        let path = try bench.flood(every: 60)
        let head = try bench.run(path, script).report.logHead
        #expect(try bench.run(path, script, batch: 1).report.logHead == head)
        #expect(try bench.run(path, script, speed: .step).report.logHead == head)
        #expect(try bench.run(path, nil).report.logHead != head)
    }

    /// What was rung and answered on the night itself gives way to the script, calls included.
    @Test func recordedCallsGiveWayToAScript() throws {
        let data = bench.folder.path + "/data"
        var first = DrillRun(recordingPath: try bench.flood(), configuration: .city(bench.city), dataFolder: data)
        first.departments = try bench.script("telephone: {after: 90s}\n" + Self.answers)
        _ = try first.run { _, _ in }
        let night = bench.folder.path + "/night.tocsin.jsonl"
        _ = try JournalExport(reader: try StoreReader.open(folder: data)).write(to: night, title: Bilingual("night"))
        let again = try bench.run(night, nil)
        #expect(again.report.answers == 3 && bench.time("call_made", in: again.entries) != nil)
        let otherwise = try bench.run(night, "departments:\n  - {department: any, answers: never}")
        #expect(otherwise.report.answers == 0 && bench.time("call_made", in: otherwise.entries) == nil)
    }

    // MARK: Two versions of a city

    /// Both sides meet the same departments; what differs is what the cities do.
    @Test func bothSidesOfAComparisonMeetTheScript() throws {
        let script = try bench.script("telephone: {after: 90s}\n" + Self.answers)
        let path = try bench.flood()
        let mqtt = try LoadedCity(bundle: Self.city(water: "[mqtt]"))
        var run = ComparisonRun(recordingPath: path, first: .city(bench.city), second: .city(mqtt))
        let silent = try run.run()
        run.departments = script
        let result = try run.run()
        #expect(result.firstLogHead != silent.firstLogHead && result.secondLogHead != silent.secondLogHead)
        for (city, head) in [(bench.city, result.firstLogHead), (mqtt, result.secondLogHead)] {
            var alone = DrillRun(recordingPath: path, configuration: .city(city))
            alone.departments = script
            #expect(try alone.run { _, _ in }.logHead == head)
        }
        // Rung after a minute and a half, or told at once: the same department, told later.
        #expect(result.comparison.alarms.isEmpty)
    }
}
