/// The operators on values of any types, as the unchecked language sees them.
enum Operators {
    static func add(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)):
            let (sum, overflow) = left.addingReportingOverflow(right)
            if overflow { throw integerOverflow }
            return .int(sum)
        case (.double(let left), .double(let right)): return .double(left + right)
        case (.uint(let left), .uint(let right)):
            let (sum, overflow) = left.addingReportingOverflow(right)
            if overflow { throw unsignedOverflow }
            return .uint(sum)
        case (.string(let left), .string(let right)):
            guard left.utf8.count + right.utf8.count <= maximumBytes else { throw tooLarge }
            return .string(left + right)
        case (.bytes(let left), .bytes(let right)):
            guard left.count + right.count <= maximumBytes else { throw tooLarge }
            return .bytes(left + right)
        case (.list(let left), .list(let right)):
            guard left.count + right.count <= maximumElements else { throw tooLarge }
            return .list(left + right)
        case (.duration(let left), .duration(let right)):
            let (sum, overflow) = left.addingReportingOverflow(right)
            if overflow { throw durationOverflow }
            return .duration(sum)
        case (.timestamp(let time), .duration(let span)), (.duration(let span), .timestamp(let time)):
            guard let moved = time.advanced(byNanoseconds: span) else { throw timestampOverflow }
            return .timestamp(moved)
        default: throw .noOverload("_+_", left, right)
        }
    }

    static func subtract(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)):
            let (difference, overflow) = left.subtractingReportingOverflow(right)
            if overflow { throw integerOverflow }
            return .int(difference)
        case (.double(let left), .double(let right)): return .double(left - right)
        case (.uint(let left), .uint(let right)):
            let (difference, overflow) = left.subtractingReportingOverflow(right)
            if overflow { throw unsignedOverflow }
            return .uint(difference)
        case (.duration(let left), .duration(let right)):
            let (difference, overflow) = left.subtractingReportingOverflow(right)
            if overflow { throw durationOverflow }
            return .duration(difference)
        case (.timestamp(let time), .duration(let span)):
            // The negation of Int64.min does not exist; no time can be that far away either.
            guard span != .min, let moved = time.advanced(byNanoseconds: -span) else { throw timestampOverflow }
            return .timestamp(moved)
        case (.timestamp(let left), .timestamp(let right)):
            guard let span = left.nanoseconds(since: right) else { throw durationOverflow }
            return .duration(span)
        default: throw .noOverload("_-_", left, right)
        }
    }

    static func multiply(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)):
            let (product, overflow) = left.multipliedReportingOverflow(by: right)
            if overflow { throw integerOverflow }
            return .int(product)
        case (.double(let left), .double(let right)): return .double(left * right)
        case (.uint(let left), .uint(let right)):
            let (product, overflow) = left.multipliedReportingOverflow(by: right)
            if overflow { throw unsignedOverflow }
            return .uint(product)
        default: throw .noOverload("_*_", left, right)
        }
    }

    static func divide(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)):
            if right == 0 { throw divisionByZero }
            let (quotient, overflow) = left.dividedReportingOverflow(by: right)
            if overflow { throw integerOverflow }
            return .int(quotient)
        case (.double(let left), .double(let right)): return .double(left / right)
        case (.uint(let left), .uint(let right)):
            if right == 0 { throw divisionByZero }
            return .uint(left / right)
        default: throw .noOverload("_/_", left, right)
        }
    }

    static func remainder(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)):
            if right == 0 { throw remainderByZero }
            let (rest, overflow) = left.remainderReportingOverflow(dividingBy: right)
            if overflow { throw integerOverflow }
            return .int(rest)
        case (.uint(let left), .uint(let right)):
            if right == 0 { throw remainderByZero }
            return .uint(left % right)
        default: throw .noOverload("_%_", left, right)
        }
    }

    static func negate(_ operand: Value) throws(EvaluationError) -> Value {
        switch operand {
        case .int(let value):
            if value == .min { throw integerOverflow }
            return .int(-value)
        case .double(let value): return .double(-value)
        case .duration(let value) where value != .min: return .duration(-value)
        default: throw .noOverload("-_", operand)
        }
    }

    static func not(_ operand: Value) throws(EvaluationError) -> Value {
        guard case .bool(let value) = operand else { throw .noOverload("!_", operand) }
        return .bool(!value)
    }

    static func compare(
        _ comparison: BinaryOperator, _ left: Value, _ right: Value
    ) throws(EvaluationError) -> Bool {
        guard let order = left.order(right) else { throw .noOverload(comparison.function, left, right) }
        return try decide(comparison, order)
    }

    /// Not a number is an error, never false: a reading that is no number must not look like a calm one.
    @inline(__always)
    static func decide(_ comparison: BinaryOperator, _ order: Value.Order) throws(EvaluationError) -> Bool {
        if order == .none { throw notANumber }
        return switch comparison {
        case .less: order == .before
        case .lessOrEqual: order != .after
        case .greater: order == .after
        case .greaterOrEqual: order != .before
        default: false
        }
    }

    static func contains(_ element: Value, _ container: Value) throws(EvaluationError) -> Value {
        switch container {
        case .list(let elements):
            for candidate in elements {
                guard let areEqual = candidate.decidedEquality(element) else { throw tooLarge }
                if areEqual { return .bool(true) }
            }
            return .bool(false)
        case .map(let map): return .bool(map.contains(element))
        default: throw .noOverload("@in", element, container)
        }
    }

    /// `operand[key]`; nil when the key or index is not there.
    static func find(_ operand: Value, _ key: Value) throws(EvaluationError) -> Value? {
        switch operand {
        case .list(let elements):
            let position: Int64?
            switch key {
            case .int(let value): position = value
            case .uint(let value): position = Int64(exactly: value) ?? -1
            case .double(let value): position = Int64(exactly: value)
            default: position = nil
            }
            guard let position else {
                throw EvaluationError(.invalidArgument, "a list's index must be a whole number, not \(key.typeName)")
            }
            guard position >= 0, position < elements.count else { return nil }
            return elements[Int(position)]
        case .map(let map): return map[key]
        default: throw .noOverload("_[_]", operand, key)
        }
    }

    static func missing(_ operand: Value, _ key: Value) -> EvaluationError {
        if case .list(let elements) = operand {
            return EvaluationError(.invalidArgument, "index out of bounds: \(key) in a list of \(elements.count)")
        }
        return EvaluationError(.noSuchKey, "no such key: \(key)")
    }

    /// Sizes beyond which no value is made: doubling a text in each of a hundred bindings would fill any memory.
    static let maximumBytes = 10_000_000
    static let maximumElements = 1_000_000

    static var tooLarge: EvaluationError { EvaluationError(.limit, "the value would be too large") }
    static var notANumber: EvaluationError { EvaluationError(.invalidArgument, "NaN cannot be ordered") }
    static var integerOverflow: EvaluationError { EvaluationError(.overflow, "integer overflow") }
    static var unsignedOverflow: EvaluationError { EvaluationError(.overflow, "unsigned integer overflow") }
    static var durationOverflow: EvaluationError { EvaluationError(.overflow, "duration out of range") }
    static var timestampOverflow: EvaluationError { EvaluationError(.overflow, "timestamp out of range") }
    static var doubleOverflow: EvaluationError { EvaluationError(.overflow, "the number is not finite") }

    /// As the operator, but infinity and NaN are errors.
    static func finite(_ operation: @escaping FunctionDeclaration.Two) -> FunctionDeclaration.Two {
        { (left, right) throws(EvaluationError) in
            let result = try operation(left, right)
            if case .double(let number) = result, !number.isFinite { throw doubleOverflow }
            return result
        }
    }

    static var divisionByZero: EvaluationError { EvaluationError(.divideByZero, "division by zero") }
    static var remainderByZero: EvaluationError { EvaluationError(.divideByZero, "modulus by zero") }
}
