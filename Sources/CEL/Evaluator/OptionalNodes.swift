/// `o.or(other)` and `o.orValue(value)`, which evaluate the other side only when it is needed.
final class OptionalElseNode: PlanNode, @unchecked Sendable {
    let target: PlanNode
    let alternative: PlanNode
    let givesValue: Bool

    init(_ range: SourceRange, _ target: PlanNode, _ alternative: PlanNode, givesValue: Bool) {
        self.target = target
        self.alternative = alternative
        self.givesValue = givesValue
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let value = try target.value(&context)
        guard case .optional(let held) = value else { throw failure(.noOverload(givesValue ? "orValue" : "or", value)) }
        if let held { return givesValue ? held : value }
        let other = try alternative.value(&context)
        if givesValue { return other }
        guard case .optional = other else { throw failure(.noOverload("or", value, other)) }
        return other
    }
}

/// `o.optMap(v, e)` and `o.optFlatMap(v, e)`.
final class OptionalMapNode: PlanNode, @unchecked Sendable {
    let target: PlanNode
    let local: Int
    let body: PlanNode
    let isFlat: Bool

    init(_ range: SourceRange, _ target: PlanNode, local: Int, _ body: PlanNode, isFlat: Bool) {
        self.target = target
        self.local = local
        self.body = body
        self.isFlat = isFlat
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let value = try target.value(&context)
        guard case .optional(let held) = value else {
            throw failure(.noOverload(isFlat ? "optFlatMap" : "optMap", value))
        }
        guard let held else { return value }
        context.locals[local].value = held
        context.locals[local].state = .value
        let result = try body.value(&context)
        return isFlat ? result : .optional(result)
    }
}
