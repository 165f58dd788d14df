import CEL
import Telemetry

/// Comparisons that noise decides: measured numbers held to be exactly equal, and how often a number changed.
struct FragileCheck: LintCheck {
    let id = LintID.exprFragile

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard let single = rule.cases.first else { return [] }
        let interpreter = rule.interpreter(single, isBelieved: false)
        var result: [LintFinding] = []
        for part in rule.parts {
            part.root.visit { node in
                guard case .binary(let operation, let left, let right) = node.kind else { return }
                let isEquality = operation == .equal || operation == .notEqual
                if isEquality, isDouble(left, interpreter), isDouble(right, interpreter) {
                    result.append(
                        rule.finding(
                            id, at: part.place(node.range), chinese: "“\(part.text(node.range))”要求两个实数完全相等。",
                            english: "“\(part.text(node.range))” asks whether two measured numbers are exactly equal.",
                            remedy: Bilingual(
                                chinese: "改用范围：value > 0.5 && value < 1.5。",
                                english: "Ask for a range: value > 0.5 && value < 1.5.")))
                } else if operation.isOrdering || isEquality, isChanges(left) || isChanges(right) {
                    result.append(
                        rule.finding(
                            id, at: part.place(node.range), chinese: "变化次数随传感器噪声和上报间隔而变，不宜作阈值。",
                            english: "How often a value changed goes with the sensor's noise and how often it reports.",
                            remedy: Bilingual(
                                chinese: "改用 rise、fall 或 stddev。", english: "Ask for rise, fall or stddev.")))
                }
            }
        }
        return result
    }

    private func isDouble(_ node: Expression, _ interpreter: Interpreter) -> Bool {
        if case .double? = interpreter.evaluate(node, in: Box()).value { return true }
        return false
    }

    private func isChanges(_ node: Expression) -> Bool {
        if case .call("changes", _, _) = node.kind { return true }
        return false
    }
}
