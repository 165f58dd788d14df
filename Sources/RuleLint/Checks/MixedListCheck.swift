import CEL
import Telemetry

/// A list whose elements are of different types: some of them can never be found in it.
struct MixedListCheck: LintCheck {
    let id = LintID.exprMixedList

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard let single = rule.cases.first else { return [] }
        let interpreter = rule.interpreter(single, isBelieved: false)
        var result: [LintFinding] = []
        for part in rule.parts {
            part.root.visit { node in
                guard case .list(let elements) = node.kind else { return }
                let kinds = Set(elements.compactMap { interpreter.evaluate($0.value, in: Box()).value?.kindName })
                guard kinds.count > 1 else { return }
                result.append(
                    rule.finding(
                        id, at: part.place(node.range), chinese: "列表“\(part.text(node.range))”混用了不同类型。",
                        english:
                            "The list “\(part.text(node.range))” mixes \(kinds.sorted().joined(separator: " and ")).",
                        remedy: Bilingual(chinese: "所有元素写成同一类型。", english: "Write all elements in one type.")))
            }
        }
        return result
    }
}

extension AbstractValue {
    /// The type as people name it; nil where it is not known.
    var kindName: String? {
        switch self {
        case .truth: "bool"
        case .double: "double"
        case .integer: "int"
        case .duration: "duration"
        case .text: "string"
        case .other: nil
        }
    }
}
