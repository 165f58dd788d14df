import CEL
import Telemetry

/// `==` or `in` between types that are never equal.
struct MixedEqualityCheck: LintCheck {
    let id = LintID.exprMixedEquality

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard let single = rule.cases.first else { return [] }
        let interpreter = rule.interpreter(single, isBelieved: false)
        var result: [LintFinding] = []
        for part in rule.parts {
            part.root.visit { node in
                guard case .binary(let operation, let left, let right) = node.kind,
                    let one = kind(left, interpreter)
                else { return }
                let others: [String]
                switch operation {
                case .equal, .notEqual: others = kind(right, interpreter).map { [$0] } ?? []
                case .contained:
                    guard case .list(let elements) = right.kind else { return }
                    others = elements.compactMap { kind($0.value, interpreter) }
                default: return
                }
                guard let other = others.first(where: { differ($0, one) }) else { return }
                result.append(
                    rule.finding(
                        id, at: part.place(node.range), chinese: "“\(part.text(node.range))”比较 \(one) 与 \(other)，永不相等。",
                        english: "“\(part.text(node.range))” compares \(one) with \(other): they are never equal.",
                        remedy: Bilingual(
                            chinese: "把一边转换成另一边的类型：double(…)、string(…)。",
                            english: "Convert one side to the type of the other: double(…), string(…).")))
            }
        }
        return result
    }

    private func kind(_ node: Expression, _ interpreter: Interpreter) -> String? {
        interpreter.evaluate(node, in: Box()).value?.kindName
    }

    /// Integers and doubles of the same number are equal.
    private func differ(_ one: String, _ two: String) -> Bool {
        let numbers: Set<String> = ["int", "double"]
        return one != two && !(numbers.contains(one) && numbers.contains(two))
    }
}
