/// `&&` or `||`, which absorb errors and unknowns of one side when the other decides.
final class LogicNode: PlanNode, @unchecked Sendable {
    let left: PlanNode
    let right: PlanNode
    /// What decides: false for `&&`, true for `||`.
    let deciding: Truth
    let other: Truth

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, isAnd: Bool) {
        self.left = left
        self.right = right
        deciding = isAnd ? .no : .yes
        other = isAnd ? .yes : .no
        super.init(range)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        let first = left.truth(&context)
        if first == deciding { return first }
        if first == other { return right.truth(&context) }
        return afterUndecided(&context)
    }

    /// The left side is undecided: the right may still decide, else both reasons count.
    @inline(never)
    private func afterUndecided(_ context: inout EvaluationContext) -> Truth {
        let why = context.takeFailure(range)
        let second = right.truth(&context)
        if second == deciding { return second }
        return context.undecided(second == other ? why : why.merged(context.failure))
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value { try valueOfTruth(&context) }
}

final class NotNode: PlanNode, @unchecked Sendable {
    let operand: PlanNode

    init(_ range: SourceRange, _ operand: PlanNode) {
        self.operand = operand
        super.init(range)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        switch operand.truth(&context) {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        case .failed: .failed
        }
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value { try valueOfTruth(&context) }
}

final class ConditionalNode: PlanNode, @unchecked Sendable {
    let condition: PlanNode
    let yes: PlanNode
    let no: PlanNode

    init(_ range: SourceRange, _ condition: PlanNode, _ yes: PlanNode, _ no: PlanNode) {
        self.condition = condition
        self.yes = yes
        self.no = no
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let decision = try condition.value(&context)
        guard case .bool(let result) = decision else { throw failure(.noOverload("_?_:_", decision)) }
        return result ? try yes.value(&context) : try no.value(&context)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        let decision = condition.truth(&context)
        switch decision {
        case .yes: return yes.truth(&context)
        case .no: return no.truth(&context)
        case .unknown, .failed: return decision
        }
    }

    override func double(_ context: inout EvaluationContext) -> NumericResult {
        switch condition.truth(&context) {
        case .yes: yes.double(&context)
        case .no: no.double(&context)
        case .unknown: NumericResult(.unknown)
        case .failed: NumericResult(.failed)
        }
    }

    override func integer(_ context: inout EvaluationContext) -> IntegerResult {
        switch condition.truth(&context) {
        case .yes: yes.integer(&context)
        case .no: no.integer(&context)
        case .unknown: IntegerResult(.unknown)
        case .failed: IntegerResult(.failed)
        }
    }
}
