import Configuration
import Foundation
import Telemetry
import Testing

@testable import RuleEngine

@Suite struct RuleFileTests {
    private func place(_ text: String, registry: Registry = .empty) throws -> String {
        let found = problems(text, registry: registry)
        let first = try #require(found.first)
        #expect(found.count == 1, "\(found.map(\.rendered).joined(separator: "\n"))")
        #expect(!first.remedy.isEmpty && first.message.hasSuffix("."))
        let scalars = Array(first.sourceLine.unicodeScalars.dropFirst(first.column - 1).prefix(first.length))
        return "\(first.line): " + String(String.UnicodeScalarView(scalars))
    }

    @Test func anUnknownFieldIsAnErrorWithTheNearestName() throws {
        let text = group("- {alert: High, expr: value >= 3.0, clear_wen: value < 2.0}")
        #expect(try place(text) == "7: clear_wen")
        #expect(problems(text).first?.remedy.contains("clear_when") == true)
    }

    @Test func allProblemsAreToldAtOnceInOrder() {
        let found = problems(
            """
            groups:
              - name: a
                match: {colour: red}
                labels: {hazard: flood, colour: purple}
                rules:
                  - {alert: 1st, expr: value >}
                  - {alert: B, expr: value, for: five, labels: {place: x}}
              - name: a
                rules: []
            """)
        #expect(found.map(\.line) == [3, 4, 6, 6, 7, 7, 7, 8])
    }

    @Test func anErrorInAPlainScalarIsUnderlinedInTheFile() throws {
        #expect(try place(group("- {alert: High, expr: value >= params.limit}")) == "7: params.limit")
        #expect(try place(group("- alert: High\n  expr: station == '水位站' && value >= limit")) == "8: limit")
    }

    @Test func anErrorInQuotesABlockAndAFoldedTextIsUnderlinedInTheFile() throws {
        #expect(try place(group(#"- {alert: High, expr: "value >= limit"}"#)) == "7: limit")
        #expect(try place(group(#"- {alert: High, expr: 'station == ''a'' && value >= limit'}"#)) == "7: limit")
        #expect(try place(group("- alert: High\n  expr: |\n    value >= 3.0 &&\n      value < limit")) == "10: limit")
        #expect(try place(group("- alert: High\n  expr: >\n    value >= 3.0 &&\n    value < limit")) == "10: limit")
    }

    @Test func anErrorInATemplateIsUnderlinedInTheFile() throws {
        let text = group(
            """
            - alert: High
              expr: value >= 3.0
              annotations:
                summary: {zh: "水位 {{ valu }} 米", en: "{{ value }} m"}
            """)
        #expect(try place(text).hasSuffix("valu"))
    }

    @Test(arguments: [
        ("- {alert: High, expr: value + 1.0}", "bool"),
        ("- {alert: High, expr: \"true\"}", "same for every reading"),
        ("- {alert: High, expr: \"rise('0s') > 1.0\"}", "holds no history"),
        ("- {alert: High, expr: \"rise('365d') > 1.0\"}", "longer than the history"),
        ("- {alert: High, expr: \"rise('soon') > 1.0\"}", "length of time"),
        ("- {alert: High, expr: avg_last(0) > 1.0}", "from 1 to"),
        ("- {alert: High, expr: value > 1.0, for: 400d}", "31 days"),
        ("- {alert: High, expr: value > 1.0, latch: true, keep_firing_for: 1m}", "latching"),
        ("- {alert: High, expr: value > 1.0, labels: {value: \"{{ value }}\"}}", "must not depend"),
        ("- {alert: High, expr: value > 1.0}\n- {alert: High, expr: value > 2.0}", "also written"),
        (
            "- {alert: A, over: {alert: B}, expr: \"raises('1m') > 1\"}\n- {alert: B, over: {alert: A}, expr: \"raises('1m') > 1\"}",
            "own raises"
        ),
        ("- {alert: A, over: {alert: Nobody}, expr: \"raises('1m') > 1\"}", "No rule raises"),
        ("- {alert: A, on: event, expr: id != \"\", for: 5m}", "no duration"),
        ("- {alert: A, expr: value > 1.0, evaluate: sometimes}", "on_reading"),
        ("- {alert: A, expr: value > params.x, params: {x: high}}", "number"),
    ])
    func mistakesAreNamed(rules: String, words: String) {
        let found = problems(group(rules))
        #expect(!found.isEmpty)
        #expect(found.contains { $0.message.contains(words) || $0.remedy.contains(words) }, "\(found.map(\.rendered))")
    }

    @Test func aRuleWithoutAHazardIsRefused() {
        let found = problems("groups:\n  - name: a\n    rules:\n      - {alert: High, expr: value > 3.0}")
        #expect(found.map(\.line) == [4])
    }

    @Test func anAlertMayBeWrittenForGroupsThatExcludeEachOther() throws {
        let rule = "rules: [{alert: High, expr: value > 3.0}]"
        let text = { (left: String, right: String) in
            "groups:\n"
                + "  - {name: a, labels: {hazard: flood}, match: \(left), \(rule)}\n"
                + "  - {name: b, labels: {hazard: flood}, match: \(right), \(rule)}"
        }
        #expect(problems(text("{domain: water}", "{domain: [gas, parking]}")).isEmpty)
        #expect(problems(text("{domain: water}", "{quantity: stage}")).count == 1)
        #expect(problems(text("{domain: water}", "{domain: /w.*/}")).count == 1)
    }

    @Test func aThresholdThatNoStationHasIsAnErrorWhereStationsAreKnown() throws {
        let text = group("- {alert: High, expr: value >= station.warnign}")
        #expect(try place(text, registry: gaugeRegistry()) == "7: station.warnign")
        #expect(problems(text).isEmpty)
    }

    @Test func matchesByTextListGlobAndExpression() throws {
        func raised(_ match: String, station: String, domain: String = "water") throws -> Bool {
            let watch = try Watch(group("- {alert: High, expr: value >= 3.0}", match: match))
            watch.read(0, 4, station: station, domain: domain)
            return !watch.steps.isEmpty
        }
        #expect(try raised("{station: r1}", station: "r1"))
        #expect(try !raised("{station: r1}", station: "r2"))
        #expect(try raised("{station: [r1, r2]}", station: "r2"))
        #expect(try raised("{station: \"yuan-*\"}", station: "yuan-07"))
        #expect(try !raised("{station: \"yuan-?\"}", station: "yuan-07"))
        #expect(try raised("{station: \"/yuan-[0-9]+/\"}", station: "yuan-07"))
        #expect(try !raised("{station: \"/yuan-[0-9]/\"}", station: "yuan-07"))
        #expect(try raised("{kind: gas, quantity: stage}", station: "x", domain: "gas"))
    }

    @Test func parametersMayBeOverriddenByStationAndCarryTheirSource() throws {
        let watch = try Watch(
            group(
                "- {alert: High, expr: value >= params.limit}",
                parameters: "{limit: {value: 3.0, source: plan, date: \"2025-04-01\"}, stations: {r2: {limit: 2.0}}}"))
        watch.read(0, 2.5, station: "r1")
        watch.read(1, 2.5, station: "r2")
        watch.read(2, 3.5, station: "r1")
        #expect(watch.steps == ["raised@1 High r2", "raised@2 High r1"])
        #expect(watch.last?.evidence.contains(.init(name: "params.limit", value: "3.0 (plan, 2025-04-01)")) == true)
    }

    @Test func theChangeTellsEverythingAboutTheAlarm() throws {
        let watch = try Watch(
            group(
                """
                - alert: High
                  expr: value >= station.warning
                  clear_when: value < station.warning - station.deadband
                  labels: {colour: yellow, team: desk}
                  annotations:
                    summary: {zh: "{{ place_name }}{{ station_name }} {{ fixed(value, 2) }} 米", en: "{{ station_name }} {{ fixed(value, 2) }} m"}
                    runbook: https://example.org/high
                """), registry: gaugeRegistry(lifeSafety: true))
        watch.read(0, 3.256)
        let change = try #require(watch.last)
        #expect(change.hazard == "river_flood" && change.place == "reach-1" && change.district == "north")
        #expect(change.colour == .yellow && change.station == "r1" && change.quantity == "stage" && change.unit == "m")
        #expect(change.value == 3.256 && change.lifeSafety && !change.latching && !change.unverified)
        #expect(change.labels == [.init(name: "team", value: "desk")])
        #expect(change.summary == Bilingual(chinese: "沅水上段上游站 3.26 米", english: "Upper gauge 3.26 m"))
        #expect(change.rule == "river/rules.yaml 0123456789abcdef")
        let evidence = Dictionary(uniqueKeysWithValues: change.evidence.map { ($0.name, $0.value) })
        #expect(evidence["expr"] == "value >= station.warning")
        #expect(evidence["station.warning"] == "3.0 (plan 2025 table 3, 2025-04-01)")
        #expect(evidence["value"] == "3.256" && evidence["runbook"] == "https://example.org/high")
    }

    @Test func aThresholdThatTheStationLacksIsUnknown() throws {
        let watch = try Watch(group("- {alert: High, expr: value >= station.warning}"), registry: gaugeRegistry())
        watch.read(0, 99, station: "unregistered")
        #expect(watch.steps.isEmpty)
        #expect(watch.engine.unknownCounts.map(\.count) == [1])
    }

    @Test func seriesThatShareAnAlarmRaiseItOnceAndClearItWithTheLast() throws {
        let watch = try Watch(
            """
            groups:
              - name: a
                match: {domain: water}
                by: [district]
                labels: {hazard: flood}
                rules: [{alert: High, expr: value >= 3.0}]
            """)
        watch.read(0, 4, station: "a")
        watch.read(1, 4, station: "b")
        watch.read(2, 1, station: "a")
        watch.read(3, 1, station: "b")
        #expect(watch.steps == ["raised@0 High north", "cleared@3 High north"])
    }

    @Test func aReadingTouchesOnlyRulesThatMatchIt() throws {
        let rules = (0..<500).map { "- {alert: A\($0), expr: value >= 3.0}" }.joined(separator: "\n")
        let watch = try Watch(
            group(rules, match: "{station: other}") + "\n"
                + "  - {name: b, labels: {hazard: x}, match: {station: r1}, rules: [{alert: B, expr: value >= 3.0}]}")
        watch.read(0, 4)
        #expect(watch.engine.cells.count == 1)
        #expect(watch.steps == ["raised@0 B r1"])
    }

    @Test func theShippedRulesCompile() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Rules").resolvingSymlinksInPath()
        guard let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) else {
            return
        }
        let files = try names.sorted().filter { $0.hasSuffix(".yaml") }.map {
            ConfigurationFile(
                path: $0, text: try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
        }
        let rules = try CompiledRules.compile(bundle: ConfigurationBundle(files: files), registry: .empty)
        #expect(rules.rules.count > 5)
        #expect(rules.warnings.isEmpty, "\(rules.warnings.map(\.rendered).joined(separator: "\n"))")
    }
}
