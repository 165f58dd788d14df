import City
import Configuration
import Foundation
import QualityControl
import Telemetry
import Testing

/// Wrong files are refused with place and remedy, all problems at once; right ones are read.
@Suite struct QualityFileTests {
    private func problems(_ text: String, stations: [Station] = QualityScene.stations(2)) -> [ConfigurationProblem] {
        do {
            _ = try QualityRules.load(
                bundle: ConfigurationBundle(files: [ConfigurationFile(path: "quality/stage.yaml", text: text)]),
                registry: Registry(stations: stations, places: [], districts: []))
            return []
        } catch {
            return error.problems
        }
    }

    @Test func everyProblemIsToldAtOnceWithItsPlace() {
        let found = problems(
            """
            quality:
              - name: stage
                match: {quantity: stage, unit: m}
                range:
                  sensor: {low: 5, high: -5, source: s, date: "2026-01-01"}
                spike: {suspect: 1, fail: 0.5, source: s, date: yesterday}
                rate: {deviations: -1, readings: 2, at_least: 0.1, per: 0s, source: s, date: "2026-01-01"}
                flat_line: {suspect_after: 6, fail_after: 6, tolerance: -1, idle: [1], source: "", date: "2026-01-01"}
                gap: {after: 365d, source: s, date: "2026-01-01"}
                neighbour: {limit: 1, within: 10m, of: [nobody], source: s, date: "2026-01-01"}
                speke: {}
                stations:
                  nowhere: {gap: off}
            """)
        let told = found.map { "\($0.line):\($0.column) \($0.message)" }
        #expect(
            told == [
                "5:30 “high” is not above “low”.",
                "6:31 “fail” is not above “suspect”.",
                "6:53 “date” must be a date.",
                "7:24 “deviations” must be above 0.",
                "7:38 “readings” must be a whole number from 3 to 64.",
                "7:61 “per” must be above 0 and at most 31 days.",
                "8:47 “fail_after” is not above “suspect_after”.",
                "8:61 “tolerance” is negative.",
                "8:71 “idle” must be two numbers.",
                "8:84 “source” is empty.",
                "9:18 “after” must be above 0 and at most 31 days.",
                "10:45 There is no station “nobody”.",
                "11:5 An entry has no field “speke”.",
                "13:7 There is no station “nowhere”.",
            ])
        #expect(
            found.first?.rendered
                == [
                    "quality/stage.yaml:5:30: “high” is not above “low”.",
                    "          sensor: {low: 5, high: -5, source: s, date: \"2026-01-01\"}",
                    "                                 ^^", "    → Write the smaller number as low.",
                ].joined(separator: "\n"))
        #expect(found.allSatisfy { !$0.remedy.isEmpty })
    }

    @Test(arguments: [
        ("", "empty"), ("quality: 5", "must be a list"), ("rules: []", "no field"),
        ("quality:\n  - name: x\n    match: {unit: m}\n", "makes no test"),
        (
            "quality:\n  - name: x\n    match: {quantity: stage}\n    gap: {after: 1h, source: s, date: \"2026-01-01\"}\n",
            "in which unit"
        ),
        (
            "quality:\n  - name: x\n    match: {unit: \"*\"}\n    gap: {after: 1h, source: s, date: \"2026-01-01\"}\n",
            "in which unit"
        ),
        ("quality:\n\t- name: x\n", "YAML can't be read"),
        ("a: &x [1]\nb: *x\n", "Anchors"),
        (
            "quality:\n  - name: x\n    match: {unit: m, station: \"/[/\"}\n    gap: {after: 1h, source: s, date: \"2026-01-01\"}\n",
            "regular expression"
        ),
        (
            "quality:\n  - name: x\n    match: {unit: m}\n    gap: {after: 1h, source: s}\n", "no field “date”"
        ),
        (
            "quality:\n  - name: x\n    match: {unit: m}\n    range: {operator: {low: -9, high: 9, source: s, date: \"2026-01-01\"}, sensor: {low: 0, high: 5, source: s, date: \"2026-01-01\"}}\n",
            "beyond what the sensor"
        ),
    ])
    func aWrongFileIsRefused(text: String, part: String) {
        let told = problems(text).map(\.message)
        #expect(told.contains { $0.contains(part) }, "\(told)")
    }

    @Test func twoEntriesForOneSeriesAreRefused() {
        let entry = "    gap: {after: 1h, source: s, date: \"2026-01-01\"}\n"
        let found = problems(
            "quality:\n  - name: all\n    match: {unit: m}\n" + entry
                + "  - name: a\n    match: {unit: m, station: a}\n"
                + entry)
        #expect(found.map(\.line) == [5])
        #expect(
            found.first?.message.contains("“a” and “all” (quality/stage.yaml:2) both match stage of station “a”")
                == true)
    }

    @Test func overridesReplaceSingleTests() throws {
        let by = "source: s, date: \"2026-01-01\""
        var scene = try QualityScene(
            """
            range: {sensor: {low: -10, high: 30, \(by)}, operator: {low: -2, high: 8, \(by)}}
            gap: {after: 10m, \(by)}
            stations:
              b: {range: {operator: {low: -2, high: 20, \(by)}}, gap: off}
            """, stations: QualityScene.stations(2))
        #expect(scene.read(0, 15, series: 0).tests == ["operator_span"])
        #expect(scene.read(0, 15, series: 1).tests == [])
        #expect(scene.read(60, 99, series: 0).tests == ["sensor_span", "gap"])
        #expect(scene.read(60, 99, series: 1).tests == ["sensor_span"])
    }

    @Test func newLimitsKeepWhatWasRead() throws {
        let by = "source: s, date: \"2026-01-01\""
        var scene = try QualityScene("spike: {suspect: 5, \(by)}")
        scene.read(0, 1)
        scene.read(1, 3)
        scene.control.replaceRules(
            try QualityScene.rules("spike: {suspect: 1, \(by)}", registry: scene.registry), registry: scene.registry,
            series: scene.series)
        scene.read(2, 1)
        #expect(scene.at(1)?.tests == ["spike"])
        scene.control.replaceRules(.none, registry: scene.registry, series: scene.series)
        #expect(scene.read(3, 1e9).quality == .notEvaluated)
    }

    // MARK: What ships

    private static let rulesFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Rules")

    private func bundle(_ folders: [String]) throws -> ConfigurationBundle {
        var files: [ConfigurationFile] = []
        let root = QualityFileTests.rulesFolder
        for folder in folders {
            let names = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
            for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasSuffix("_test.yaml") {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
                files.append(ConfigurationFile(path: path, text: text))
            }
        }
        return ConfigurationBundle(files: files)
    }

    /// Every measured quantity of the shipped city has limits; what is only on or off needs none.
    @Test func everyMeasuredQuantityOfTheShippedCityHasLimits() throws {
        let all = try bundle(["", "stations", "quality"])
        let city = try City.load(from: all)
        let rules = try QualityRules.load(bundle: all, registry: city.registry)
        var without: Set<String> = []
        for (index, station) in city.registry.stations.enumerated() {
            for quantity in station.quantities where quantity.unit != "" && quantity.unit != "1" {
                let series = SeriesDescription(
                    id: SeriesID(rawValue: 0), topic: "", district: station.district, domain: "", station: station.id,
                    quantity: quantity.quantity, unit: quantity.unit, registered: index)
                if rules.limits(of: series, registry: city.registry) == nil {
                    without.insert("\(quantity.quantity) in \(quantity.unit)")
                }
            }
        }
        #expect(without.sorted() == [])
    }

    /// Thresholds that are levels of the quantity itself.
    private static let levels: Set<String> = [
        "warning", "guaranteed", "record", "low", "high", "warn", "close", "rescue", "alarm", "power_cut",
        "flood_limit",
        "flood_high", "design", "safe_release", "outage", "minimum", "incident_speed", "incident_occupancy",
    ]

    /// A threshold that an alarm waits for is never where the sensor is held to have failed.
    @Test func noThresholdOfTheShippedCityLiesOutsideTheSpans() throws {
        let all = try bundle(["", "stations", "quality"])
        let city = try City.load(from: all)
        let rules = try QualityRules.load(bundle: all, registry: city.registry)
        for (index, station) in city.registry.stations.enumerated() {
            for quantity in station.quantities {
                let series = SeriesDescription(
                    id: SeriesID(rawValue: 0), topic: "", district: station.district, domain: "", station: station.id,
                    quantity: quantity.quantity, unit: quantity.unit, registered: index)
                guard let limits = rules.limits(of: series, registry: city.registry),
                    let span = limits.operatorSpan ?? limits.sensorSpan
                else { continue }
                for threshold in quantity.thresholds where QualityFileTests.levels.contains(threshold.name) {
                    #expect(
                        threshold.value >= span.low && threshold.value <= span.high,
                        "\(station.id) \(quantity.quantity) \(threshold.name) \(threshold.value)")
                }
            }
        }
    }
}
