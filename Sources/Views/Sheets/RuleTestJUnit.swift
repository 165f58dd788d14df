import Telemetry

/// Results of rule tests in the XML that continuous integration reads (the common subset of JUnit's dialects): a `testsuite` a
/// file, a `testcase` a test, a `failure` with both timelines, an `error` for a file that was refused.
package enum RuleTestJUnit {
    /// A file with its tests, or with the problems it was refused for.
    package struct File: Sendable {
        package var path: String
        package var tests: [RuleTestView]
        /// As they were printed; empty where the file was run.
        package var problems: [String]

        package init(path: String, tests: [RuleTestView], problems: [String]) {
            self.path = path
            self.tests = tests
            self.problems = problems
        }
    }

    package static func render(_ files: [File]) -> String {
        let tests = files.reduce(0) { $0 + max($1.tests.count, $1.problems.isEmpty ? 0 : 1) }
        let failures = files.reduce(0) { $0 + $1.tests.count { !$0.passed } }
        let errors = files.count { !$0.problems.isEmpty }
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text +=
            "<testsuites name=\"tocsin rules test\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\">\n"
        for file in files { text += suite(file) }
        return text + "</testsuites>\n"
    }

    private static func suite(_ file: File) -> String {
        let name = attribute(file.path)
        let failures = file.tests.count { !$0.passed }
        let errors = file.problems.isEmpty ? 0 : 1
        let head = "tests=\"\(file.tests.count + errors)\" failures=\"\(failures)\" errors=\"\(errors)\""
        var text = "  <testsuite name=\"\(name)\" \(head)>\n"
        for test in file.tests {
            let place = "classname=\"\(name)\" file=\"\(name)\" line=\"\(test.line)\""
            text += "    <testcase name=\"\(attribute(test.test))\" \(place)"
            if test.passed {
                text += "/>\n"
                continue
            }
            text += ">\n      <failure message=\"\(attribute(reason(test)))\">"
            text += escaped(RuleTestSheet.render(test, language: .english)) + "</failure>\n    </testcase>\n"
        }
        if !file.problems.isEmpty {
            let first = file.problems.first?.split(separator: "\n").first.map(String.init) ?? ""
            text += "    <testcase name=\"(the file)\" classname=\"\(name)\" file=\"\(name)\">\n"
            text +=
                "      <error message=\"\(attribute(first))\">\(escaped(file.problems.joined(separator: "\n")))</error>\n"
            text += "    </testcase>\n"
        }
        return text + "  </testsuite>\n"
    }

    private static func reason(_ test: RuleTestView) -> String {
        if let failure = test.failures.first { return RuleTestSheet.sentence(failure, .english) }
        guard let row = test.timeline.first(where: { !$0.isMet }) else { return "failed" }
        if let difference = row.differences.first {
            return "at \(row.at): \(RuleTestSheet.sentence(difference, .english))"
        }
        return "at \(row.at): expected \(row.expected ?? "nothing"), there is \(row.actual ?? "nothing")"
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
