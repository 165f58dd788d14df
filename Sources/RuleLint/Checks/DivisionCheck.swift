import CEL
import Telemetry

/// A division whose divisor may be 0 where it is evaluated: the condition is unknown then.
struct DivisionCheck: LintCheck {
    let id = LintID.exprDivision

    func findings(_ rule: LintedRule) -> [LintFinding] {
        var result: [LintFinding] = []
        for part in rule.parts {
            var told: Set<SourceRange> = []
            for single in rule.cases where single.isComplete {
                var divisors: [Expression] = []
                walk(part.root, rule.interpreter(single, isBelieved: true), [Box()], &divisors)
                for divisor in divisors where told.insert(divisor.range).inserted {
                    result.append(
                        rule.finding(
                            id, at: part.place(divisor.range),
                            chinese: "除数“\(part.text(divisor.range))”可能为 0\(single.chinese)：条件届时未知。",
                            english:
                                "The divisor “\(part.text(divisor.range))” may be 0\(single.english): the condition is "
                                + "unknown then.",
                            remedy: Bilingual(
                                chinese: "先排除零：\(part.text(divisor.range)) > 0.0 && …，或改写为乘法。",
                                english:
                                    "Rule 0 out before it, \(part.text(divisor.range)) > 0.0 && …, or multiply instead."
                            )))
                }
            }
        }
        return result
    }

    /// Gathers divisors that may be 0 in the boxes in which they are reached.
    private func walk(
        _ node: Expression, _ interpreter: Interpreter, _ boxes: [Box], _ divisors: inout [Expression]
    ) {
        if boxes.isEmpty { return }
        switch node.kind {
        case .binary(.and, let left, let right):
            walk(left, interpreter, boxes, &divisors)
            walk(right, interpreter, interpreter.assume(left, true, boxes), &divisors)
        case .binary(.or, let left, let right):
            walk(left, interpreter, boxes, &divisors)
            walk(right, interpreter, interpreter.assume(left, false, boxes), &divisors)
        case .conditional(let condition, let yes, let no):
            walk(condition, interpreter, boxes, &divisors)
            walk(yes, interpreter, interpreter.assume(condition, true, boxes), &divisors)
            walk(no, interpreter, interpreter.assume(condition, false, boxes), &divisors)
        case .comprehension(let macro):
            walk(macro.range, interpreter, boxes, &divisors)
            var inner = interpreter
            inner.hidden.insert(macro.first)
            if let second = macro.second { inner.hidden.insert(second) }
            for part in [macro.predicate, macro.result].compactMap({ $0 }) { walk(part, inner, boxes, &divisors) }
        default:
            if case .binary(let operation, _, let divisor) = node.kind, operation == .divide || operation == .remainder,
                boxes.contains(where: { mayBeZero(divisor, interpreter, $0) })
            {
                divisors.append(divisor)
            }
            node.kind.forEachChild { walk($0, interpreter, boxes, &divisors) }
        }
    }

    private func mayBeZero(_ node: Expression, _ interpreter: Interpreter, _ box: Box) -> Bool {
        switch interpreter.evaluate(node, in: box).value {
        case .double(let range)?: range.contains(0)
        case .integer(let range)?: range.low <= 0 && 0 <= range.high
        case .other?: true
        case .truth?, .duration?, .text?, nil: false
        }
    }
}
