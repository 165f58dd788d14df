import CEL
import Telemetry

/// A condition's sub-expressions as a tree, to find those that keep it from coming to what is asked for.
struct ConditionTree {
    private(set) var parts: [ExplainedPart]
    private let lines: [ExplainedExpression]

    init(_ lines: [ExplainedExpression]) {
        self.lines = lines
        parts = lines.map { line in
            ExplainedPart(
                text: line.text, depth: line.depth, form: line.form, outcome: ConditionTree.outcome(line.result))
        }
        for index in lines.indices { parts[index].margin = margin(index) }
    }

    static func outcome(_ result: EvaluationResult) -> ExplainedPart.Outcome {
        switch result {
        case .value(let value): .value(RuleEngine.text(of: value))
        case .unknown(let set): .unknown(UnknownReason.words(set.reasons))
        case .error(let error): .failed("\(error)")
        }
    }

    static func truth(_ result: EvaluationResult) -> Bool? {
        if case .value(.bool(let flag)) = result { return flag }
        return nil
    }

    private func children(of index: Int) -> [Int] {
        var result: [Int] = []
        var next = index + 1
        while next < lines.count, lines[next].depth > lines[index].depth {
            if lines[next].depth == lines[index].depth + 1 { result.append(next) }
            next += 1
        }
        return result
    }

    private func margin(_ index: Int) -> ExplainedPart.Margin? {
        guard case .comparison(let comparison) = lines[index].form else { return nil }
        let sides = children(of: index)
        guard sides.count == 2, let left = ConditionTree.number(lines[sides[0]].result),
            let right = ConditionTree.number(lines[sides[1]].result)
        else { return nil }
        return ExplainedPart.Margin(left: left, comparison: comparison, right: right)
    }

    private static func number(_ result: EvaluationResult) -> Double? {
        guard case .value(let value) = result else { return nil }
        switch value {
        case .double(let number): return number
        case .int(let number): return Double(number)
        case .uint(let number): return Double(number)
        case .duration(let nanoseconds): return Double(nanoseconds) / 1e9
        default: return nil
        }
    }

    /// Marks the smallest parts that would have to come to something else.
    mutating func markBlocking(wanted: Bool) {
        if !lines.isEmpty { mark(0, wanted) }
    }

    private mutating func mark(_ index: Int, _ wanted: Bool) {
        guard ConditionTree.truth(lines[index].result) != wanted else { return }
        let below = children(of: index)
        switch lines[index].form {
        case .and where below.count == 2, .or where below.count == 2:
            for child in below { mark(child, wanted) }
        case .not where below.count == 1: mark(below[0], !wanted)
        case .conditional where below.count == 3:
            switch ConditionTree.truth(lines[below[0]].result) {
            case true?: mark(below[1], wanted)
            case false?: mark(below[2], wanted)
            case nil: parts[below[0]].isBlocking = true
            }
        case .and, .or, .not, .conditional, .literal, .name, .comparison, .other: parts[index].isBlocking = true
        }
    }
}
