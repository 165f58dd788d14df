import Configuration
import Telemetry
import Testing

@testable import Drills

/// What a rule test sees of the engine.
@Suite struct RuleTestRunTests {
    private let bench: RuleTestBench

    init() throws { bench = try RuleTestBench() }

    @Test func aTimelineIsComparedWhole() throws {
        let test = """
              - name: up and down
                readings:
                  - {station: t1, quantity: level, every: 1m, values: "2.9 3.0x9 2.7 2.4x5"}
                timeline:
                  - {at: 1m, alert: TankHigh, key: t1, to: pending}
                  - {at: 6m, to: firing, value: 3.0, labels: {team: water, colour: yellow}}
                  - {at: 14m, to: resolved}
            """
        let result = try bench.run(test).results[0]
        #expect(result.isPassed, "\(result.rows)")
        // A transition that nobody expects fails the test, wherever it stands.
        let short = test.replacing("          - {at: 14m, to: resolved}\n", with: "").replacing(
            "{at: 14m, to: resolved}", with: "{at: 6m, to: again}")
        #expect(
            try bench.rows(short) == [
                "1m TankHigh t1 pending | TankHigh t1 pending", "6m TankHigh t1 firing | TankHigh t1 firing",
                "6m TankHigh t1 again | -", "14m - | TankHigh t1 resolved",
            ])
        #expect(try bench.rows(test.replacing("at: 6m", with: "at: 7m")).contains("6m - | TankHigh t1 firing"))
    }

    @Test func factsAreComparedAsASubsetOrWhole() throws {
        func test(_ facts: String, exact: Bool = false) -> String {
            """
              - name: facts
                exact: \(exact)
                readings: [{station: t1, quantity: level, every: 1m, values: "2.9 3.1x9"}]
                timeline:
                  - {at: 1m, alert: TankHigh, key: t1, to: pending}
                  - {at: 6m, to: firing, \(facts)}
            """
        }
        func differences(_ facts: String, exact: Bool = false) throws -> [String] {
            try bench.run(test(facts, exact: exact)).results[0].rows[1].differences.map {
                "\($0.field) \($0.expected ?? "-") \($0.actual ?? "-")"
            }
        }
        #expect(try differences("labels: {colour: yellow}").isEmpty)
        #expect(try differences("labels: {colour: /^ye/}").isEmpty)
        #expect(try differences("labels: {colour: red}") == ["labels.colour red yellow"])
        #expect(try differences("labels: {floor: one}") == ["labels.floor one -"])
        #expect(try differences("annotations: {summary: {zh: /水位/, en: t1 level 3.1}, advice: look}").isEmpty)
        #expect(try differences("annotations: {summary: /水位/}").isEmpty)
        #expect(try differences("annotations: {summary: {en: /水位/}}").count == 1)
        #expect(try differences("value: 3.2").count == 1)
        #expect(try differences("value: 3.2, within: 0.2").isEmpty)
        #expect(try differences("unverified: true").count == 1)
        #expect(try differences("event_time: 1m").isEmpty)
        #expect(try differences("event_time: 2m") == ["event_time 2m 1m"])
        #expect(try differences("labels: {colour: yellow}", exact: true).count == 2)
        #expect(
            try differences(
                "labels: {colour: yellow, hazard: river_flood, team: water}, "
                    + "annotations: {summary: {zh: /./, en: /./}, advice: look}", exact: true
            ).isEmpty)
    }

    @Test func silenceUnknownAndHeld() throws {
        let result = try bench.run(
            """
              - name: held
                end: 1h
                readings:
                  - {station: t1, quantity: level, every: 1m, values: "3.1x9 _x40 3.1 2.4 _ _ 2.4x1"}
                timeline:
                  - {at: 0s, alert: TankHigh, key: t1, to: pending}
                  - {at: 5m, to: firing}
                  - {at: 29m, to: held, evidence: {reason: source_silent}}
                  - {at: 50m, to: restored}
                  - {at: 53m, to: resolved}
                  - {at: 29m, alert: TankSilent, key: t1, to: firing}
                  - {at: 50m, to: resolved}
                expect:
                  - {at: 30m, alert: TankHigh, held: [t1], firing: [t1], pending: none}
                  - {at: 1m, alert: TankHigh, firing: none, pending: [t1]}
              - name: too little
                readings: [{station: t1, quantity: level, every: 1m, values: "3.1 3.1 3.1 stale 3.1"}]
                timeline:
                  - {at: 0s, alert: TankMean, key: t1, to: unknown}
                  - {at: 2m, to: firing}
                  - {at: 3m, to: held, evidence: {reason: value_missing}}
                  - {at: 4m, to: restored}
            """)
        for result in result.results { #expect(result.isPassed, "\(result.rows) \(result.failures)") }
    }

    @Test func eventsResetsAndCounts() throws {
        let file = try bench.run(
            """
              - name: button
                readings:
                  - {station: b1, quantity: button, at: 1m, event: {id: a, type: press}}
                  - {station: b1, quantity: button, at: 2m, event: {id: b, type: press}}
                actions:
                  - {at: 9m, reset: Pressed, key: b1}
                timeline:
                  - {at: 1m, alert: Pressed, key: b1, to: firing}
                  - {at: 2m, to: again}
                  - {at: 9m, to: resolved}
              - name: nothing to reset
                readings: [{station: b1, quantity: button, at: 1m, event: {id: a, type: other}}]
                actions: [{at: 9m, reset: Pressed, key: b1}]
                never: [Pressed]
              - name: two of a district
                readings:
                  - {station: t1, quantity: level, every: 1m, values: "3.1x9"}
                  - {station: t2, quantity: level, at: 3m, every: 1m, values: "3.1x9"}
                timeline:
                  - {at: 8m, alert: TwoTanks, key: {district: d1}, to: firing}
                expect:
                  - {at: 8m, alert: TankHigh, firing: [t1, t2]}
            """)
        #expect(file.results[0].isPassed, "\(file.results[0].rows)")
        #expect(file.results[1].told == ["nothing_to_reset 9m Pressed b1 - -"])
        #expect(file.results[2].isPassed, "\(file.results[2].rows)")
    }

    @Test func neverAndStatesFail() throws {
        let file = try bench.run(
            """
              - name: a
                readings: [{station: t1, quantity: level, every: 1m, values: "3.1x9"}]
                never: ["*"]
                expect: [{at: 2m, alert: TankHigh, firing: [t1]}]
              - name: b
                readings: [{station: t1, quantity: level, every: 1m, values: "3.1x9"}]
                never: [TankHigh]
            """)
        #expect(
            file.results[0].told == [
                "state 2m TankHigh firing [t1] none", "fired 2m TankMean - t1",
            ])
        #expect(file.results[1].told == ["fired 5m TankHigh - t1"])
    }

    @Test func expressionsAreThoseOfRules() throws {
        let file = try bench.run(
            """
              - name: a
                readings: [{station: t1, quantity: level, every: 1m, values: "1+1x4 _x3 9!fail"}]
                exprs:
                  - {at: 4m, station: t1, expr: "rise('10m')", is: 4}
                  - {at: 4m30s, station: t1, expr: "rise('2m')", is: 1.1, within: 0.2}
                  - {at: 2m, station: t1, expr: "avg_last(4)", unknown: true}
                  - {at: 3m, station: t1, expr: "value > params.a", params: {a: 3.5}, is: true}
                  - {at: 3m, station: t1, expr: "district", is: d1}
                  - {at: 6m, station: t1, expr: "silence()", is: 2m}
                  - {at: 8m, station: t1, expr: "quality", is: fail}
                  - {at: 8m, station: t1, expr: "max('10m')", is: 5}
              - name: b
                readings: [{station: t1, quantity: level, every: 1m, values: "1+1x4"}]
                exprs:
                  - {at: 1m, station: t2, expr: "value", is: 5}
                  - {at: 4m, station: t1, expr: "value", is: 5.5}
            """)
        #expect(file.results[0].told == [])
        #expect(
            file.results[1].told == ["expression 1m value 5.0 -", "expression 4m value 5.5 5.0"])
    }

    @Test func rawBytesAndDelays() throws {
        let file = try bench.run(
            """
              - name: a
                start: 2026-03-29T00:30:00Z
                readings:
                  - {topic: city/d1/test/t1/level, at: 1m, payload: '{"t":"2026-03-29T00:31:00Z","v":3.5}'}
                  - {topic: city/d1/test/t1/level, at: 2m, payload: '{"t":'}
                  - {station: t1, quantity: level, every: 1m, at: 3m, delay: 30s, values: "3.1x5"}
                timeline:
                  - {at: 1m, alert: TankHigh, key: t1, to: pending}
                  - {at: 2026-03-29T00:36:00Z, to: firing, value: 3.1}
            """)
        #expect(file.results[0].isPassed, "\(file.results[0].rows)")
        #expect(file.results[0].quarantined == 1)
    }
}

extension RuleTestResult {
    /// What failed, in short.
    fileprivate var told: [String] {
        failures.map { "\($0.code.rawValue) \($0.at.text) \($0.subject) \($0.expected ?? "-") \($0.actual ?? "-")" }
    }
}
