import Configuration
import Testing

@testable import Drills

/// What is refused, where, and with which remedy.
@Suite struct RuleTestRefusalTests {
    private let bench: RuleTestBench

    init() throws { bench = try RuleTestBench() }

    private static let reading = "readings: [{station: t1, quantity: level, at: 1m, value: 3}]"

    static let cases: [(test: String, message: String)] = [
        ("\(reading)", "asserts nothing"),
        ("\(reading)\n    timeline: []", "“timeline” is empty"),
        ("\(reading)\n    never: []", "must be a list of alerts"),
        ("\(reading)\n    expect: []", "“expect” is empty"),
        ("\(reading)\n    expect: [{at: 1m, alert: TankHigh}]", "expects nothing"),
        ("\(reading)\n    expect: [{at: 1m, alert: TankHigh, firing: []}]", "empty list"),
        ("\(reading)\n    exprs: [{at: 1m, station: t1, expr: value}]", "expects nothing"),
        ("\(reading)\n    exprs: [{at: 1m, station: t1, expr: valu, is: 1}]", "valu"),
        ("\(reading)\n    exprs: [{at: 1m, station: b9, expr: value, is: 1}]", "station and a quantity"),
        ("\(reading)\n    never: [TankHi]", "No rule raises “TankHi”"),
        ("\(reading)\n    timeline: [{at: 1m, alert: TankHi, key: t1, to: firing}]", "No rule raises “TankHi”"),
        ("\(reading)\n    timeline: [{at: 1m, alert: TankHigh, key: t1, to: on}]", "“on” is no transition"),
        ("\(reading)\n    timeline: [{at: 1m, alert: TankHigh, to: firing}]", "needs “key”"),
        ("\(reading)\n    timeline: [{at: 1m, to: firing}]", "needs “alert”"),
        ("\(reading)\n    timeline: [{at: 1m, alert: TankHigh, key: {place: t1}, to: firing}]", "made of [station]"),
        ("\(reading)\n    timeline: [{at: -1m, alert: TankHigh, key: t1, to: firing}]", "outside the test"),
        ("\(reading)\n    timeline: [{at: soon, alert: TankHigh, key: t1, to: firing}]", "is no time"),
        ("\(reading)\n    end: 30s\n    never: [TankHigh]", "after the end of the test"),
        ("\(reading)\n    nevr: [TankHigh]", "no field “nevr”"),
        ("\(reading)\n    never: [TankHigh]\n    covers: [raising]", "does not cover raising"),
        ("\(reading)\n    never: [TankHigh]\n    covers: [late_reading]", "does not cover late_reading"),
        ("\(reading)\n    never: [TankHigh]\n    covers: [everything]", "is no kind"),
        ("readings: [{station: t1, quantity: rain, at: 1m, value: 3}]\n    never: [TankHigh]", "No rule is about"),
        (
            "readings: [{station: t1, quantity: level, at: 1m, event: {type: x}}]\n    never: [TankHigh]",
            "No rule is about"
        ),
        ("readings: [{station: t1, quantity: level, at: 1m}]\n    never: [TankHigh]", "needs “values”"),
        ("readings: [{station: t1, quantity: level, values: 1x3}]\n    never: [TankHigh]", "needs “every”"),
        ("readings: [{station: t1, quantity: level, every: 0s, values: 1x3}]\n    never: [TankHigh]", "needs “every”"),
        ("readings: [{station: t1, at: 1m, value: high}]\n    never: [TankHigh]", "must be a number"),
        ("readings: [{station: t1, at: 1m, value: 1, quality: good}]\n    never: [TankHigh]", "is no quality"),
        ("readings: [{at: 1m, value: 1}]\n    never: [TankHigh]", "needs “station”"),
        ("readings: [{station: a/b, quantity: level, at: 1m, value: 1}]\n    never: [TankHigh]", "level of a topic"),
        ("readings: [{station: t1, every: 365d, values: 1x3}]\n    never: [TankHigh]", "more than 366 days"),
        ("start: yesterday\n    never: [TankHigh]", "must be a date"),
        ("\(reading)\n    timeline: [{at: 1m, alert: TankHigh, key: t1, to: firing, labels: {}}]", "“labels” is empty"),
        ("\(reading)\n    timeline: [{at: 1m, alert: TankHigh, key: t1, to: firing, labels: {a: /(/}}]", "no regular"),
    ]

    @Test(arguments: cases)
    func refused(test: String, message: String) throws {
        let problems = try bench.problems("  - name: x\n    " + test + "\n")
        #expect(problems.count >= 1, "\(test)")
        #expect(problems.contains { $0.message.contains(message) }, "\(test): \(problems)")
        for problem in problems {
            #expect(problem.path == bench.path)
            #expect(problem.line > 10 && problem.column > 0 && !problem.remedy.isEmpty)
        }
    }

    @Test func headsAreReadToo() throws {
        let test = "tests: [{name: x, never: [TankHigh]}]\n"
        #expect(try bench.problems(test, head: "rules: [tank.yaml]\n").isEmpty)
        #expect(
            try bench.problems(test, head: "rules: [pond.yaml]\n").map(\.message) == [
                "There is no rule file “pond.yaml”."
            ])
        #expect(try bench.problems("tests: []\n", head: "").map(\.message).first?.contains("at least one") == true)
        #expect(
            try bench.problems("tests: [{name: x, never: [TankHigh]}, {name: x, never: [TankHigh]}]\n", head: "")
                .map(\.message) == ["Two tests are named “x”."])
        let coverage = "coverage: {not_applicable: [{alert: TankHi, kinds: [noise]}]}\n"
        #expect(try bench.problems(test, head: coverage).count == 3)
    }

    @Test func aBrokenRuleFileIsToldAtItsPlace() throws {
        let broken = try RuleTestBench(
            rules: RuleTestBench.rules.replacing("value >= params.limit", with: "valu >= 3.0"))
        let problems = try broken.problems("  - {name: x, never: [TankHigh]}\n")
        #expect(problems.first?.path == "tank/tank.yaml")
        #expect(problems.first?.line == 8)
    }
}
