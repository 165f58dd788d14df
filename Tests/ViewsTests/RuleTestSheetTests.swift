import Telemetry
import Testing
import Views

@Suite struct RuleTestSheetTests {
    private let test = RuleTestView(
        file: "river/stage_test.yaml", test: "rises\u{1B}", line: 3, passed: false,
        timeline: [
            .init(at: "5m", expected: "High a pending", actual: "High a pending", differences: [], line: 8),
            .init(
                at: "15m", expected: "High a firing", actual: "High a firing",
                differences: [.init(field: "value", expected: "3.1", actual: "3.0")], line: 9),
            .init(at: "1h", expected: nil, actual: "High a resolved", differences: [], line: nil),
        ],
        failures: [
            .init(code: "fired", line: 4, column: 5, at: "9m", subject: "Low", expected: nil, actual: "b"),
            .init(code: "state", line: 6, column: 7, at: "9m", subject: "Low firing", expected: "[a]", actual: "none"),
            .init(code: "expression", line: 7, column: 7, at: "9m", subject: "value", expected: "3.0", actual: nil),
        ])

    @Test func bothColumnsAndTheFirstDifference() {
        let english = """
            FAILED  river/stage_test.yaml:3: rises\\u{1b}
                    river/stage_test.yaml:4:5: Low must never fire; it fires at 9m for b
                    river/stage_test.yaml:6:7: at 9m Low firing should be [a]; it is none
                    river/stage_test.yaml:7:7: at 9m the expression value should be 3.0; it is nothing: no reading of the series has come
                       expected       | actual
                  5m   High a pending | High a pending
                > 15m  High a firing  | High a firing
                    value: expected “3.1”, is “3.0”
                ! 1h                  | High a resolved
                    The first difference (marked >) is at 15m: river/stage_test.yaml:9

            """
        #expect(RuleTestSheet.render(test, language: .english) == english)
    }

    @Test func chineseSaysTheSame() {
        let chinese = RuleTestSheet.render(test, language: .chinese)
        #expect(chinese.hasPrefix("未通过  river/stage_test.yaml:3"))
        for part in ["Low 不应触发，却在 9m 触发（b）", "value：应为“3.1”，实际为“3.0”", "首处差异（标 >）：river/stage_test.yaml:9，15m"] {
            #expect(chinese.contains(part), "\(part)")
        }
    }

    @Test func aPassedTestIsOneLine() {
        let passed = RuleTestView(file: "a", test: "b", line: 1, passed: true, timeline: [], failures: [])
        #expect(RuleTestSheet.render(passed, language: .english) == "ok      a:1: b\n")
        #expect(RuleTestSheet.render(passed, language: .chinese) == "通过    a:1: b\n")
    }

    @Test(arguments: Language.allCases)
    func coverageNamesWhatIsMissing(language: Language) {
        let coverage = [
            RuleCoverageView(
                alert: "High", file: "river/stage.yaml", covered: ["raising"], missing: ["deadband", "silence"],
                notApplicable: []),
            RuleCoverageView(
                alert: "Low", file: "river/stage.yaml", covered: [], missing: [], notApplicable: ["silence"]),
        ]
        let text = RuleCoverageSheet.render(coverage, language: language)
        #expect(
            text
                == (language == .chinese
                    ? "river/stage.yaml：High 缺少测试：回差、无数据\n测试覆盖：报警 2 种，齐全 1 种，有缺 1 种\n"
                    : "river/stage.yaml: High has no test for the deadband, silence\n"
                        + "Coverage: 2 alerts, 1 wholly tested, 1 with something missing\n"))
    }
}
