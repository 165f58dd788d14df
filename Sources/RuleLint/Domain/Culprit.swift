import CEL

/// Finds what to underline: the smallest part of a condition that can't hold.
enum Culprit {
    /// The smallest part that explains why the condition can't hold.
    static func range(_ node: Expression, _ interpreter: Interpreter) -> SourceRange {
        guard case .binary(.and, _, _) = node.kind else { return node.range }
        let parts = Interpreter.chain(node, .and)
        for part in parts where interpreter.assume(part, true, [Box()]).isEmpty { return range(part, interpreter) }
        for (index, first) in parts.enumerated() {
            for second in parts.dropFirst(index + 1)
            where interpreter.assume(second, true, interpreter.assume(first, true, [Box()])).isEmpty {
                return SourceRange(min(first.range.start, second.range.start), max(first.range.end, second.range.end))
            }
        }
        return node.range
    }

    /// Operands of `||` that can't hold where all around them does.
    static func deadAlternatives(_ node: Expression, _ interpreter: Interpreter, _ boxes: [Box]) -> [SourceRange] {
        switch node.kind {
        case .binary(.and, _, _):
            let parts = Interpreter.chain(node, .and)
            let rest = interpreter.assume(node, true, boxes)
            return parts.flatMap { deadAlternatives($0, interpreter, rest) }
        case .binary(.or, _, _):
            return Interpreter.chain(node, .or).flatMap { part in
                let within = interpreter.assume(part, true, boxes)
                return within.isEmpty ? [part.range] : deadAlternatives(part, interpreter, within)
            }
        default: return []
        }
    }
}
