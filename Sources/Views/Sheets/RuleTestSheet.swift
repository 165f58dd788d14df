import Telemetry

/// What became of a rule test: expected and actual in two columns, the first difference marked.
package enum RuleTestSheet {
    /// Widest of the two columns, in terminal columns.
    private static let widest = 72

    /// Nothing but a line where the test passed.
    package static func render(_ test: RuleTestView, language: Language) -> String {
        let word =
            switch (test.passed, language) {
            case (true, .chinese): "通过"
            case (true, .english): "ok"
            case (false, .chinese): "未通过"
            case (false, .english): "FAILED"
            }
        let head = TerminalWidth.padded(word, to: 8) + "\(test.file):\(test.line): \(test.test)"
        var text = DisplayText.safe(head) + "\n"
        if test.passed { return text }
        for failure in test.failures {
            text +=
                DisplayText.safe("        \(test.file):\(failure.line):\(failure.column): \(failure.message)") + "\n"
        }
        if test.timeline.contains(where: { !$0.isMet }) { text += timeline(test, language) }
        return text
    }

    private static func timeline(_ test: RuleTestView, _ language: Language) -> String {
        let expected = language == .chinese ? "预期" : "expected"
        let actual = language == .chinese ? "实际" : "actual"
        let rows = test.timeline
        let first = rows.firstIndex { !$0.isMet }
        let width = min(
            widest,
            max(TerminalWidth.columns(expected), rows.map { TerminalWidth.columns($0.expected ?? "") }.max() ?? 0))
        let times = max(2, rows.map(\.at.utf8.count).max() ?? 0)
        func line(_ mark: String, _ at: String, _ left: String, _ right: String) -> String {
            let time = TerminalWidth.padded(at, to: times)
            let column = TerminalWidth.padded(TerminalWidth.cut(left, to: width), to: width)
            return DisplayText.safe("    \(mark) \(time)  \(column) | \(right)") + "\n"
        }
        var text = line(" ", "", expected, actual)
        for (index, row) in rows.enumerated() {
            let mark = index == first ? ">" : (row.isMet ? " " : "!")
            text += line(mark, row.at, row.expected ?? "", row.actual ?? "")
            for difference in row.differences { text += DisplayText.safe("        \(difference)") + "\n" }
        }
        guard let first else { return text }
        let place = rows[first].line.map { "\(test.file):\($0)" } ?? "\(test.file):\(test.line)"
        text +=
            language == .chinese
            ? "        首处差异（标 >）：\(place)，\(rows[first].at)\n"
            : "        The first difference (marked >) is at \(rows[first].at): \(place)\n"
        return text
    }
}
