import Telemetry
import Testing

@testable import RuleEngine

/// Functions of a series' own history, each on figures worked out by hand.
@Suite struct HistoryTests {
    /// Whether the expression holds at the last of readings `every` seconds apart; nil where it is unknown.
    private func holds(_ expression: String, _ values: [Double], every: Double = 60) throws -> Bool? {
        let watch = try Watch(group("- {alert: A, expr: \"\(expression)\", clear_when: \"!(\(expression))\"}"))
        for (index, value) in values.enumerated() { watch.read(Double(index) * every, value) }
        if !watch.engine.unknownCounts.isEmpty { return nil }
        return watch.engine.activeAlarms.contains { $0.phase == .firing }
    }

    /// Whether a number lies within 10⁻⁹ of what is expected.
    private func near(_ expression: String, _ expected: Double, _ values: [Double], every: Double = 60) throws -> Bool {
        let test = "\(expression) > \(expected - 1e-9) && \(expression) < \(expected + 1e-9)"
        return try holds(test, values, every: every) == true
    }

    @Test func listsOfReadingsAreOldestFirst() throws {
        #expect(try holds("last(3) == [2.0, 3.0, 4.0]", [1, 2, 3, 4]) == true)
        #expect(try holds("last(5)[0] >= 0.0", [1, 2, 3, 4]) == nil)
        #expect(try holds("values('2m') == [3.0, 4.0]", [1, 2, 3, 4]) == true)
        #expect(try holds("values('1h').exists(v, v == 1.0)", [1, 2, 3, 4]) == true)
    }

    @Test(arguments: [
        ("quantile(0.5, '1h')", 2.5), ("quantile(0, '1h')", 1.0), ("quantile(1, '1h')", 4.0),
        ("quantile(0.25, '1h')", 1.75), ("quantile(0.9, '1h')", 3.7),
    ])
    func quantilesInterpolate(expression: String, expected: Double) throws {
        #expect(try near(expression, expected, [4, 1, 3, 2]))
    }

    @Test func changesCountWhatDiffersFromItsPredecessor() throws {
        #expect(try holds("changes('1h') == 3.0", [1, 1, 2, 2, 1, 3]) == true)
        #expect(try holds("changes('2m') == 1.0", [1, 1, 2, 2, 1, 3]) == true)
        #expect(try holds("changes('1h') == 0.0", [5]) == true)
    }

    @Test func heldNeedsTheWholeWindow() throws {
        let expression = "held('3m', v, v >= 2.0)"
        #expect(try holds(expression, [2, 2, 2]) == nil)
        #expect(try holds(expression, [2, 2, 2, 2]) == true)
        // A reading at the window's very beginning stands outside (t − w, t].
        #expect(try holds(expression, [1, 2, 2, 2]) == true)
        #expect(try holds(expression, [2, 2, 1, 2]) == false)
    }

    @Test func whatLooksAtAWholeWindowIsNoReasonToWarn() throws {
        let rules = try compile(group("- {alert: A, expr: \"held('1h', v, v >= 2.0) && values('1h').size() > 3\"}"))
        #expect(rules.warnings.isEmpty, "\(rules.warnings)")
    }

    @Test func aStepBackIsTheNewestReadingNotYoungerThanTheWindow() throws {
        #expect(try holds("value - at_before('2m') == 2.0", [1, 2, 3, 4]) == true)
        #expect(try holds("at_before('90s') == 2.0", [1, 2, 3, 4]) == true)
        #expect(try holds("at_before('4m') > 0.0", [1, 2, 3, 4]) == nil)
    }

    @Test func decayingMeanWeighsByHalfLivesAndLeavesTheNewestOut() throws {
        // Ages 60 s, 120 s, 180 s with a half-life of 60 s: weights 1/2, 1/4, 1/8 on 3, 2, 1.
        let mean = (3 * 0.5 + 2 * 0.25 + 1 * 0.125) / 0.875
        #expect(try near("ewma('1m', '1h')", mean, [1, 2, 3, 99]))
        let squares = 0.5 * (3 - mean) * (3 - mean) + 0.25 * (2 - mean) * (2 - mean) + 0.125 * (1 - mean) * (1 - mean)
        #expect(try near("ew_stddev('1m', '1h')", (squares / 0.875).squareRoot(), [1, 2, 3, 99]))
        #expect(try holds("ewma('1m', '1h') > 0.0", [1]) == nil)
        #expect(try holds("ew_stddev('1m', '1h') >= 0.0", [1, 2]) == nil)
    }

    @Test func weightsHaveTheirDigits() {
        for age in [0, 1, 30, 59, 60, 61, 3600, 59_999] as [Int64] {
            let expected = exp2Reference(Double(age) / 60)
            #expect(abs(Decay.weight(age: age, halfLife: 60) - expected) <= expected * 1e-14 + 1e-300)
        }
        #expect(Decay.weight(age: .max, halfLife: 1) == 0)
    }

    /// 2^−x by repeated square roots.
    private func exp2Reference(_ x: Double) -> Double {
        var result = 1.0
        for _ in 0..<Int(x) { result /= 2 }
        var bit = 0.5
        var root = 0.5.squareRoot()
        var rest = x - x.rounded(.down)
        while bit > 1e-18 {
            if rest >= bit {
                result *= root
                rest -= bit
            }
            bit /= 2
            root = root.squareRoot()
        }
        return result
    }

    @Test func baselineLooksAtTheSameTimeOfEarlierDays() throws {
        // Readings every six hours for three days and one more: at the same time stand 10, 14 and 18.
        let values: [Double] = [10, 0, 0, 0, 14, 0, 0, 0, 18, 0, 0, 0, 30]
        #expect(try near("baseline_day('30m', 3)", 14, values, every: 21_600))
        #expect(try near("baseline_day_stddev('30m', 3)", 4, values, every: 21_600))
        #expect(try near("baseline_day('30m', 1)", 18, values, every: 21_600))
        #expect(try holds("baseline_day('30m', 3) > 0.0", [1, 2], every: 3600) == nil)
        #expect(try holds("baseline_day_stddev('30m', 1) >= 0.0", values, every: 21_600) == nil)
        #expect(try near("baseline_week('1h', 1)", 7, [7, 1, 1, 1, 1, 1, 1, 1], every: 86_400))
    }

    @Test func cumulativeSumsGrowWhileValuesStayAside() throws {
        // Excess over 2 + 0.5: −0.5, 0.5, 1.5, −1.5 → S = 0, 0.5, 2, 0.5.
        #expect(try near("cusum_high(2.0, 0.5, '1h')", 0.5, [2, 3, 4, 1]))
        #expect(try near("cusum_low(2.0, 0.5, '1h')", 1.0, [2, 3, 1, 1]))
        #expect(try near("cusum_high(2.0, 0.5, '2m')", 1.5, [9, 2, 4]))
    }

    @Test func cumulativeSumsTakeParameters() throws {
        let watch = try Watch(
            group(
                "- {alert: A, expr: \"cusum_high(params.target, params.slack, '1h') > 1.4\"}",
                parameters: "{target: 2, slack: 0.5}"))
        watch.read(0, 3)
        #expect(watch.steps.isEmpty)
        watch.read(60, 4)
        #expect(watch.steps == ["raised@60 A r1"])
        #expect(watch.last?.evidence.contains { $0.name == "values('1h')" } == true)
    }

    @Test func shortOverLongAverage() throws {
        // Mean of the long window 2, deviations 2 0 2 (long: 4/3), the newest alone: 2.
        #expect(try near("sta_lta('1m', '3m')", 1.5, [7, 0, 2, 4]))
        #expect(try holds("sta_lta('1m', '3m') > 0.0", [0, 2, 4]) == nil)
        #expect(try holds("sta_lta('1m', '3m') > 0.0", [2, 2, 2, 2]) == nil)
    }

    @Test func recursiveShortOverLongAverage() throws {
        var values = [Double](repeating: 0, count: 30)
        #expect(try holds("sta_lta_recursive('1m', '10m') > 0.0", values) == nil)
        values += [10]
        // Mean of 30 minutes back: 10/30 over the last thirty readings; both averages start at that deviation.
        let mean = 10.0 / 30
        let short = 10 - mean
        let long = mean + 0.1 * (10 - mean - mean)
        #expect(try near("sta_lta_recursive('1m', '10m')", short / long, values))
    }

    @Test(arguments: [
        ("last(0) == [1.0]", "from 1 to 1000"), ("last(n) == [1.0]", "ndeclared"), ("last(1001) == [1.0]", "1000"),
        ("quantile(1.5, '1h') > 0.0", "between 0 and 1"), ("quantile(0.5, '0s') > 0.0", "holds no history"),
        ("ewma('2h', '1h') > 0.0", "longer than the window"), ("baseline_day('25h', 1) > 0.0", "as long as the period"),
        ("baseline_day('1h', 32) > 0.0", "from 1 to 31"), ("baseline_week('1h', 5) > 0.0", "longer than the history"),
        ("sta_lta_recursive('1s', '20d') > 0.0", "longer than the history"), ("rise('365d') > 1.0", "at most '31d'"),
        ("rise('0s') > 1.0", "holds no history"), ("held('10m', v > 1.0)", "a window, a variable and a condition"),
        ("held('0s', v, v > 1.0)", "holds no history"), ("cusum_high(1.0, 1.0, value) > 1.0", "cusum_high"),
        ("cusum_high(1.0, 1.0, 'soon') > 1.0", "length of time"), ("changes('-5m') > 1.0", "holds no history"),
        ("values('5 minutes').size() > 1", "length of time"),
    ])
    func whatMakesNoSenseIsRefused(expression: String, words: String) {
        let found = problems(group("- {alert: A, expr: \"\(expression)\"}"))
        #expect(found.contains { ($0.message + $0.remedy).contains(words) }, "\(found)")
        #expect(found.allSatisfy { $0.line == 7 && $0.column > 20 }, "\(found)")
    }

    @Test(arguments: [
        "1.0 / (value - 5.0) > 0.0", "value / 0.0 > 1.0", "value * 1e308 > 1.0", "1 / int(value - 5.0) > 0",
    ])
    func whatHasNoResultIsUnknown(expression: String) throws {
        #expect(try holds(expression, [5, 5]) == nil)
    }

    @Test func aSumBeyondAllNumbersIsUnknown() throws {
        #expect(try holds("sum('1h') > 1.0", [1.7e308, 1.7e308]) == nil)
        #expect(try holds("ew_stddev('1m', '1h') > 1.0", [1.7e308, -1.7e308, 1]) == nil)
    }
}
