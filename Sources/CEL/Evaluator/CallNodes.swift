final class UnaryCallNode: PlanNode, @unchecked Sendable {
    let operand: PlanNode
    let function: FunctionDeclaration.One

    init(_ range: SourceRange, _ operand: PlanNode, _ function: @escaping FunctionDeclaration.One) {
        self.operand = operand
        self.function = function
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let argument = try operand.value(&context)
        try context.spend(argument, range)
        do throws(EvaluationError) { return try function(argument) } catch { throw failure(error) }
    }
}

/// A node with two strict operands: without both values there is no result.
class PairNode: PlanNode, @unchecked Sendable {
    let left: PlanNode
    let right: PlanNode

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode) {
        self.left = left
        self.right = right
        super.init(range)
    }

    final func operands(_ context: inout EvaluationContext) throws(Failure) -> (Value, Value) {
        let first: Value
        do throws(Failure) {
            first = try left.value(&context)
        } catch {
            var other: Failure?
            do throws(Failure) { _ = try right.value(&context) } catch { other = error }
            throw error.merged(other)
        }
        return (first, try right.value(&context))
    }
}

final class BinaryCallNode: PairNode, @unchecked Sendable {
    let function: FunctionDeclaration.Two

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ function: @escaping FunctionDeclaration.Two) {
        self.function = function
        super.init(range, left, right)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let (first, second) = try operands(&context)
        try context.spend(first, range)
        try context.spend(second, range)
        do throws(EvaluationError) { return try function(first, second) } catch { throw failure(error) }
    }
}

/// A call with any number of strict arguments.
final class CallNode: PlanNode, @unchecked Sendable {
    let arguments: [PlanNode]
    let function: FunctionDeclaration.Many

    init(_ range: SourceRange, _ arguments: [PlanNode], _ function: @escaping FunctionDeclaration.Many) {
        self.arguments = arguments
        self.function = function
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let values = try Self.values(arguments, &context)
        for value in values { try context.spend(value, range) }
        do throws(EvaluationError) { return try function(values) } catch { throw failure(error) }
    }

    static func values(
        _ nodes: [PlanNode], _ context: inout EvaluationContext
    ) throws(Failure) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(nodes.count)
        var first: Failure?
        for node in nodes {
            do throws(Failure) { values.append(try node.value(&context)) } catch {
                first = first?.merged(error) ?? error
            }
        }
        if let first { throw first }
        return values
    }
}

/// `==` or `!=` of any two values.
final class EqualityNode: PairNode, @unchecked Sendable {
    let isEqual: Bool

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, isEqual: Bool) {
        self.isEqual = isEqual
        super.init(range, left, right)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let (first, second) = try operands(&context)
        try context.spend(first, range)
        var elementsLeft = Value.comparedElements
        let areEqual = first.equals(second, &elementsLeft)
        if elementsLeft < Value.comparedElements {
            try context.spend((Value.comparedElements - elementsLeft) >> 4, range)
            guard elementsLeft >= 0 else { throw failure(Operators.tooLarge) }
        }
        return .bool(areEqual == isEqual)
    }
}

/// `<`, `<=`, `>` or `>=` of any two values.
final class OrderingNode: PairNode, @unchecked Sendable {
    let comparison: BinaryOperator

    init(_ range: SourceRange, _ left: PlanNode, _ right: PlanNode, _ comparison: BinaryOperator) {
        self.comparison = comparison
        super.init(range, left, right)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let (first, second) = try operands(&context)
        do throws(EvaluationError) { return .bool(try Operators.compare(comparison, first, second)) } catch {
            throw failure(error)
        }
    }
}

/// `text.matches('constant pattern')`.
final class MatchNode: PlanNode, @unchecked Sendable {
    let operand: PlanNode
    let pattern: RegularExpression

    init(_ range: SourceRange, _ operand: PlanNode, _ pattern: RegularExpression) {
        self.operand = operand
        self.pattern = pattern
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let value = try operand.value(&context)
        guard case .string(let text) = value else { throw failure(.noOverload("matches", value, .string(""))) }
        let units = pattern.workUnits(text)
        if units > 0 { try context.spend(units, range) }
        return .bool(pattern.matches(text))
    }
}

/// `text.matches(pattern)` with a pattern that is known only when evaluated.
final class DynamicMatchNode: PairNode, @unchecked Sendable {
    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let (text, pattern) = try operands(&context)
        guard case .string(let text) = text, case .string(let source) = pattern else {
            throw failure(.noOverload("matches", text, pattern))
        }
        let compiled: RegularExpression
        do throws(EvaluationError) {
            compiled = try RegularExpression.compiled(source, automaton: false)
        } catch {
            throw failure(error)
        }
        try context.spend(compiled.workUnits(text) + source.utf8.count, range)
        return .bool(compiled.matches(text))
    }
}
