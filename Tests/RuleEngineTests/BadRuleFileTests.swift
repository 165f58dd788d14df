import Configuration
import Telemetry
import Testing

@testable import RuleEngine

/// What the world may put into a rule file: every time a finding with place and remedy, never a crash, never a stall.
@Suite struct BadRuleFileTests {
    private func expect(
        _ text: String, _ words: String, line: Int? = nil, registry: Registry = .empty,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let found = problems(text, registry: registry)
        #expect(found.contains { $0.message.contains(words) }, "\(found)", sourceLocation: location)
        for problem in found {
            #expect(problem.line > 0 && problem.column > 0, sourceLocation: location)
            #expect(!problem.remedy.isEmpty, sourceLocation: location)
        }
        if let line { #expect(found.contains { $0.line == line }, "\(found)", sourceLocation: location) }
    }

    private let rule = "- {alert: A, expr: value > 1.0}"

    @Test func aWindowOfAYear() {
        expect(group("- {alert: A, expr: \"rise('365d') > 1.0\"}"), "longer than the history that is kept", line: 7)
        expect(group("- {alert: A, expr: \"rise('999999999999d') > 1.0\"}"), "length of time", line: 7)
    }

    @Test func aWindowOfNothing() {
        for window in ["0", "0s", "-1h", "1ns"] {
            expect(group("- {alert: A, expr: \"sum('\(window)') > 1.0\"}"), "holds no history", line: 7)
        }
    }

    @Test func anAlertThatRaisesItself() {
        expect(group("- {alert: A, over: {alert: A}, expr: \"raises('1h') > 1\"}"), "A → A", line: 7)
        expect(
            group(
                """
                - {alert: A, over: {alert: B}, expr: "raises('1h') > 1"}
                - {alert: B, over: {alert: A}, expr: "raises('1h') > 1"}
                """), "A → B → A", line: 7)
    }

    @Test func aNameGivenTwice() {
        expect(group(rule + "\n" + rule), "also written in river/rules.yaml line 7", line: 8)
        expect("groups:\n- {name: a, rules: []}\n- {name: a, rules: []}", "two groups", line: 3)
        expect("groups: []\ngroups: []", "twice")
        expect(group("- {alert: A, alert: B, expr: value > 1.0}"), "twice", line: 7)
    }

    @Test func aBombOfAnchors() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let names = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(names)]\n"
        }
        expect(text + "groups: []\n", "Anchors")
        expect(group("- &x {alert: A, expr: value > 1.0}\n- *x"), "Anchors")
    }

    @Test func brackets() {
        expect("groups: " + String(repeating: "[", count: 100_000), "nesting")
        expect("groups: " + String(repeating: "{a: ", count: 10_000), "nesting")
        expect(group("- {alert: A, expr: \"" + String(repeating: "(", count: 10_000) + "\"}"), "expr", line: 7)
    }

    @Test func tabs() {
        expect("groups:\n\t- name: a\n", "YAML", line: 2)
        expect("groups:\n  - name: a\n\t  rules: []\n", "YAML")
    }

    @Test func bytesOfAllKinds() {
        expect("groups: [\u{0}]", "YAML")
        expect(
            "groups:\n  - name: \"\u{202E}a\"\n    rules: [{alert: \"\u{202E}\", expr: value > 1.0}]",
            "no name of an alert")
    }

    @Test func timeZonesThatNobodyKnows() {
        expect(group("- {alert: A, expr: \"event_time.getHours('Mars/Olympus') > 1\"}"), "time zone", line: 7)
        expect(group("- {alert: A, expr: \"event_time.getHours('+99:00') > 1\"}"), "time zone", line: 7)
        #expect(problems(group("- {alert: A, expr: \"event_time.getHours('+08:00') > 1\"}")).isEmpty)
    }

    @Test func divisionByNothing() throws {
        let watch = try Watch(group("- {alert: A, expr: value / params.zero > 1.0}", parameters: "{zero: 0}"))
        watch.read(0, 5)
        #expect(watch.steps.isEmpty)
        #expect(watch.engine.unknowns(at: Watch.time(0)).states.first?.reasons.first?.contains("zero") == true)
    }

    @Test func numbersBeyondAllBounds() throws {
        expect(group(rule, parameters: "{x: 1e999}"), "number")
        expect(group(rule, parameters: "{x: .nan}"), "number")
        expect(group("- {alert: A, expr: value > 99999999999999999999}"), "expr", line: 7)
        let watch = try Watch(group("- {alert: A, expr: int(value) * 9223372036854775807 > 1}"))
        watch.read(0, 5)
        #expect(watch.steps.isEmpty && watch.engine.unknownCounts.count == 1)
    }

    private static let registry = Registry(
        stations: [NeighbourTests.station("r1", "stage"), NeighbourTests.station("seismic-1", "pga", heartbeat: 1)],
        places: [], districts: [])

    @Test func aQuantityThatNoStationHas() throws {
        let rules = try compile(
            group(rule, match: "{quantity: [stage, stagge], station: r9}"), registry: Self.registry)
        #expect(rules.warnings.count == 2)
        #expect(rules.warnings.contains { $0.message.contains("quantity “stagge”") && $0.line == 3 })
        #expect(rules.warnings.contains { $0.message.contains("station “r9”") && $0.remedy.contains("r1") })
        let events = try compile(
            group("- {alert: A, on: event, expr: event.level > 1}", match: "{quantity: call}"), registry: Self.registry)
        #expect(events.warnings.isEmpty)
        expect(group("- {alert: A, expr: value > station.warnign}"), "threshold “warnign”", registry: Self.registry)
    }

    @Test func aWindowOfMoreReadingsThanAreKept() throws {
        let rules = try compile(
            group("- {alert: A, expr: \"avg('20h') > 1.0\"}", match: "{quantity: pga}"), registry: Self.registry)
        #expect(rules.warnings.first?.message.contains("72002 readings of “seismic-1”") == true)
        let budget = rules.historyBudget(registry: Self.registry)
        #expect(budget.series == 1)
        #expect(budget.bytesPerSeriesAtMost == 1 << 20)
        #expect(budget.expectedBytes == 1 << 20)
        let short = try compile(group("- {alert: A, expr: \"avg('1h') > 1.0\"}"), registry: Self.registry)
        // Twelve readings and one before in sixteen places; 3,600 in 4,096.
        #expect(short.historyBudget(registry: Self.registry).expectedBytes == 16 * (16 + 4096))
    }

    @Test func aWindowThatIsCutIsUnknown() throws {
        let watch = try Watch(group("- {alert: A, expr: \"rate('31d') > 1.0\"}"))
        for second in 0..<65_535 { watch.read(Double(second), 1) }
        #expect(watch.engine.unknownCounts.isEmpty)
        // As many as are kept: from here on the oldest go.
        watch.read(65_535, 1)
        #expect(watch.engine.unknownCounts.map(\.count) == [1])
    }
}
