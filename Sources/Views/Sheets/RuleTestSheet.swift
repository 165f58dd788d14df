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
                DisplayText.safe(
                    "        \(test.file):\(failure.line):\(failure.column): \(sentence(failure, language))") + "\n"
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
            for difference in row.differences {
                text += DisplayText.safe("        \(sentence(difference, language))") + "\n"
            }
        }
        guard let first else { return text }
        let place = rows[first].line.map { "\(test.file):\($0)" } ?? "\(test.file):\(test.line)"
        text +=
            language == .chinese
            ? "        首处差异（标 >）：\(place)，\(rows[first].at)\n"
            : "        The first difference (marked >) is at \(rows[first].at): \(place)\n"
        return text
    }

    // MARK: Sentences

    static func sentence(_ failure: RuleTestView.Failure, _ language: Language) -> String {
        let expected = failure.expected ?? ""
        let subject = failure.subject
        let at = failure.at
        switch (failure.code, language) {
        case ("state", .chinese): return "\(at) 时 \(subject) 应为 \(expected)，实际为 \(failure.actual ?? "")"
        case ("state", .english): return "at \(at) \(subject) should be \(expected); it is \(failure.actual ?? "")"
        case ("fired", .chinese): return "\(subject) 不应触发，却在 \(at) 触发（\(failure.actual ?? "")）"
        case ("fired", .english): return "\(subject) must never fire; it fires at \(at) for \(failure.actual ?? "")"
        case ("expression", .chinese):
            return "\(at) 时表达式 \(subject) 应为 \(expected)，实际为 \(failure.actual ?? "空：该序列尚无读数")"
        case ("expression", .english):
            let actual = failure.actual ?? "nothing: no reading of the series has come"
            return "at \(at) the expression \(subject) should be \(expected); it is \(actual)"
        case ("nothing_to_reset", .chinese): return "\(at) 时没有可复位的报警 \(subject)"
        case ("nothing_to_reset", .english): return "at \(at) there is no alarm \(subject) to reset"
        case (_, .chinese): return "\(at) 时复位 \(subject) 被拒绝：\(failure.actual ?? "")"
        case (_, .english): return "at \(at) the reset of \(subject) was refused: \(failure.actual ?? "")"
        }
    }

    static func sentence(_ difference: RuleTestView.Difference, _ language: Language) -> String {
        let field = difference.field
        switch (difference.expected, difference.actual, language) {
        case (let expected?, let actual?, .chinese): return "\(field)：应为“\(expected)”，实际为“\(actual)”"
        case (let expected?, let actual?, .english): return "\(field): expected “\(expected)”, is “\(actual)”"
        case (let expected?, nil, .chinese): return "\(field)：应为“\(expected)”，实际没有"
        case (let expected?, nil, .english): return "\(field): expected “\(expected)”, there is none"
        case (nil, let actual, .chinese): return "\(field)：未预期，实际为“\(actual ?? "")”"
        case (nil, let actual, .english): return "\(field): not expected, is “\(actual ?? "")”"
        }
    }
}
