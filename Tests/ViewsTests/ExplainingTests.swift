import Foundation
import Telemetry
import Testing
import Views

@Suite struct ExplainingTests {
    private static let at = Timestamp(seconds: 1_780_308_000)

    private static var condition: ConditionView {
        ConditionView(
            text: "value >= station.warning && rise('1h') > 0.2", truth: "fails",
            parts: [
                .init(text: "value >= station.warning && rise('1h') > 0.2", depth: 0, value: "false"),
                .init(
                    text: "value >= station.warning", depth: 1, value: "false",
                    comparison: .init(left: 2.8499999999999996, comparison: ">=", right: 3), blocks: true,
                    since: at - Interval(seconds: 600), otherwiseAt: at - Interval(seconds: 900)),
                .init(text: "rise('1h') > 0.2", depth: 1, unknown: ["short_history"], blocks: true),
            ],
            names: [
                .init(name: "value", kind: "reading", value: "2.8499999999999996", unknown: [], source: nil, date: nil),
                .init(
                    name: "station.warning", kind: "threshold", value: "3.0", unknown: [], source: "plan\u{1B}[2J",
                    date: "2025-04-01"),
            ])
    }

    private static var series: SeriesStateView {
        var series = SeriesStateView(
            alert: "RiverWarning", key: "upper", station: "upper", quantity: "stage", unit: "m", verdict: "blocked",
            condition: condition)
        series.newest.value = 2.85
        series.newest.eventTime = at - Interval(seconds: 5)
        series.newest.heardAt = at - Interval(seconds: 4)
        series.sources = [
            SourceView(
                station: "upper", quantity: "stage", unit: "m", names: ["value"], count: 1,
                readings: [
                    .init(
                        eventTime: at - Interval(seconds: 5), receivedAt: at - Interval(seconds: 4), value: 2.85,
                        quality: "suspect", late: true, corrected: false, clockDisbelieved: false, revision: 0)
                ])
        ]
        return series
    }

    private static var rule: RuleView {
        RuleView(
            alert: "RiverWarning", subject: "reading", file: "river/stage.yaml", expression: condition.text,
            clearWhen: nil)
    }

    private static var provenance: ProvenanceView {
        var provenance = ProvenanceView(input: 12_345)
        provenance.ruleFile = String(repeating: "ab", count: 32)
        return provenance
    }

    private static var whyNot: WhyNotView {
        var view = WhyNotView(
            rule: "RiverWarning", station: "upper", askedAt: at, stateAt: at, knowledge: "known",
            provenance: provenance)
        view.states = [.init(rule: rule, series: [series], alarms: [], notMatched: [])]
        view.proven = true
        return view
    }

    @Test func whatBlocksIsSaidInBothLanguages() {
        let names = NameBook(utcOffsetMinutes: 480)
        let english = WhyNotSheet.render(Self.whyNot, names: names, language: .english)
        #expect(english.contains("the condition does not hold"))
        #expect(english.contains("→ value >= station.warning: false, 2.85 >= 3, apart by 0.15; so since"))
        #expect(english.contains("not known: too little history"))
        #expect(english.contains("one of them") || english.contains("1 of them came late"))
        let chinese = WhyNotSheet.render(Self.whyNot, names: names, language: .chinese)
        #expect(chinese.contains("条件不满足") && chinese.contains("相差 0.15") && chinese.contains("历史不足"))
        for text in [english, chinese] {
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
            #expect(text.contains("\\u{1b}[2J"))
        }
        #expect(
            WhyNotSheet.render(Self.whyNot, names: NameBook(exercise: true), language: .english)
                .hasPrefix(Vocabulary.exerciseMark))
    }

    @Test func aRaiseSaysWhatItRestsOn() {
        var view = WhyView(
            alert: "RiverWarning", key: "upper", step: "raised", at: Self.at, eventTime: Self.at,
            provenance: Self.provenance)
        view.rule = Self.rule
        view.series = Self.series
        view.late = true
        view.entry = 17
        view.proven = true
        let english = WhySheet.render(view, names: NameBook(), language: .english)
        #expect(english.contains("RiverWarning · upper: raised"))
        #expect(english.contains("#17") && english.contains(String(repeating: "ab", count: 32)))
        #expect(english.contains("changed what was told") && english.contains("leads to the stored log"))
        #expect(WhySheet.render(view, names: NameBook(), language: .chinese).contains("迟到或更正的数据改变了判定"))
    }

    @Test func viewsReadBackEqualAndNameEverything() throws {
        let view = Self.whyNot
        #expect(try ViewJSON.decode(WhyNotView.self, from: try ViewJSON.data(view)) == view)
        let text = try ViewJSON.line(view)
        for name in ["asked_at", "not_watching_from", "otherwise_at", "unknown_since", "event", "segment_entry"] {
            #expect(text.contains("\"\(name)\":"), "\(name)")
        }
        var trial = TrialView(from: Self.at, to: Self.at, days: 0.5, inputs: 1, readings: 1)
        trial.rules = [
            .init(
                alert: "A", inForce: true, alarms: 3, perDay: 6, alarmsInForce: 1, perDayInForce: 2, gained: 2, lost: 0,
                latching: false, celCost: 12, keys: [.init(key: "upper", alarms: 3)])
        ]
        #expect(try ViewJSON.decode(TrialView.self, from: try ViewJSON.data(trial)) == trial)
        for language in Language.allCases {
            #expect(TrialSheet.render(trial, names: NameBook(), language: language).contains("A"))
        }
    }
}
