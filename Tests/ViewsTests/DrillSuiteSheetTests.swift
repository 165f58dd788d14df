import Foundation
import Telemetry
import Testing
import Views

@Suite struct DrillSuiteSheetTests {
    private static let results = [
        DrillSuiteView(
            recording: "storm.tocsin.jsonl", title: Bilingual(chinese: "暴雨夜", english: "Storm night"), passed: true,
            expectations: [.init(name: "A raised", finding: nil)], changed: [], error: nil),
        DrillSuiteView(
            recording: "gas<1>.jsonl", title: nil, passed: false,
            expectations: [.init(name: "B \"never\"", finding: "B was raised."), .init(name: "C", finding: nil)],
            changed: ["rules"], error: nil),
        DrillSuiteView(
            recording: "broken.jsonl", title: nil, passed: false, expectations: [], changed: [],
            error: "broken.jsonl:3: The line is cut off."),
    ]

    @Test(arguments: [Language.chinese, .english])
    func everythingSaysThatItIsAnExercise(language: Language) {
        let text = DrillSuiteSheet.render(Self.results, language: language)
        #expect(text.contains("演练 EXERCISE"))
        #expect(text.contains("B was raised.") && text.contains("broken.jsonl:3"))
        #expect(text.contains(language == .chinese ? "通过 1 份，未通过 2 份" : "1 passed, 2 failed"))
        let published = RecordingPublishedView(
            recording: "f", broker: "mqtt://h:1", messages: 3, confirmed: 2, refused: 1, leftOut: 4, unmovedTimes: 5,
            stopped: true, damage: "f:9")
        let sheet = RecordingPublishedSheet.render(published, language: language)
        #expect(sheet.contains("演练 EXERCISE") && sheet.contains("f:9"))
        #expect(sheet.split(separator: "\n").count == 6)
    }

    @Test func continuousIntegrationReadsIt() throws {
        let text = DrillSuiteSheet.junit(Self.results)
        #expect(
            text.contains(
                "<testsuites name=\"演练 EXERCISE tocsin drill suite\" tests=\"4\" failures=\"1\" errors=\"1\">"))
        #expect(text.contains("<testcase name=\"B &quot;never&quot;\" classname=\"gas&lt;1&gt;.jsonl\""))
        #expect(text.contains("<failure message=\"B was raised.\">"))
        #expect(text.contains("<error message=\"broken.jsonl:3: The line is cut off.\">"))
    }
}
