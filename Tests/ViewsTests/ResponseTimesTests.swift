import Telemetry
import Testing
import Views

/// Percentiles of what the log says, and standards beside them.
@Suite struct ResponseTimesTests {
    private func record(_ seconds: Int64, _ code: String, _ rest: String) throws -> LogRecord {
        let time = Timestamp(seconds: 1_782_000_000 + seconds).iso8601
        let line = "{\"n\":1,\"at\":\"\(time)\",\"v\":1,\"code\":\"\(code)\",\"incident\":\"I-2026-000001\",\(rest)}"
        return try #require(LogRecord(line: Array(line.utf8)))
    }

    private func order(_ number: Int, version: Int = 1, _ department: String = "fire-rescue") -> String {
        "\"order\":\"O-\(number)\",\"version\":\(version),\"department\":\"\(department)\""
    }

    private func views(_ records: [LogRecord], _ standards: [ResponseStandard] = []) -> [ResponseTimesView] {
        var times = ResponseTimes()
        for record in records { times.take(record) }
        return times.views(standards: standards)
    }

    @Test func everyStretchIsMeasuredFromItsOwnBeginning() throws {
        let found = views([
            try record(0, "order_issued", order(1)), try record(4, "order_handed_over", order(1)),
            try record(14, "order_acknowledged", order(1)), try record(20, "order_accepted", order(1)),
            try record(64, "order_under_way", order(1)), try record(304, "order_on_scene", order(1)),
            try record(1_804, "order_done", order(1)),
        ])
        let phases = try #require(found.first).phases
        #expect(phases.map(\.phase) == ResponseTimes.Phase.allCases)
        #expect(phases.map(\.maximum) == [4, 10, 50, 300, 1_800])
    }

    @Test func percentilesAreByNearestRank() throws {
        var records: [LogRecord] = []
        for number in 1...10 {
            records.append(try record(0, "order_issued", order(number)))
            records.append(try record(0, "order_handed_over", order(number)))
            records.append(try record(Int64(number) * 10, "order_acknowledged", order(number)))
        }
        let standard = ResponseStandard(
            phase: .acknowledged, departments: ["fire-rescue"], percent: 90, within: Interval(seconds: 85), source: "x")
        let phase = try #require(views(records, [standard]).first?.phases.last)
        #expect((phase.p50, phase.p90, phase.maximum) == (50, 90, 100))
        #expect(phase.standards.map(\.reachedPercent) == [80])
        #expect(phase.standards.map(\.isMet) == [false])
    }

    @Test func silenceRefusalAndLatenessAreCounted() throws {
        let missed = "\"party\":\"department\",\"missed\":\"acknowledgement_missed\""
        let found = try #require(
            views([
                try record(0, "order_issued", order(1)), try record(1, "order_handed_over", order(1)),
                try record(300, "deadline_missed", "\(order(1)),\(missed)"),
                try record(0, "order_issued", order(2)), try record(1, "order_handed_over", order(2)),
                try record(9, "order_declined", order(2)),
                // A new version is an order of its own; one that waits for a person is none yet.
                try record(10, "order_issued", order(2, version: 2)),
                try record(11, "order_proposed", order(3)),
            ]).first)
        #expect((found.orders, found.unanswered, found.declined, found.late) == (3, 1, 1, 1))
    }

    @Test(arguments: Language.allCases) func theSheetNamesTimesAndStandards(language: Language) throws {
        let standard = ResponseStandard(
            phase: .acknowledged, departments: nil, percent: 90, within: Interval(seconds: 15), source: "NENA-STA-020")
        let found = views(
            [
                try record(0, "order_issued", order(1, "water")), try record(2, "order_handed_over", order(1, "water")),
                try record(3_725, "order_acknowledged", order(1, "water")),
            ], [standard])
        let sheet = ResponseTimesSheet.render(found, names: Samples.names, language: language)
        #expect(sheet.contains("1:02:03 / 1:02:03 / 1:02:03"))
        #expect(sheet.contains("✗") && sheet.contains("NENA-STA-020") && sheet.contains("0:15"))
    }
}
