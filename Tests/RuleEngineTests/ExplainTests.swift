import CEL
import Telemetry
import Testing

@testable import RuleEngine

/// What explanations say, where it can be told beforehand.
@Suite struct ExplainTests {
    private static let lateness = Lateness(horizon: Interval(seconds: 86_400), readings: 1_000)

    private func state(
        _ watch: Watch, _ alert: String, _ seconds: Double, station: String = "r1"
    ) throws -> ExplainedSeries {
        watch.engine.fireTimers(before: Watch.time(seconds) + Interval(nanoseconds: 1), into: &watch.unheard)
        return try #require(
            watch.engine.explain(alert: alert, station: station, at: Watch.time(seconds)).first?.series.first)
    }

    @Test func theBlockingPartItsMarginAndSinceWhen() throws {
        let watch = try Watch(
            group("- {alert: High, expr: \"value >= station.warning && !(rise('10m') < 0.25)\"}"),
            registry: gaugeRegistry(), lateness: Self.lateness)
        for (minute, level) in [3.2, 2.9, 2.5, 2.75, 2.75].enumerated() { watch.read(Double(minute) * 60, level) }
        let series = try state(watch, "High", 250)
        #expect(series.verdict == .blocked)
        #expect(series.condition.truth == .fails)
        let blocking = series.condition.blocking
        #expect(blocking.map(\.text) == ["value >= station.warning"])
        #expect(blocking.first?.margin == ExplainedPart.Margin(left: 2.75, comparison: ">=", right: 3.0))
        #expect(blocking.first?.margin?.difference == -0.25)
        #expect(blocking.first?.since == Watch.time(60))
        #expect(blocking.first?.otherwiseAt == Watch.time(0))
        let threshold = series.condition.names.first { $0.name == "station.warning" }
        #expect(threshold?.kind == .threshold && threshold?.outcome == .value("3.0"))
        #expect(threshold?.source == "plan 2025 table 3" && threshold?.date == "2025-04-01")
        #expect(series.newest.value == 2.75 && series.newest.heard == Watch.time(240))
        #expect(series.sources.first?.names.sorted() == ["rise('10m')", "value"])
        #expect(series.sources.first?.count == 5)
    }

    /// Of alternatives all are named; of what is negated the inside; of a choice the branch that was taken.
    @Test func whatBlocksFollowsTheTree() throws {
        let watch = try Watch(
            group(
                """
                - {alert: Any, expr: value > 5.0 || value < 1.0}
                - {alert: Neither, expr: "!(value > 1.0 || value > 9.0)"}
                - {alert: Chosen, expr: "value > 2.0 ? value > 7.0 : value > 0.0"}
                """))
        watch.read(0, 3)
        #expect(try state(watch, "Any", 1).condition.blocking.map(\.text) == ["value > 5.0", "value < 1.0"])
        #expect(try state(watch, "Neither", 1).condition.blocking.map(\.text) == ["value > 1.0"])
        #expect(try state(watch, "Chosen", 1).condition.blocking.map(\.text) == ["value > 7.0"])
    }

    @Test func delaysUnknownsAndWhatIsOn() throws {
        let rules = group(
            """
            - {alert: Long, expr: value >= 3.0, for: 10m, keep_firing_for: 5m, clear_when: value < 2.0}
            - {alert: Window, expr: "avg_last(3) >= 1.0"}
            """)
        let watch = try Watch(rules, registry: gaugeRegistry(), lateness: Self.lateness)
        watch.read(0, 3.5)
        var series = try state(watch, "Long", 120)
        #expect(series.verdict == .waitsForDelay && series.onset == Watch.time(0) && series.due == Watch.time(600))
        series = try state(watch, "Window", 120)
        #expect(series.verdict == .unknown && series.unknownSince == Watch.time(0))
        #expect(
            series.condition.parts.contains { $0.outcome == .unknown(["short_history"]) && $0.text == "avg_last(3)" })
        watch.read(300, 3.5)
        watch.read(590, 2.5)
        series = try state(watch, "Long", 595)
        #expect(series.verdict == .blocked && series.condition.blocking.first?.since == Watch.time(590))
        #expect(series.condition.blocking.first?.otherwiseAt == Watch.time(300))
        watch.read(600, 3.5)
        watch.read(900, 3.4)
        watch.read(1_200, 3.3)
        series = try state(watch, "Long", 1_250)
        #expect(series.verdict == .on && series.clear?.blocking.map(\.text) == ["value < 2.0"])
        watch.read(1_300, 1.5)
        series = try state(watch, "Long", 1_301)
        #expect(series.verdict == .clearing && series.due == Watch.time(1_600))
        series = try state(watch, "Long", 1_700)
        #expect(series.verdict == .blocked && series.lastOn != nil)
        // Twice the heartbeat without a word.
        series = try state(watch, "Long", 2_000)
        #expect(series.verdict == .unknown && series.newest.isStale)
        #expect(series.condition.names.first { $0.name == "value" }?.outcome == .unknown(["source_silent"]))
    }

    @Test func aStationThatMatchLeavesOut() throws {
        let watch = try Watch(group("- {alert: High, expr: value > 1.0}", match: "{domain: water, quantity: stage}"))
        watch.read(0, 3, quantity: "rain")
        let state = try #require(watch.engine.explain(alert: "High", station: "r1", at: Watch.time(1)).first)
        #expect(state.series.isEmpty)
        #expect(
            state.mismatches == [
                ExplainedMismatch(quantity: "rain", field: "quantity", value: "rain", patterns: ["stage"])
            ])
        #expect(watch.engine.explain(alert: "Low", station: "r1", at: Watch.time(1)).isEmpty)
        #expect(watch.engine.knows(station: "r1") && !watch.engine.knows(station: "r9"))
    }

    @Test func asLongAsNothingElseIsKept() throws {
        let watch = try Watch(group("- {alert: High, expr: value > 9.0}"), lateness: Self.lateness)
        for minute in 0..<30 { watch.read(Double(minute) * 60, 3) }
        let part = try #require(try state(watch, "High", 1_800).condition.blocking.first)
        #expect(part.since == Watch.time(0) && part.otherwiseAt == nil)
    }

    @Test func whatARaiseRestsOn() throws {
        let watch = try Watch(
            group(
                "- {alert: High, expr: value >= params.limit}",
                parameters: "{limit: {value: 3.0, source: plan, date: \"2026-01-01\"}}"),
            lateness: Self.lateness)
        watch.read(0, 2)
        watch.read(60, 3.25)
        let change = try #require(watch.last)
        let step = try #require(watch.engine.explain(change))
        #expect(step.rule.alert == "High" && step.rule.path == "river/rules.yaml")
        #expect(step.series?.condition.truth == .holds && step.series?.condition.blocking.isEmpty == true)
        let limit = step.series?.condition.names.first { $0.name == "params.limit" }
        #expect(limit?.kind == .parameter && limit?.source == "plan")
    }

    @Test func countsAndSequences() throws {
        let watch = try Watch(
            group("- {alert: High, expr: value >= 3.0}")
                + """

                      - {alert: Both, over: {alert: High, by: [district]}, expr: "distinct('station', '10m') >= 2"}
                """)
        watch.read(0, 2, station: "r1")
        #expect(
            watch.engine.explain(alert: "Both", station: "r1", at: Watch.time(1)).first?.keyed.first?.verdict
                == .nothingCame)
        watch.read(60, 3.5, station: "r1")
        let keyed = try #require(
            watch.engine.explain(alert: "Both", station: "r1", at: Watch.time(61)).first?.keyed.first)
        #expect(keyed.verdict == .blocked && keyed.raises.map(\.station) == ["r1"])
        #expect(keyed.condition?.blocking.first?.margin?.difference == -1)
        watch.read(120, 3.5, station: "r2")
        #expect(
            watch.engine.explain(alert: "Both", station: "r2", at: Watch.time(121)).first?.keyed.first?.verdict == .on)
    }
}
