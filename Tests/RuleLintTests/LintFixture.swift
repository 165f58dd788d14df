import Configuration
import QualityControl
import Telemetry

@testable import RuleLint

/// Two river gauges and a rain gauge, with rules and limits made of text.
enum LintFixture {
    static func gauge(_ id: String, _ thresholds: [(String, Double)], quantity: String = "stage") -> Station {
        Station(
            id: id, name: Bilingual(id), latitudeDegrees: 30, longitudeDegrees: 110, district: "north", domain: "river",
            place: "reach", gateway: nil, upstream: [], downstream: [], lifeSafety: false,
            quantities: [
                StationQuantity(
                    quantity: quantity, unit: "m", heartbeat: Interval(seconds: 600),
                    thresholds: thresholds.map {
                        StationThreshold(name: $0.0, value: $0.1, source: "test", date: "2026-01-01")
                    })
            ])
    }

    static let registry = Registry(
        stations: [
            gauge("river-1", [("warning", 3), ("deadband", 0.2), ("switch", 1)]),
            gauge("river-2", [("warning", 4), ("deadband", 0.2), ("switch", 0)]),
            gauge("rain-1", [], quantity: "rain"),
        ],
        places: [], districts: [])

    /// Stages are measured from 0 to 10 m.
    static let span = """
        quality:
          - name: stage
            match: {quantity: stage, unit: m}
            range: {sensor: {low: 0.0, high: 10.0, source: test, date: "2026-01-01"}}
        """

    /// A file of one group with the rules' text, each line indented as it should be.
    static func file(_ rules: String, match: String = "{quantity: stage}", group: String = "") -> ConfigurationFile {
        let text = """
            groups:
              - name: test
                match: \(match)
                labels: {hazard: river_flood}
            \(group.isEmpty ? "" : "    \(group)\n")    rules:

            """
        return ConfigurationFile(path: "river/test.yaml", text: text + rules)
    }

    /// One rule with an expression and what else it has, a field a line.
    static func rule(_ expression: String, _ fields: [String] = [], alert: String = "Test") -> String {
        (["      - alert: \(alert)", "        expr: \(expression)"] + fields.map { "        \($0)" })
            .joined(separator: "\n") + "\n"
    }

    static func report(
        _ file: ConfigurationFile, policy: LintPolicy = .none, counts: [String: Int]? = nil,
        deadLinks: [String: String] = [:], hasSpan: Bool = true
    ) throws -> LintReport {
        let limits = ConfigurationBundle(files: [ConfigurationFile(path: "quality/stage.yaml", text: span)])
        let quality = hasSpan ? try QualityRules.load(bundle: limits, registry: registry) : .none
        return RuleLint.run(
            LintInput(
                files: [file], registry: registry, quality: quality, retention: Interval(seconds: 20 * 86_400),
                policy: policy, incidentCounts: counts, deadLinks: deadLinks))
    }

    /// Ids of the findings for one rule with the expression.
    static func ids(_ expression: String, _ fields: [String] = [], group: String = "", hasSpan: Bool = true) throws
        -> [LintID]
    {
        try report(file(rule(expression, fields), group: group), hasSpan: hasSpan).findings.map(\.id)
    }
}
