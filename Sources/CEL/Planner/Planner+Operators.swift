extension Planner {
    mutating func binary(
        _ node: Expression, _ operation: BinaryOperator, _ left: Expression, _ right: Expression
    ) -> PlanNode {
        let (first, second) = (plan(left), plan(right))
        switch operation {
        case .and, .or: return logic(node, operation, first, second)
        case .equal, .notEqual:
            let general = EqualityNode(node.range, first, second, isEqual: operation == .equal)
            if first.constant != nil, second.constant != nil { return folded(general) }
            return comparison(node, operation, left, right, first, second, general)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            let general = OrderingNode(node.range, first, second, operation)
            if first.constant != nil, second.constant != nil { return folded(general) }
            return comparison(node, operation, left, right, first, second, general)
        case .contained: return membership(node, first, second, right)
        case .add, .subtract, .multiply, .divide, .remainder:
            return arithmetic(node, operation, left, right, first, second)
        }
    }

    /// A constant side that decides makes the other superfluous, whatever it is.
    private func logic(
        _ node: Expression, _ operation: BinaryOperator, _ first: PlanNode, _ second: PlanNode
    ) -> PlanNode {
        let deciding = operation == .or
        for side in [first, second] {
            if case .bool(deciding)? = side.constant { return ConstantNode(node.range, .bool(deciding)) }
        }
        if case .bool? = first.constant, case .bool? = second.constant {
            return ConstantNode(node.range, .bool(!deciding))
        }
        return LogicNode(node.range, first, second, isAnd: operation == .and)
    }

    private func comparison(
        _ node: Expression, _ operation: BinaryOperator, _ left: Expression, _ right: Expression,
        _ first: PlanNode, _ second: PlanNode, _ general: PlanNode
    ) -> PlanNode {
        let (leftType, rightType) = (type(left), type(right))
        if leftType == .int, rightType == .int {
            return IntegerComparisonNode(node.range, first, second, operation)
        }
        // A constant int that a double holds exactly compares alike as a double.
        let leftIsDouble = leftType == .double || (rightType == .double && exactDouble(first))
        let rightIsDouble = rightType == .double || (leftType == .double && exactDouble(second))
        if leftIsDouble, rightIsDouble {
            return DoubleComparisonNode(node.range, first, second, operation)
        }
        if operation == .equal || operation == .notEqual, leftType == .string, rightType == .string {
            let negated = operation == .notEqual
            if case .string(let text)? = second.constant {
                return StringMembershipNode(node.range, first, [text], negated: negated)
            }
            if case .string(let text)? = first.constant {
                return StringMembershipNode(node.range, second, [text], negated: negated)
            }
        }
        return general
    }

    private func exactDouble(_ node: PlanNode) -> Bool {
        guard let value = node.constant, let number = DoubleOperand.double(value) else { return false }
        return abs(number) <= 0x1p53
    }

    private func membership(
        _ node: Expression, _ element: PlanNode, _ container: PlanNode, _ right: Expression
    ) -> PlanNode {
        let general = BinaryCallNode(node.range, element, container, Operators.contains)
        if element.constant != nil, container.constant != nil { return folded(general) }
        if case .list(let values)? = container.constant, values.count <= 16, types != nil {
            let texts = values.compactMap { value -> String? in
                if case .string(let text) = value { text } else { nil }
            }
            if texts.count == values.count, !texts.isEmpty {
                return StringMembershipNode(node.range, element, texts, negated: false)
            }
        }
        if case .list(let values)? = container.constant, let set = ConstantSet(values) {
            return SetMembershipNode(node.range, element, set)
        }
        return general
    }

    private func arithmetic(
        _ node: Expression, _ operation: BinaryOperator, _ left: Expression, _ right: Expression,
        _ first: PlanNode, _ second: PlanNode
    ) -> PlanNode {
        let isFinite = environment.options.refusesNonFiniteNumbers
        let plain: FunctionDeclaration.Two =
            switch operation {
            case .add: Operators.add
            case .subtract: Operators.subtract
            case .multiply: Operators.multiply
            case .divide: Operators.divide
            default: Operators.remainder
            }
        let function = isFinite ? Operators.finite(plain) : plain
        let general = BinaryCallNode(node.range, first, second, function)
        if first.constant != nil, second.constant != nil { return folded(general) }
        let (leftType, rightType) = (type(left), type(right))
        if leftType == .double, rightType == .double {
            return DoubleArithmeticNode(node.range, first, second, operation, isFinite: isFinite)
        }
        if leftType == .int, rightType == .int {
            return IntegerArithmeticNode(node.range, first, second, operation)
        }
        return general
    }
}
