import CEL

/// Runs expressions on sets instead of values: whatever the evaluator gives for terms within a box, the outcome here holds it.
/// It never says that something can't happen that can; it may not see that something can't.
struct Interpreter {
    let source: any TermSource
    /// Variables of macros around the expression: they hide names and are not known.
    var hidden: Set<String> = []

    private let budget = InterpreterBudget()

    init(source: any TermSource) {
        self.source = source
    }

    /// More alternatives than this are joined into one.
    static let boxLimit = 16
    /// Rounds of narrowing by all conditions that hold together.
    static let roundLimit = 4

    // MARK: Terms

    /// What a node stands for that is not computed from its parts; nil where it is. The key is that of a term that is
    /// narrowed as a whole.
    func term(_ node: Expression) -> (key: String?, outcome: Outcome)? {
        switch node.kind {
        case .identifier(let name, _): return hides(name) ? nil : source.outcome(ofName: name).map { (name, $0) }
        case .select:
            guard let (name, _) = node.declaredName, !hides(name) else { return nil }
            return source.outcome(ofName: name).map { (name, $0) }
        case .call(let name, let arguments, _): return source.outcome(ofCall: name, arguments: arguments)
        default: return nil
        }
    }

    private func hides(_ name: String) -> Bool {
        !hidden.isEmpty && hidden.contains(String(name.prefix { $0 != "." }))
    }

    /// Whether there is work left to be spent; without, nothing is narrowed any more, which proves nothing and is never wrong.
    func hasBudget() -> Bool { budget.spend() }

    // MARK: Forward

    func evaluate(_ node: Expression, in box: Box) -> Outcome {
        guard budget.spend() else { return .anything }
        if let (key, found) = term(node) {
            var outcome = found
            if let key, let narrowed = box[key] {
                outcome.value = outcome.value.flatMap { $0.intersection(narrowed) }
            }
            return outcome
        }
        switch node.kind {
        case .literal(let value): return Outcome(Interpreter.abstract(value))
        case .unary(.negate, let operand): return negated(evaluate(operand, in: box))
        case .unary(.not, _), .binary(.and, _, _), .binary(.or, _, _): return truth(node, box)
        case .binary(let operation, let left, let right):
            return binary(operation, evaluate(left, in: box), evaluate(right, in: box))
        case .conditional(let condition, let yes, let no): return conditional(condition, yes, no, box)
        case .call(let name, let arguments, _): return call(name, arguments, box)
        case .method, .identifier, .select, .has, .index, .list, .map, .message, .comprehension, .bind, .block,
            .optionalMap:
            return .anything
        }
    }

    static func abstract(_ value: Value) -> AbstractValue {
        switch value {
        case .bool(let truth): .truth(TruthSet(truth))
        case .double(let number): number.isNaN ? .other : .double(NumberRange(exactly: number))
        case .int(let number): .integer(IntegerRange(exactly: number))
        case .duration(let nanoseconds): .duration(IntegerRange(exactly: nanoseconds))
        case .string(let text): .text(text)
        case .null, .uint, .bytes, .list, .map, .type, .timestamp, .optional, .opaque: .other
        }
    }

    private func truth(_ node: Expression, _ box: Box) -> Outcome {
        var set: TruthSet = []
        if !assume(node, true, [box]).isEmpty { set.insert(.yes) }
        if !assume(node, false, [box]).isEmpty { set.insert(.no) }
        return Outcome(set.isEmpty ? nil : .truth(set), mayFail: true)
    }

    private func conditional(_ condition: Expression, _ yes: Expression, _ no: Expression, _ box: Box) -> Outcome {
        var result = Outcome(nil, mayFail: evaluate(condition, in: box).mayFail)
        for (branch, truth) in [(yes, true), (no, false)] {
            for assumed in assume(condition, truth, [box]) {
                result = result.union(evaluate(branch, in: assumed))
            }
        }
        return result
    }

    private func negated(_ operand: Outcome) -> Outcome {
        switch operand.value {
        case .double(let range)?: return Outcome(.double(range.negated), mayFail: operand.mayFail)
        case .integer(let range)?:
            let (result, mayOverflow) = IntegerRange(exactly: 0) - range
            return Outcome(.integer(result), mayFail: operand.mayFail || mayOverflow)
        case nil: return Outcome(nil, mayFail: true)
        case .duration?, .truth?, .text?, .other?: return .anything
        }
    }

    private func binary(_ operation: BinaryOperator, _ left: Outcome, _ right: Outcome) -> Outcome {
        guard let one = left.value, let two = right.value else { return Outcome(nil, mayFail: true) }
        let mayFail = left.mayFail || right.mayFail
        switch operation {
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
            let set = Comparison.truths(operation, one, two)
            let isKnown = one != .other && two != .other
            return Outcome(set.isEmpty ? nil : .truth(set), mayFail: mayFail || !isKnown)
        case .contained: return Outcome(.truth(.both), mayFail: true)
        case .add, .subtract, .multiply, .divide: return arithmetic(operation, one, two, mayFail)
        case .remainder, .and, .or: return .anything
        }
    }

    private func arithmetic(
        _ operation: BinaryOperator, _ one: AbstractValue, _ two: AbstractValue, _ mayFail: Bool
    ) -> Outcome {
        switch (one, two) {
        case (.double(let left), .double(let right)):
            let result: NumberRange.Result? =
                switch operation {
                case .add: left + right
                case .subtract: left - right
                case .multiply: left * right
                default: left / right
                }
            guard let result else { return Outcome(nil, mayFail: true) }
            return Outcome(.double(result.range), mayFail: mayFail || result.mayOverflow)
        case (.integer(let left), .integer(let right)) where operation == .add || operation == .subtract:
            let (range, mayOverflow) = operation == .add ? left + right : left - right
            return Outcome(.integer(range), mayFail: mayFail || mayOverflow)
        case (.integer, .integer): return Outcome(.integer(.all), mayFail: true)
        default: return .anything
        }
    }

    private func call(_ name: String, _ arguments: [Expression], _ box: Box) -> Outcome {
        guard arguments.count == 1, let argument = arguments.first else { return .anything }
        let operand = evaluate(argument, in: box)
        switch (name, operand.value) {
        case ("dyn", _): return operand
        case ("double", .double?): return operand
        case ("double", .integer(let range)?): return Outcome(.double(NumberRange(range)), mayFail: operand.mayFail)
        case ("duration", .text(let text?)?):
            // A constant that can't be read was refused when the rule was compiled.
            if case .literal = argument.kind, let length = Interpreter.nanoseconds(text) {
                return Outcome(.duration(IntegerRange(exactly: length)))
            }
            return .anything
        default: return .anything
        }
    }
}
