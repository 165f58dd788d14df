/// Where a double comes from, without a call for variables and constants.
struct DoubleOperand: Sendable {
    private enum Origin: UInt8 { case constant, slot, local, node }

    private let origin: Origin
    private let index: Int
    private let constant: Double
    let node: PlanNode

    init(_ node: PlanNode) {
        self.node = node
        var constant = 0.0
        var index = 0
        switch node {
        case let slot as SlotNode:
            origin = .slot
            index = slot.slot
        case let local as LocalNode:
            origin = .local
            index = local.local
        default:
            if let value = node.constant.flatMap(Self.double) {
                origin = .constant
                constant = value
            } else {
                origin = .node
            }
        }
        self.index = index
        self.constant = constant
    }

    /// A constant as a double, if that is exact.
    static func double(_ value: Value) -> Double? {
        switch value {
        case .double(let number): number
        case .int(let number): Double(exactly: number)
        case .uint(let number): Double(exactly: number)
        default: nil
        }
    }

    @inline(__always)
    func load(_ context: inout EvaluationContext) -> NumericResult {
        switch origin {
        case .constant: return NumericResult(constant)
        case .slot:
            let place = context.slots + index
            if place.pointee.state == .value, case .double(let number) = place.pointee.value {
                return NumericResult(number)
            }
            return node.double(&context)
        case .local:
            if case .double(let number) = context.locals[index].value { return NumericResult(number) }
            return node.double(&context)
        case .node: return node.double(&context)
        }
    }
}

/// A comparison of two doubles.
final class DoubleComparisonNode: PlanNode, @unchecked Sendable {
    let left: DoubleOperand
    let right: DoubleOperand
    let comparison: BinaryOperator

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ comparison: BinaryOperator) {
        self.left = DoubleOperand(left)
        self.right = DoubleOperand(right)
        self.comparison = comparison
        super.init(range)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        let first = left.load(&context)
        guard first.state == .value else { return afterUndecided(&context) }
        let second = right.load(&context)
        guard second.state == .value else { return second.state == .unknown ? .unknown : .failed }
        let (one, two) = (first.value, second.value)
        switch comparison {
        case .greaterOrEqual: return one >= two ? .yes : one < two ? .no : notANumber(&context)
        case .greater: return one > two ? .yes : one <= two ? .no : notANumber(&context)
        case .less: return one < two ? .yes : one >= two ? .no : notANumber(&context)
        case .lessOrEqual: return one <= two ? .yes : one > two ? .no : notANumber(&context)
        case .equal: return one == two ? .yes : .no
        default: return one != two ? .yes : .no
        }
    }

    @inline(never)
    private func notANumber(_ context: inout EvaluationContext) -> Truth {
        context.undecided(failure(Operators.notANumber))
    }

    @inline(never)
    private func afterUndecided(_ context: inout EvaluationContext) -> Truth {
        let why = context.takeFailure(range)
        let second = right.load(&context)
        return context.undecided(second.state == .value ? why : why.merged(context.failure))
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value { try valueOfTruth(&context) }
}

/// Arithmetic on doubles.
final class DoubleArithmeticNode: PlanNode, @unchecked Sendable {
    let left: DoubleOperand
    let right: DoubleOperand
    let operation: BinaryOperator
    /// Infinity and NaN are errors.
    let isFinite: Bool

    init(
        _ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ operation: BinaryOperator, isFinite: Bool = false
    ) {
        self.left = DoubleOperand(left)
        self.right = DoubleOperand(right)
        self.operation = operation
        self.isFinite = isFinite
        super.init(range)
    }

    override func double(_ context: inout EvaluationContext) -> NumericResult {
        let first = left.load(&context)
        guard first.state == .value else { return afterUndecided(&context) }
        let second = right.load(&context)
        guard second.state == .value else { return second }
        let result =
            switch operation {
            case .add: first.value + second.value
            case .subtract: first.value - second.value
            case .multiply: first.value * second.value
            default: first.value / second.value
            }
        if isFinite, !result.isFinite { return notFinite(&context, second.value) }
        return NumericResult(result)
    }

    @inline(never)
    private func notFinite(_ context: inout EvaluationContext, _ divisor: Double) -> NumericResult {
        context.noNumber(
            failure(operation == .divide && divisor == 0 ? Operators.divisionByZero : Operators.doubleOverflow))
    }

    @inline(never)
    private func afterUndecided(_ context: inout EvaluationContext) -> NumericResult {
        let why = context.takeFailure(range)
        let second = right.load(&context)
        return context.noNumber(second.state == .value ? why : why.merged(context.failure))
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let result = double(&context)
        guard result.state == .value else { throw context.takeFailure(range) }
        return .double(result.value)
    }
}

/// A comparison of two ints.
final class IntegerComparisonNode: PlanNode, @unchecked Sendable {
    let left: PlanNode
    let right: PlanNode
    let comparison: BinaryOperator

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ comparison: BinaryOperator) {
        self.left = left
        self.right = right
        self.comparison = comparison
        super.init(range)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        let first = left.integer(&context)
        guard first.state == .value else { return afterUndecided(&context) }
        let second = right.integer(&context)
        guard second.state == .value else { return second.state == .unknown ? .unknown : .failed }
        let (one, two) = (first.value, second.value)
        let result =
            switch comparison {
            case .greaterOrEqual: one >= two
            case .greater: one > two
            case .less: one < two
            case .lessOrEqual: one <= two
            case .equal: one == two
            default: one != two
            }
        return result ? .yes : .no
    }

    @inline(never)
    private func afterUndecided(_ context: inout EvaluationContext) -> Truth {
        let why = context.takeFailure(range)
        let second = right.integer(&context)
        return context.undecided(second.state == .value ? why : why.merged(context.failure))
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value { try valueOfTruth(&context) }
}

/// Checked arithmetic on ints.
final class IntegerArithmeticNode: PlanNode, @unchecked Sendable {
    let left: PlanNode
    let right: PlanNode
    let operation: BinaryOperator

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ operation: BinaryOperator) {
        self.left = left
        self.right = right
        self.operation = operation
        super.init(range)
    }

    override func integer(_ context: inout EvaluationContext) -> IntegerResult {
        let first = left.integer(&context)
        guard first.state == .value else { return afterUndecided(&context) }
        let second = right.integer(&context)
        guard second.state == .value else { return second }
        let (one, two) = (first.value, second.value)
        let (result, overflow): (Int64, Bool)
        switch operation {
        case .add: (result, overflow) = one.addingReportingOverflow(two)
        case .subtract: (result, overflow) = one.subtractingReportingOverflow(two)
        case .multiply: (result, overflow) = one.multipliedReportingOverflow(by: two)
        case .divide: (result, overflow) = one.dividedReportingOverflow(by: two)
        default: (result, overflow) = one.remainderReportingOverflow(dividingBy: two)
        }
        return overflow ? overflowed(&context, byZero: two == 0) : IntegerResult(result)
    }

    @inline(never)
    private func overflowed(_ context: inout EvaluationContext, byZero: Bool) -> IntegerResult {
        guard byZero, operation == .divide || operation == .remainder else {
            return context.noInteger(failure(Operators.integerOverflow))
        }
        return context.noInteger(
            failure(operation == .divide ? Operators.divisionByZero : Operators.remainderByZero))
    }

    @inline(never)
    private func afterUndecided(_ context: inout EvaluationContext) -> IntegerResult {
        let why = context.takeFailure(range)
        let second = right.integer(&context)
        return context.noInteger(second.state == .value ? why : why.merged(context.failure))
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let result = integer(&context)
        guard result.state == .value else { throw context.takeFailure(range) }
        return .int(result.value)
    }
}
