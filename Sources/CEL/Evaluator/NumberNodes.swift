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
        case .slot: return Self.read(context.slots + index, index, &context)
        case .local:
            if case .double(let number) = context.locals[index].value { return NumericResult(number) }
            return NumericResult(.failed)
        case .node: return node.double(&context)
        }
    }

    @inline(__always)
    static func read(
        _ place: UnsafeMutablePointer<Slot>, _ slot: Int, _ context: inout EvaluationContext
    ) -> NumericResult {
        if place.pointee.state == .value, case .double(let number) = place.pointee.value { return NumericResult(number) }
        return readSlowly(place, slot, &context)
    }

    @inline(never)
    private static func readSlowly(
        _ place: UnsafeMutablePointer<Slot>, _ slot: Int, _ context: inout EvaluationContext
    ) -> NumericResult {
        switch context.resolve(slot) {
        case .value:
            if case .double(let number) = place.pointee.value { return NumericResult(number) }
            return NumericResult(.failed)
        case .unknown: return NumericResult(.unknown)
        case .failed, .pending: return NumericResult(.failed)
        }
    }
}

extension ResultState {
    /// The state of a result that needs both.
    @inline(__always)
    func joined(_ other: ResultState) -> ResultState {
        self == .unknown || other == .unknown ? .unknown : self == .value ? other : self
    }

    /// The truth of a condition that could not be decided.
    var undecided: Truth { self == .unknown ? .unknown : .failed }
}

/// A comparison of two doubles.
final class DoubleComparisonNode: PlanNode, @unchecked Sendable {
    let left: DoubleOperand
    let right: DoubleOperand
    let comparison: BinaryOperator
    let slow: PlanNode

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ comparison: BinaryOperator, slow: PlanNode) {
        self.left = DoubleOperand(left)
        self.right = DoubleOperand(right)
        self.comparison = comparison
        self.slow = slow
        super.init(range)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        let first = left.load(&context)
        let second = right.load(&context)
        guard first.state == .value, second.state == .value else { return first.state.joined(second.state).undecided }
        let (one, two) = (first.value, second.value)
        switch comparison {
        case .greaterOrEqual: return one >= two ? .yes : one < two ? .no : .failed
        case .greater: return one > two ? .yes : one <= two ? .no : .failed
        case .less: return one < two ? .yes : one >= two ? .no : .failed
        case .lessOrEqual: return one <= two ? .yes : one > two ? .no : .failed
        case .equal: return one == two ? .yes : .no
        case .notEqual: return one != two ? .yes : .no
        case .or, .and, .contained, .add, .subtract, .multiply, .divide, .remainder: return .failed
        }
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        switch truth(&context) {
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .unknown, .failed: return try slow.value(&context)
        }
    }
}

/// Arithmetic on doubles.
final class DoubleArithmeticNode: PlanNode, @unchecked Sendable {
    let left: DoubleOperand
    let right: DoubleOperand
    let operation: BinaryOperator
    let slow: PlanNode

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ operation: BinaryOperator, slow: PlanNode) {
        self.left = DoubleOperand(left)
        self.right = DoubleOperand(right)
        self.operation = operation
        self.slow = slow
        super.init(range)
    }

    override func double(_ context: inout EvaluationContext) -> NumericResult {
        let first = left.load(&context)
        let second = right.load(&context)
        guard first.state == .value, second.state == .value else {
            return NumericResult(first.state.joined(second.state))
        }
        switch operation {
        case .add: return NumericResult(first.value + second.value)
        case .subtract: return NumericResult(first.value - second.value)
        case .multiply: return NumericResult(first.value * second.value)
        case .divide: return NumericResult(first.value / second.value)
        default: return NumericResult(.failed)
        }
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let result = double(&context)
        return result.state == .value ? .double(result.value) : try slow.value(&context)
    }
}

/// A comparison of two ints.
final class IntegerComparisonNode: PlanNode, @unchecked Sendable {
    let left: PlanNode
    let right: PlanNode
    let comparison: BinaryOperator
    let slow: PlanNode

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ comparison: BinaryOperator, slow: PlanNode) {
        self.left = left
        self.right = right
        self.comparison = comparison
        self.slow = slow
        super.init(range)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        let first = left.integer(&context)
        let second = right.integer(&context)
        guard first.state == .value, second.state == .value else { return first.state.joined(second.state).undecided }
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

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        switch truth(&context) {
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .unknown, .failed: return try slow.value(&context)
        }
    }
}

/// Checked arithmetic on ints.
final class IntegerArithmeticNode: PlanNode, @unchecked Sendable {
    let left: PlanNode
    let right: PlanNode
    let operation: BinaryOperator
    let slow: PlanNode

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ operation: BinaryOperator, slow: PlanNode) {
        self.left = left
        self.right = right
        self.operation = operation
        self.slow = slow
        super.init(range)
    }

    override func integer(_ context: inout EvaluationContext) -> IntegerResult {
        let first = left.integer(&context)
        let second = right.integer(&context)
        guard first.state == .value, second.state == .value else {
            return IntegerResult(first.state.joined(second.state))
        }
        let (one, two) = (first.value, second.value)
        let (result, overflow): (Int64, Bool)
        switch operation {
        case .add: (result, overflow) = one.addingReportingOverflow(two)
        case .subtract: (result, overflow) = one.subtractingReportingOverflow(two)
        case .multiply: (result, overflow) = one.multipliedReportingOverflow(by: two)
        case .divide: (result, overflow) = one.dividedReportingOverflow(by: two)
        default: (result, overflow) = one.remainderReportingOverflow(dividingBy: two)
        }
        return overflow ? IntegerResult(.failed) : IntegerResult(result)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let result = integer(&context)
        return result.state == .value ? .int(result.value) : try slow.value(&context)
    }
}
