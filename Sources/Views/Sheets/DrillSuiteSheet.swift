import Telemetry

/// What became of a suite of recordings: for people, and as JUnit XML.
package enum DrillSuiteSheet {
    package static func render(_ results: [DrillSuiteView], language: Language) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        var text = ""
        for result in results {
            let word = result.passed ? say("通过", "ok") : say("未通过", "FAILED")
            let met = result.expectations.count { $0.finding == nil }
            let title = result.title.map { "  " + $0[language] } ?? ""
            text +=
                TerminalWidth.padded(word, to: 8) + DisplayText.safe(result.recording + title)
                + say("  预期 \(met)/\(result.expectations.count)", "  \(met)/\(result.expectations.count) expectations")
            if !result.changed.isEmpty {
                text += say("  （录制后已改动：", "  (changed since: ") + result.changed.joined(separator: ", ") + say("）", ")")
            }
            text += "\n"
            if let error = result.error { text += "        ✗ " + DisplayText.safe(error) + "\n" }
            for expectation in result.expectations {
                if let finding = expectation.finding { text += "        ✗ " + DisplayText.safe(finding) + "\n" }
            }
        }
        let passed = results.count { $0.passed }
        text += Vocabulary.exerciseMark + "  "
        text += say(
            "录制 \(results.count) 份，通过 \(passed) 份，未通过 \(results.count - passed) 份",
            "\(results.count) recordings, \(passed) passed, \(results.count - passed) failed")
        return text + "\n"
    }

    package static func junit(_ results: [DrillSuiteView]) -> String {
        let suites = results.map { result -> JUnitReport.Suite in
            var cases = result.expectations.map { expectation in
                JUnitReport.Case(
                    name: expectation.name,
                    outcome: expectation.finding.map { .failed($0, detail: $0) } ?? .passed)
            }
            if let error = result.error {
                cases.append(JUnitReport.Case(name: "(the recording)", outcome: .refused(error, detail: error)))
            }
            return JUnitReport.Suite(name: result.recording, cases: cases)
        }
        return JUnitReport(name: "\(Vocabulary.exerciseMark) tocsin drill suite", suites: suites).render()
    }
}
