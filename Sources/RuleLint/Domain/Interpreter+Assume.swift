import CEL

/// Narrowing: what the terms can be where an expression is true, or false.
extension Interpreter {
    /// The part of the boxes in which the expression can have the truth; empty where it never has it.
    func assume(_ node: Expression, _ truth: Bool, _ boxes: [Box]) -> [Box] {
        if boxes.isEmpty { return [] }
        guard hasBudget() else { return boxes }
        switch node.kind {
        case .unary(.not, let operand): return assume(operand, !truth, boxes)
        case .binary(.and, _, _):
            let parts = Interpreter.chain(node, .and)
            return truth ? all(parts, true, boxes) : any(parts, false, boxes)
        case .binary(.or, _, _):
            let parts = Interpreter.chain(node, .or)
            return truth ? any(parts, true, boxes) : all(parts, false, boxes)
        case .conditional(let condition, let yes, let no):
            let first = assume(yes, truth, assume(condition, true, boxes))
            return limited(first + assume(no, truth, assume(condition, false, boxes)))
        case .binary(let operation, let left, let right)
        where operation.isOrdering || operation == .equal || operation == .notEqual:
            guard let meant = truth ? operation : operation.opposite else { return boxes }
            return boxes.compactMap { narrowed(meant, left, right, $0) }
        default:
            return boxes.compactMap { box in
                let outcome = evaluate(node, in: box)
                guard outcome.truths.contains(TruthSet(truth)) else { return nil }
                guard case .truth? = outcome.value, let key = term(node)?.key else { return box }
                var result = box
                result.set(key, to: .truth(TruthSet(truth)))
                return result
            }
        }
    }

    /// The operands of a chain of the same operator, in the order of the source.
    static func chain(_ node: Expression, _ operation: BinaryOperator) -> [Expression] {
        guard case .binary(operation, let left, let right) = node.kind else { return [node] }
        return chain(left, operation) + chain(right, operation)
    }

    /// Where all have the truth: each narrows what the others found, until nothing changes.
    private func all(_ parts: [Expression], _ truth: Bool, _ boxes: [Box]) -> [Box] {
        var current = boxes
        for _ in 0..<Interpreter.roundLimit {
            var next = current
            for part in parts { next = assume(part, truth, next).compactMap(ordered) }
            if next == current || next.isEmpty { return next }
            current = next
        }
        return current
    }

    /// Where at least one has the truth.
    private func any(_ parts: [Expression], _ truth: Bool, _ boxes: [Box]) -> [Box] {
        var result: [Box] = []
        for part in parts {
            for box in assume(part, truth, boxes) where !result.contains(box) { result.append(box) }
        }
        return limited(result)
    }

    private func limited(_ boxes: [Box]) -> [Box] {
        guard boxes.count > Interpreter.boxLimit, let first = boxes.first else { return boxes }
        return [boxes.dropFirst().reduce(first) { $0.union($1) }]
    }

    /// Applies what is known of the order of terms; nil where it can't be.
    private func ordered(_ box: Box) -> Box? {
        var result = box
        for (small, large) in source.ordered {
            guard case .double(let one)? = range(small, result), case .double(let two)? = range(large, result) else {
                continue
            }
            guard let below = NumberRange(one.low, min(one.high, two.high)),
                let above = NumberRange(max(one.low, two.low), two.high)
            else { return nil }
            if below != one { result.set(small, to: .double(below)) }
            if above != two { result.set(large, to: .double(above)) }
        }
        return result
    }

    private func range(_ term: String, _ box: Box) -> AbstractValue? {
        box[term] ?? source.outcome(ofName: term)?.value
    }

    // MARK: Comparisons

    private func narrowed(_ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ box: Box) -> Box? {
        guard let one = evaluate(left, in: box).value, let two = evaluate(right, in: box).value,
            Comparison.truths(operation, one, two).contains(.yes)
        else { return nil }
        switch (one, two) {
        case (.duration(let first), .duration(let second)):
            guard let (low, high) = Interpreter.integers(operation, first, second) else { return nil }
            return narrow(left, to: .duration(low), box).flatMap { narrow(right, to: .duration(high), $0) }
        case (.integer(let first), .integer(let second)):
            guard let (low, high) = Interpreter.integers(operation, first, second) else { return nil }
            return narrow(left, to: .integer(low), box).flatMap { narrow(right, to: .integer(high), $0) }
        case (.text, .text(let text?)) where operation == .equal: return narrow(left, to: .text(text), box)
        case (.text(let text?), .text) where operation == .equal: return narrow(right, to: .text(text), box)
        default:
            guard let first = one.number, let second = two.number else { return box }
            guard let (low, high) = Interpreter.numbers(operation, first, second) else { return nil }
            return narrow(left, to: .double(low), box).flatMap { narrow(right, to: .double(high), $0) }
        }
    }

    /// What both sides can be where the comparison holds; nil where it can't.
    private static func numbers(
        _ operation: BinaryOperator, _ one: NumberRange, _ two: NumberRange
    ) -> (NumberRange, NumberRange)? {
        let first: NumberRange?
        let second: NumberRange?
        switch operation {
        case .less:
            first = NumberRange(one.low, min(one.high, two.high.nextDown))
            second = NumberRange(max(two.low, one.low.nextUp), two.high)
        case .lessOrEqual:
            first = NumberRange(one.low, min(one.high, two.high))
            second = NumberRange(max(two.low, one.low), two.high)
        case .greater: return numbers(.less, two, one).map { ($0.1, $0.0) }
        case .greaterOrEqual: return numbers(.lessOrEqual, two, one).map { ($0.1, $0.0) }
        case .equal:
            first = one.intersection(two)
            second = first
        default:
            first = two.isSingle ? one.without(two.low) : one
            second = one.isSingle ? two.without(one.low) : two
        }
        guard let first, let second else { return nil }
        return (first, second)
    }

    private static func integers(
        _ operation: BinaryOperator, _ one: IntegerRange, _ two: IntegerRange
    ) -> (IntegerRange, IntegerRange)? {
        let first: IntegerRange?
        let second: IntegerRange?
        switch operation {
        case .less:
            first = IntegerRange.before(two.high).flatMap { IntegerRange(one.low, min(one.high, $0)) }
            second = IntegerRange.after(one.low).flatMap { IntegerRange(max(two.low, $0), two.high) }
        case .lessOrEqual:
            first = IntegerRange(one.low, min(one.high, two.high))
            second = IntegerRange(max(two.low, one.low), two.high)
        case .greater: return integers(.less, two, one).map { ($0.1, $0.0) }
        case .greaterOrEqual: return integers(.lessOrEqual, two, one).map { ($0.1, $0.0) }
        case .equal:
            first = one.intersection(two)
            second = first
        default: return (one, two)
        }
        guard let first, let second else { return nil }
        return (first, second)
    }
}

extension NumberRange {
    /// Without one of its ends; nil where nothing is left. A number in the middle can't be taken out.
    func without(_ number: Double) -> NumberRange? {
        NumberRange(low == number ? low.nextUp : low, high == number ? high.nextDown : high)
    }
}

extension BinaryOperator {
    /// What holds where a comparison does not.
    var opposite: BinaryOperator? {
        switch self {
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        case .equal: .notEqual
        case .notEqual: .equal
        case .or, .and, .contained, .add, .subtract, .multiply, .divide, .remainder: nil
        }
    }
}
