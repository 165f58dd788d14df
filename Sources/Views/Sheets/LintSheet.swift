import Telemetry

/// `tocsin rules lint`: place, severity and id, the line with what is meant underlined, what to do; and a count at the end.
package enum LintSheet {
    /// Columns of a source line that are shown.
    private static let shownColumns = 110

    /// - Parameter showsSuppressed: also what comments suppress, with their reasons.
    package static func render(_ view: LintView, language: Language, showsSuppressed: Bool = false) -> String {
        var text = view.findings.map { finding($0, language, reason: nil) }.joined()
        if showsSuppressed {
            text += view.suppressed.map { finding($0.finding, language, reason: $0.reason) }.joined()
        }
        text += view.thresholds.map { threshold($0, language) }.joined()
        return text + summary(view, language) + "\n"
    }

    /// What a station's threshold was and is, and which alerts it is about.
    private static func threshold(_ changed: LintView.Threshold, _ language: Language) -> String {
        let none = language == .chinese ? "无" : "none"
        let before = changed.before.map { "\($0)" } ?? none
        let after = changed.after.map { "\($0)" } ?? none
        let alerts = changed.alerts.isEmpty ? none : changed.alerts.joined(separator: language == .chinese ? "、" : ", ")
        let unit = changed.unit.isEmpty ? "" : " \(changed.unit)"
        let name = "\(changed.station) \(changed.quantity) station.\(changed.name)"
        return DisplayText.safe(
            language == .chinese
                ? "阈值已改：\(name)：\(before) → \(after)\(unit)；用到它的规则：\(alerts)"
                : "threshold changed: \(name): \(before) → \(after)\(unit); read by: \(alerts)") + "\n"
    }

    private static func finding(_ finding: LintView.Finding, _ language: Language, reason: String?) -> String {
        let place = "\(finding.path):\(finding.line):\(finding.column)"
        let head = "\(place): \(word(finding.severity, language)) \(finding.id): \(finding.message[language])"
        var text = DisplayText.safe(head) + "\n"
        if !finding.source.isEmpty { text += source(finding) }
        if let reason {
            text +=
                DisplayText.safe(language == .chinese ? "    （已用注释豁免：\(reason)）" : "    (suppressed: \(reason))") + "\n"
        } else {
            text += DisplayText.safe("    → " + finding.remedy[language]) + "\n"
        }
        return text
    }

    /// The line without its indentation, and `^~~~` below it; of a long line the part around the place.
    private static func source(_ finding: LintView.Finding) -> String {
        let scalars = Array(finding.source.unicodeScalars).map { isPlain($0) ? $0 : "�" }
        let indent = scalars.prefix { $0 == " " }.count
        let column = min(max(0, finding.column - 1), scalars.count)
        var start = min(indent, column)
        while columns(scalars[start..<column]) > 2 * shownColumns / 3 { start += 1 }
        var end = start
        while end < scalars.count, columns(scalars[start...end]) <= shownColumns { end += 1 }
        let last = min(max(column + 1, column + finding.length), max(end, column + 1))
        let head = start > indent ? "…" : ""
        let tail = end < scalars.count ? "…" : ""
        let shown = head + String(String.UnicodeScalarView(scalars[start..<end])) + tail
        let pad = String(repeating: " ", count: head.isEmpty ? 0 : 1) + blanks(scalars[start..<column])
        let width = last <= scalars.count ? columns(scalars[column..<last]) : 1
        return "    \(shown)\n    \(pad)^\(String(repeating: "~", count: max(0, width - 1)))\n"
    }

    private static func columns(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + TerminalWidth.columns($1) }
    }

    private static func blanks(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(repeating: " ", count: columns(scalars))
    }

    /// What a terminal shows as it is, in one place.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        let text = String(Character(scalar))
        return DisplayText.safe(text) == text
    }

    private static func word(_ severity: LintView.Severity, _ language: Language) -> String {
        switch (severity, language) {
        case (.error, .chinese): "错误"
        case (.warning, .chinese): "警告"
        case (.policy, .chinese): "规定"
        case (.error, .english): "error"
        case (.warning, .english): "warning"
        case (.policy, .english): "policy"
        }
    }

    private static func summary(_ view: LintView, _ language: Language) -> String {
        switch language {
        case .chinese:
            "检查规则 \(view.rules) 条：错误 \(view.errors)，警告 \(view.warnings)，规定 \(view.policies)，注释豁免 \(view.suppressed.count)"
        case .english:
            "\(view.rules) rules: \(view.errors) errors, \(view.warnings) warnings, \(view.policies) of policy, "
                + "\(view.suppressed.count) suppressed by comments"
        }
    }
}
