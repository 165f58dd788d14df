/// One sub-expression and its value.
public struct ExplainedExpression: Sendable {
    /// Its place in UTF-8 offsets of the source.
    public let range: SourceRange
    /// Line, from 1.
    public let line: Int
    /// Column in code points, from 1.
    public let column: Int
    /// Its text.
    public let text: String
    /// How deep it is nested, from 0. What follows at a greater depth is part of it.
    public let depth: Int
    /// What it does with its parts.
    public let form: ExpressionForm
    /// Its value.
    public let result: EvaluationResult
}

/// What a sub-expression does with its parts.
public enum ExpressionForm: Hashable, Sendable {
    case literal
    /// A variable, or a member that is declared under its whole name.
    case name
    case and
    case or
    case not
    case conditional
    /// An ordering, equality or inequality: `<`, `<=`, `>`, `>=`, `==`, `!=`.
    case comparison(String)
    /// A function, a macro, arithmetic or anything else that makes a value.
    case other

    init(_ kind: Expression.Kind) {
        switch kind {
        case .literal: self = .literal
        case .identifier, .select: self = .name
        case .unary(.not, _): self = .not
        case .binary(.and, _, _): self = .and
        case .binary(.or, _, _): self = .or
        case .binary(let operation, _, _)
        where operation.isOrdering || operation == .equal || operation == .notEqual:
            self = .comparison(operation.rawValue)
        case .conditional: self = .conditional
        case .has, .index, .call, .method, .unary, .binary, .list, .map, .message, .comprehension, .bind, .block,
            .optionalMap:
            self = .other
        }
    }
}
