import Configuration
import Foundation
import Testing

@testable import Drills

/// `Rules/rule-test.schema.json` against the reader.
@Suite struct RuleTestSchemaTests {
    private let schema: SchemaCheck

    init() throws { schema = try SchemaCheck(path: ShippedRuleTests.folder + "/rule-test.schema.json") }

    private func faults(_ text: String) throws -> [String] {
        let collector = ProblemCollector()
        let file = ConfigurationFile(path: "a.yaml", text: text)
        let root = try #require(ConfigurationNode.root(of: file, collector: collector))
        return schema.faults(root)
    }

    @Test(arguments: ShippedRuleTests.files)
    func shippedTestsFit(file: String) throws {
        #expect(try faults(String(contentsOfFile: file, encoding: .utf8)) == [])
    }

    /// What the reader refuses for its shape, the schema refuses too.
    @Test(arguments: [
        "asserts nothing", "no field", "expects nothing", "empty list", "is no transition", "is no kind",
        "is no quality",
        "“labels” is empty", "“expect” is empty", "must be a list of alerts",
    ])
    func shapesAreRefused(message: String) throws {
        let cases = RuleTestRefusalTests.cases.filter { $0.message.contains(message) }
        #expect(!cases.isEmpty)
        for test in cases {
            #expect(try !faults("tests:\n  - name: x\n    \(test.test)\n").isEmpty, "\(test.test)")
        }
    }

    @Test func everyFieldThatIsReadIsInTheSchema() throws {
        let text = """
            rules: [a.yaml]
            start: 2026-03-29T00:30:00Z
            quality_control: none
            defaults: {station: a, quantity: b, domain: c, district: d, unit: m, every: 5m, delay: 3s}
            stations:
              - {id: a, name: {zh: a, en: a}, latitude: 1, longitude: 2, district: d, place: p, upstream: [b],
                 downstream: [c], life_safety: true, quantities: [{quantity: b, unit: m, heartbeat: 5m, thresholds: {w: 1}}]}
            tests:
              - name: a
                start: 2026-03-29T00:30:00Z
                end: 1h
                stations: [{id: a, name: b, quantities: [{quantity: b, unit: "1"}]}]
                quality_control: city
                exact: true
                covers: [raising, clearing, deadband, too_little_data, silence, late_reading]
                alerts: [A]
                readings:
                  - {station: a, quantity: b, domain: c, district: d, unit: m, at: 0s, every: 1m, delay: 1s, values: 1x3, quality: fail}
                  - {at: 1m, arrives: 2026-03-29T00:35:00Z, value: 1}
                  - {at: 1m, event: {id: 1, type: a, flag: true}}
                  - {at: 1m, topic: a, payload: b, qos: 0, retained: false}
                actions: [{at: 1m, reset: A, key: a}]
                timeline:
                  - {at: 1m, alert: A, key: {station: a}, to: firing, event_time: 1m, ended: 2m, value: 1, within: 1, unverified: true,
                     late: true, labels: {a: b}, evidence: {a: b}, annotations: {summary: {zh: a}, advice: b}}
                expect: [{at: 1m, alert: A, firing: [a], held: none, pending: none, unknown: [{station: a}]}]
                never: ["*"]
                exprs:
                  - {at: 1m, station: a, quantity: b, expr: a, is: 1, within: 1, params: {a: 1}}
                  - {at: 1m, expr: a, unknown: true}
            coverage:
              not_applicable: [{alert: A, kinds: [silence], reason: b}]
            """
        #expect(try faults(text) == [])
        // The reader knows all of these fields too: what it objects to are the names in them.
        let bench = try RuleTestBench()
        let problems = try bench.problems("", head: text)
        #expect(!problems.contains { $0.message.contains("has no field") }, "\(problems)")
    }
}
