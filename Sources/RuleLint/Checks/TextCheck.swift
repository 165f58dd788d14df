import CEL
import Configuration
import RuleEngine
import Telemetry

/// Measured numbers in the text that people read, with all their digits.
struct TextCheck: LintCheck {
    let id = LintID.alertsTemplate

    /// What gives whole numbers, though as doubles.
    private static let whole: Set<String> = ["count", "changes"]

    func findings(_ rule: LintedRule) -> [LintFinding] {
        var result: [LintFinding] = []
        var told: Set<[Int]> = []
        for (node, template) in texts(rule) {
            let source = Source(template.source)
            for (program, start) in template.expressions where isMeasuredNumber(program) {
                let range = SourceRange(
                    start + program.expression.range.start, start + program.expression.range.end)
                let (line, column) = source.position(of: range.start)
                let text = source.text(of: range)
                let place = ScalarPlace(node: node).problem(
                    "", line: line, column: column, length: text.unicodeScalars.prefix { $0 != "\n" }.count, remedy: "")
                guard told.insert([place.line, place.column]).inserted else { continue }
                result.append(
                    rule.finding(
                        id, at: place, chinese: "“\(text)”没有取整，会显示所有小数位。",
                        english: "“\(text)” is shown with all its digits.",
                        remedy: Bilingual(chinese: "写 fixed(\(text), 1)。", english: "Write fixed(\(text), 1).")))
            }
        }
        return result
    }

    private func texts(_ rule: LintedRule) -> [(ConfigurationNode, Template)] {
        guard let summary = rule.source.summary else { return [] }
        return [(summary.chinese, rule.compiled.chinese), (summary.english, rule.compiled.english)]
            .compactMap { node, template in template.map { (node, $0) } }
    }

    private func isMeasuredNumber(_ program: Program) -> Bool {
        guard program.resultType == .double else { return false }
        if let (name, _) = program.expression.declaredName { return name == "value" }
        if case .call(let name, _, _) = program.expression.kind { return !Self.whole.contains(name) }
        return true
    }
}
