/// The XML that continuous integration reads of test results: the common subset of JUnit's dialects.
package struct JUnitReport: Sendable {
    /// A file or recording with its tests.
    package struct Suite: Sendable {
        package var name: String
        package var cases: [Case]

        package init(name: String, cases: [Case]) {
            self.name = name
            self.cases = cases
        }
    }

    package struct Case: Sendable {
        package enum Outcome: Sendable {
            case passed
            /// A sentence, and all there is to say.
            case failed(String, detail: String)
            /// It could not be run.
            case refused(String, detail: String)
        }

        package var name: String
        /// Where the test is written; nil where a line says nothing.
        package var line: Int?
        package var outcome: Outcome

        package init(name: String, line: Int? = nil, outcome: Outcome) {
            self.name = name
            self.line = line
            self.outcome = outcome
        }

        fileprivate var isFailed: Bool { if case .failed = outcome { true } else { false } }
        fileprivate var isRefused: Bool { if case .refused = outcome { true } else { false } }
    }

    package var name: String
    package var suites: [Suite]

    package init(name: String, suites: [Suite]) {
        self.name = name
        self.suites = suites
    }

    package func render() -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"\(JUnitReport.attribute(name))\" \(JUnitReport.counts(suites.flatMap(\.cases)))>\n"
        for suite in suites {
            let name = JUnitReport.attribute(suite.name)
            text += "  <testsuite name=\"\(name)\" \(JUnitReport.counts(suite.cases))>\n"
            for test in suite.cases { text += JUnitReport.element(test, suite: name) }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private static func counts(_ cases: [Case]) -> String {
        let failures = cases.count(where: \.isFailed)
        let errors = cases.count(where: \.isRefused)
        return "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
    }

    private static func element(_ test: Case, suite: String) -> String {
        let line = test.line.map { " line=\"\($0)\"" } ?? ""
        let head = "    <testcase name=\"\(attribute(test.name))\" classname=\"\(suite)\" file=\"\(suite)\"\(line)"
        switch test.outcome {
        case .passed: return head + "/>\n"
        case .failed(let message, let detail): return head + ">\n" + content("failure", message, detail)
        case .refused(let message, let detail): return head + ">\n" + content("error", message, detail)
        }
    }

    private static func content(_ element: String, _ message: String, _ detail: String) -> String {
        "      <\(element) message=\"\(attribute(message))\">\(escaped(detail))</\(element)>\n    </testcase>\n"
    }

    private static func attribute(_ text: String) -> String {
        escaped(text).replacing("\"", with: "&quot;").replacing("\n", with: " ")
    }

    /// XML allows no control characters but tab and line feed.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
