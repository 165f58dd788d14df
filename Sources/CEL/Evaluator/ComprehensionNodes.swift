/// Common to all macros over a list or map.
class ComprehensionNode: PlanNode, @unchecked Sendable {
    let over: PlanNode
    let first: Int
    /// -1 for macros with one variable.
    let second: Int
    let name: String

    init(_ range: SourceRange, over: PlanNode, first: Int, second: Int, name: String) {
        self.over = over
        self.first = first
        self.second = second
        self.name = name
        super.init(range)
    }

    /// Sets the variables for each element in turn; the body returns false to stop.
    final func forEach(
        _ context: inout EvaluationContext, _ body: (inout EvaluationContext) throws(Failure) -> Bool
    ) throws(Failure) {
        let container = try over.value(&context)
        switch container {
        case .list(let elements):
            for index in elements.indices {
                try spend(&context)
                if second >= 0 {
                    set(first, .int(Int64(index)), context)
                    set(second, elements[index], context)
                } else {
                    set(first, elements[index], context)
                }
                guard try body(&context) else { return }
            }
        case .map(let map):
            let (keys, values) = (map.keys, map.values)
            for index in keys.indices {
                try spend(&context)
                set(first, keys[index], context)
                if second >= 0 { set(second, values[index], context) }
                guard try body(&context) else { return }
            }
        default: throw failure(.noOverload(name, container))
        }
    }

    @inline(__always)
    private func set(_ local: Int, _ value: Value, _ context: EvaluationContext) {
        context.locals[local].value = value
        context.locals[local].state = .value
    }

    @inline(__always)
    private func spend(_ context: inout EvaluationContext) throws(Failure) {
        context.iterationsLeft -= 1
        if context.iterationsLeft < 0 {
            throw failure(EvaluationError(.limit, "the macros of the expression visit too many elements"))
        }
    }

    final func decide(_ predicate: PlanNode, _ context: inout EvaluationContext) throws(Failure) -> Bool {
        switch predicate.truth(&context) {
        case .yes: return true
        case .no: return false
        case .unknown, .failed: throw context.takeFailure(range)
        }
    }
}

/// `exists` (any) and `all`, which absorb errors and unknowns as `||` and `&&` do.
final class QuantifierNode: ComprehensionNode, @unchecked Sendable {
    let predicate: PlanNode
    let deciding: Truth

    init(
        _ range: SourceRange, over: PlanNode, first: Int, second: Int, name: String, predicate: PlanNode, isAll: Bool
    ) {
        self.predicate = predicate
        deciding = isAll ? .no : .yes
        super.init(range, over: over, first: first, second: second, name: name)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        var pending: Failure?
        var result = deciding == .no ? Truth.yes : .no
        do throws(Failure) {
            try forEach(&context) { (context) throws(Failure) in
                let truth = predicate.truth(&context)
                if truth == .yes || truth == .no {
                    guard truth == deciding else { return true }
                    result = truth
                    pending = nil
                    return false
                }
                let why = context.takeFailure(range)
                pending = pending?.merged(why) ?? why
                return true
            }
        } catch {
            return context.undecided(error)
        }
        return pending.map { context.undecided($0) } ?? result
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value { try valueOfTruth(&context) }
}

/// `exists_one`: any error is an error.
final class ExactlyOneNode: ComprehensionNode, @unchecked Sendable {
    let predicate: PlanNode

    init(_ range: SourceRange, over: PlanNode, first: Int, second: Int, name: String, predicate: PlanNode) {
        self.predicate = predicate
        super.init(range, over: over, first: first, second: second, name: name)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        var count = 0
        try forEach(&context) { (context) throws(Failure) in
            if try decide(predicate, &context) { count += 1 }
            return true
        }
        return .bool(count == 1)
    }
}

/// `map`, `filter`, `transformList`.
final class ListTransformNode: ComprehensionNode, @unchecked Sendable {
    let predicate: PlanNode?
    /// What an element becomes; the element itself for `filter`.
    let result: PlanNode?

    init(
        _ range: SourceRange, over: PlanNode, first: Int, second: Int, name: String, predicate: PlanNode?,
        result: PlanNode?
    ) {
        self.predicate = predicate
        self.result = result
        super.init(range, over: over, first: first, second: second, name: name)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        var made: [Value] = []
        try forEach(&context) { (context) throws(Failure) in
            if let predicate, try !decide(predicate, &context) { return true }
            made.append(try result?.value(&context) ?? context.locals[first].value)
            return true
        }
        return .list(made)
    }
}

/// `transformMap`, `transformMapEntry`.
final class MapTransformNode: ComprehensionNode, @unchecked Sendable {
    let predicate: PlanNode?
    let result: PlanNode
    /// The result is a map of entries rather than a value under the same key.
    let makesEntries: Bool

    init(
        _ range: SourceRange, over: PlanNode, first: Int, second: Int, name: String, predicate: PlanNode?,
        result: PlanNode, makesEntries: Bool
    ) {
        self.predicate = predicate
        self.result = result
        self.makesEntries = makesEntries
        super.init(range, over: over, first: first, second: second, name: name)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        var keys: [Value] = []
        var values: [Value] = []
        try forEach(&context) { (context) throws(Failure) in
            if let predicate, try !decide(predicate, &context) { return true }
            let value = try result.value(&context)
            if !makesEntries {
                keys.append(context.locals[first].value)
                values.append(value)
                return true
            }
            guard case .map(let entries) = value else { throw failure(.noOverload(name, value)) }
            guard keys.count + entries.count <= Operators.maximumElements else { throw failure(Operators.tooLarge) }
            keys += entries.keys
            values += entries.values
            return true
        }
        do throws(EvaluationError) { return .map(try MapNode.make(keys, values)) } catch { throw failure(error) }
    }
}
