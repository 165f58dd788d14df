import CEL

/// From what a result can be back to what the terms can be (HC4-revise: Benhamou, Goualard, Granvilliers and Puget,
/// "Revising hull and box consistency", ICLP 1999).
extension Interpreter {
    /// The part of the box in which the expression can lie in the set; nil where it can't.
    func narrow(_ node: Expression, to set: AbstractValue, _ box: Box) -> Box? {
        if let (term, _) = term(node) {
            guard let value = evaluate(node, in: box).value else { return nil }
            guard let key = term else { return box }
            guard let part = Interpreter.part(of: value, in: set) else { return nil }
            if part == value { return box }
            var result = box
            result.set(key, to: part)
            return result
        }
        guard case .double(let wanted) = set else { return box }
        switch node.kind {
        case .unary(.negate, let operand) where isDouble(operand, box):
            return narrow(operand, to: .double(wanted.negated), box)
        case .binary(let operation, let left, let right):
            guard case .double(let one)? = evaluate(left, in: box).value,
                case .double(let two)? = evaluate(right, in: box).value
            else { return box }
            return narrow(operation, (left, one), (right, two), wanted, box)
        case .call("double", let arguments, _):
            guard let argument = arguments.first else { return box }
            return narrow(argument, to: set, box)
        default: return box
        }
    }

    private func isDouble(_ node: Expression, _ box: Box) -> Bool {
        if case .double? = evaluate(node, in: box).value { return true }
        return false
    }

    private func narrow(
        _ operation: BinaryOperator, _ left: (node: Expression, range: NumberRange),
        _ right: (node: Expression, range: NumberRange), _ wanted: NumberRange, _ box: Box
    ) -> Box? {
        func both(_ one: NumberRange, _ two: NumberRange) -> Box? {
            narrow(left.node, to: .double(one), box).flatMap { narrow(right.node, to: .double(two), $0) }
        }
        switch operation {
        case .add: return both(wanted.less(right.range), wanted.less(left.range))
        case .subtract: return both(wanted.plus(right.range), wanted.negated.plus(left.range))
        case .multiply: return both(wanted.over(right.range), wanted.over(left.range))
        case .divide: return narrow(left.node, to: .double(wanted.times(right.range)), box)
        default: return box
        }
    }

    /// The part of a value that lies in a set; integers may be held against numbers.
    private static func part(of value: AbstractValue, in set: AbstractValue) -> AbstractValue? {
        if case .integer(let range) = value, case .double(let wanted) = set {
            return IntegerRange(within: wanted).flatMap { range.intersection($0) }.map { .integer($0) }
        }
        return value.intersection(set)
    }
}
