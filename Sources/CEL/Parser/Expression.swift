/// A node of the syntax tree. Macros are kept as nodes of their own kind, so that the checker, the planner and the
/// printer see what the author wrote.
public final class Expression: Sendable {
    package let id: Int
    /// The whole sub-expression in UTF-8 offsets.
    public let range: SourceRange
    /// Where messages point: the operator, the function's or field's name.
    package let anchor: SourceRange
    /// What it is, with its parts.
    package let kind: Kind
    /// Height of the tree below, from 1.
    let height: Int

    init(id: Int, range: SourceRange, anchor: SourceRange? = nil, kind: Kind) {
        self.id = id
        self.range = range
        self.anchor = anchor ?? range
        self.kind = kind
        var height = 0
        kind.forEachChild { height = max(height, $0.height) }
        self.height = height + 1
    }

    /// What a node is.
    package enum Kind: Sendable {
        case literal(Value)
        case identifier(String, rooted: Bool)
        case select(Expression, field: String, optional: Bool)
        case has(Expression, field: String, optional: Bool)
        case index(Expression, Expression, optional: Bool)
        case call(String, [Expression], rooted: Bool)
        case method(Expression, String, [Expression])
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case conditional(Expression, Expression, Expression)
        case list([Element])
        case map([Entry])
        case message(String, rooted: Bool, [Field])
        case comprehension(Comprehension)
        case bind(String, Expression, Expression)
        case block([Expression], Expression)
        case optionalMap(Expression, variable: String, Expression, flat: Bool)
    }

    /// An element of a list.
    package struct Element: Sendable {
        package let value: Expression
        let optional: Bool
    }

    /// An entry of a map.
    package struct Entry: Sendable {
        package let key: Expression
        package let value: Expression
        let optional: Bool
    }

    /// A field of a message.
    package struct Field: Sendable {
        let name: String
        let range: SourceRange
        package let value: Expression
        let optional: Bool
    }
}

/// An operator before its operand.
package enum UnaryOperator: String, Sendable {
    case not = "!"
    case negate = "-"

    var function: String { self == .not ? "!_" : "-_" }
}

/// An operator between two operands.
package enum BinaryOperator: String, Sendable {
    case or = "||"
    case and = "&&"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case contained = "in"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"

    var function: String { self == .contained ? "@in" : "_\(rawValue)_" }

    /// Binding strength; higher binds tighter.
    var precedence: Int {
        switch self {
        case .or: 1
        case .and: 2
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .contained: 3
        case .add, .subtract: 4
        case .multiply, .divide, .remainder: 5
        }
    }

    /// Whether it is one of `<`, `<=`, `>`, `>=`.
    package var isOrdering: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: true
        case .or, .and, .equal, .notEqual, .contained, .add, .subtract, .multiply, .divide, .remainder: false
        }
    }
}

/// A macro over a list or map.
package struct Comprehension: Sendable {
    /// Which macro.
    package enum Operation: String, Sendable {
        case all, exists, existsOne, map, filter, transformList, transformMap, transformMapEntry
    }

    package let operation: Operation
    /// The name as it was written: `exists_one` or `existsOne`.
    let name: String
    package let first: String
    package let second: String?
    package let range: Expression
    /// The predicate, or the filter of a transformation.
    package let predicate: Expression?
    /// What an element becomes.
    package let result: Expression?
}

extension Expression.Kind {
    /// The parts in the order of the source.
    package func forEachChild(_ visit: (Expression) -> Void) {
        switch self {
        case .literal, .identifier: break
        case .select(let operand, _, _), .has(let operand, _, _), .unary(_, let operand): visit(operand)
        case .index(let operand, let key, _):
            visit(operand)
            visit(key)
        case .call(_, let arguments, _): arguments.forEach(visit)
        case .method(let target, _, let arguments):
            visit(target)
            arguments.forEach(visit)
        case .binary(_, let left, let right):
            visit(left)
            visit(right)
        case .conditional(let condition, let yes, let no):
            visit(condition)
            visit(yes)
            visit(no)
        case .list(let elements): elements.forEach { visit($0.value) }
        case .map(let entries):
            for entry in entries {
                visit(entry.key)
                visit(entry.value)
            }
        case .message(_, _, let fields): fields.forEach { visit($0.value) }
        case .comprehension(let macro):
            visit(macro.range)
            if let predicate = macro.predicate { visit(predicate) }
            if let result = macro.result { visit(result) }
        case .bind(_, let initial, let body):
            visit(initial)
            visit(body)
        case .block(let values, let body):
            values.forEach(visit)
            visit(body)
        case .optionalMap(let target, _, let body, _):
            visit(target)
            visit(body)
        }
    }
}
