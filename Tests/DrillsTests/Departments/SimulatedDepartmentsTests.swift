import Configuration
import Foundation
import Operations
import Recordings
import Store
import Telemetry
import TestSupport
import Testing

@testable import Drills

/// Drills whose departments answer by a script.
@Suite struct SimulatedDepartmentsTests {
    private let bench: DepartmentBench
    private var start: Timestamp { bench.start }

    init() throws {
        bench = try DepartmentBench()
    }

    private func flood(every seconds: Int64 = 300, also lines: [RecordedItem] = []) throws -> String {
        try bench.flood(every: seconds, also: lines)
    }

    private func run(
        _ path: String, _ script: String?, speed: DrillRun.Speed = .max, batch: Int = 1_000
    ) throws -> (report: DrillReport, entries: [JSON]) {
        try bench.run(path, script, speed: speed, batch: batch)
    }

    private func time(_ code: String, in entries: [JSON]) -> Timestamp? { bench.time(code, in: entries) }

    @Test func eachAnswerComesInItsTime() throws {
        let script =
            "departments:\n  - {department: water, person: 王工, answers: {acknowledged: 2m, accepted: 1m, done: 40m}}"
        let (report, entries) = try run(try flood(), script)
        let handedOver = try #require(time("order_handed_over", in: entries))
        // A stage above its limit for ten minutes: ordered by a timer, and handed over then, not with the next reading.
        #expect(handedOver < start + Interval(seconds: 1_800 + 600 + 1))
        #expect(time("order_acknowledged", in: entries) == handedOver + Interval(seconds: 120))
        #expect(time("order_accepted", in: entries) == handedOver + Interval(seconds: 180))
        #expect(time("order_done", in: entries) == handedOver + Interval(seconds: 180 + 2_400))
        #expect(entries.contains { $0["person"].text == "王工" })
        #expect(report.isAnsweredByScript && report.answers == 3)
        #expect(!entries.contains { $0["code"].text == "deadline_missed" && $0["party"].text == "department" })
    }

    @Test func whoDeclinesOrIsDeadClimbsTheLadder() throws {
        let declined = try run(
            try flood(),
            "departments:\n  - {department: water, answers: {acknowledged: 1m, declined: 1m}, reason: no crew}")
        let entry = declined.entries.first { $0["code"].text == "order_declined" }
        #expect(entry != nil, "\(declined.entries.compactMap { $0["code"].text })")
        let dead = try run(try flood(), "departments:\n  - {department: water, answers: never}")
        #expect(dead.report.answers == 0)
        #expect(dead.entries.contains { $0["code"].text == "deadline_missed" && $0["department"].text == "water" })
        let nobody = try run(try flood(), nil)
        #expect(!nobody.report.isAnsweredByScript)
    }

    @Test func theLogIsTheSameAtEverySpeedAndInEveryBatching() throws {
        let script = """
            seed: 3
            departments:
              - department: any
                manners:
                  - {share: 50, answers: {acknowledged: 90s, accepted: 30s, done: 20m}}
                  - {share: 50, answers: never}
            """
        let failure = RecordedItem(
            at: start, line: .channelFailure(json: Array("{\"channel\":\"mqtt\",\"for\":\"45m\"}".utf8)))
        let path = try flood(every: 60, also: [failure])
        let head = try run(path, script).report.logHead
        for batch in [1, 7] { #expect(try run(path, script, batch: batch).report.logHead == head, "batch \(batch)") }
        #expect(try run(path, script, speed: .step).report.logHead == head)
        #expect(try run(path, script, speed: .factor(100_000)).report.logHead == head)
    }

    @Test func aChannelThatFailsFailsHandOversInItsWindowOnly() throws {
        func failure(_ json: String) -> RecordedItem {
            RecordedItem(at: start, line: .channelFailure(json: Array(json.utf8)))
        }
        let script = "departments:\n  - {department: any, answers: {acknowledged: 1m}}"
        let within = try run(
            try flood(also: [failure("{\"channel\":\"mqtt\",\"for\":\"45m\",\"reason\":\"fibre cut\"}")]), script)
        let failed = try #require(within.entries.first { $0["code"].text == "order_hand_over_failed" })
        #expect(failed["reason"].text == "fibre cut")
        #expect(within.report.answers == 0)
        for json in [
            "{\"channel\":\"mqtt\",\"for\":\"10m\"}", "{\"channel\":\"sms\",\"for\":\"45m\"}",
            "{\"channel\":\"mqtt\",\"for\":\"45m\",\"departments\":[\"police\"]}",
        ] {
            let other = try run(try flood(also: [failure(json)]), script)
            #expect(other.report.answers == 1, "\(json)")
        }
        for json in ["{}", "{\"channel\":\"mqtt\"}", "{\"channel\":\"mqtt\",\"for\":\"never\"}"] {
            let error = #expect(throws: DrillError.self) { try run(try flood(also: [failure(json)]), script) }
            #expect(error?.message.contains("channel_failure") == true)
        }
    }

    @Test func recordedAnswersHoldInAnotherRunAndGiveWayToAScript() throws {
        let script = "departments:\n  - {department: any, answers: {acknowledged: 2m, accepted: 1m}}"
        let data = bench.folder.path + "/data"
        var first = DrillRun(recordingPath: try flood(), configuration: .city(bench.city), dataFolder: data)
        first.departments = try bench.script(script)
        _ = try first.run { _, _ in }
        let night = bench.folder.path + "/night.tocsin.jsonl"
        _ = try JournalExport(reader: try StoreReader.open(folder: data)).write(to: night, title: Bilingual("night"))
        // The same rules anew: the same order, so that its department's answers and their proofs hold.
        let again = try run(night, nil)
        #expect(again.report.answers == 2)
        #expect(time("order_accepted", in: again.entries) != nil)
        let otherwise = try run(night, "departments:\n  - {department: any, answers: never}")
        #expect(otherwise.report.answers == 0)
        #expect(time("order_accepted", in: otherwise.entries) == nil)
    }
}
