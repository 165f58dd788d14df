import Configuration
import Foundation
import TestSupport

@testable import Drills

/// A small city on disk with a rule file of its own, for tests of rule tests.
final class RuleTestBench {
    let folder: TemporaryFolder
    let suite: RuleTestSuite

    static let rules = """
        groups:
          - name: tank
            match: {quantity: level}
            params: {limit: 3.0, clear: 2.5}
            labels: {hazard: river_flood, colour: yellow}
            rules:
              - alert: TankHigh
                expr: value >= params.limit
                clear_when: value < params.clear
                for: 5m
                keep_firing_for: 2m
                labels: {team: water}
                annotations:
                  summary: {zh: "{{ station }} 水位 {{ fixed(value, 1) }}", en: "{{ station }} level {{ fixed(value, 1) }}"}
                  advice: look
              - alert: TankMean
                expr: avg_last(3) >= 3.0
                annotations: {summary: {zh: 平均高, en: mean high}}
              - alert: TankSilent
                expr: silence() > duration('20m')
                annotations: {summary: {zh: 无数据, en: silent}}
          - name: button
            match: {quantity: button}
            labels: {hazard: panic}
            rules:
              - alert: Pressed
                on: event
                expr: event.type == "press"
                latch: true
                annotations: {summary: {zh: 按下, en: pressed}}
          - name: quantity-of-two
            match: {quantity: level}
            labels: {hazard: river_flood}
            rules:
              - alert: TwoTanks
                over: {alert: TankHigh, by: [district]}
                expr: distinct('station', '1h') >= 2
                annotations: {summary: {zh: 两处, en: two}}
        """

    static let head = """
        stations:
          - id: t1
            district: d1
            quantities: [{quantity: level, unit: m, heartbeat: 10m}]
          - id: t2
            district: d1
            quantities: [{quantity: level, unit: m, heartbeat: 10m}]
          - id: b1
            quantities: [{quantity: button, unit: "1"}]
        tests:

        """

    init(rules: String = RuleTestBench.rules) throws {
        folder = try TemporaryFolder()
        try TestCity.write(TestCity.rivers, to: folder.path)
        try TestCity.write(
            ConfigurationBundle(files: [ConfigurationFile(path: "tank/tank.yaml", text: rules)]), to: folder.path)
        suite = try RuleTestSuite(cityFolder: folder.path)
    }

    var path: String { folder.path + "/tank/tank_test.yaml" }

    func write(_ tests: String, head: String = RuleTestBench.head) throws {
        try (head + tests).write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Runs tests that stand below `head`.
    func run(_ tests: String, head: String = RuleTestBench.head) throws -> RuleTestFileResult {
        try write(tests, head: head)
        return try suite.run(path)
    }

    /// `at expected | actual` of a test's rows.
    func rows(_ tests: String) throws -> [String] {
        try run(tests).results[0].rows.map { "\($0.at.text) \($0.expected ?? "-") | \($0.actual ?? "-")" }
    }

    /// First messages with their lines that a file is refused with.
    func problems(_ tests: String, head: String = RuleTestBench.head) throws -> [ConfigurationProblem] {
        do {
            _ = try run(tests, head: head)
            return []
        } catch let problems as ConfigurationProblems {
            return problems.problems
        }
    }
}
