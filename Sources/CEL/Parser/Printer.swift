/// Writes a tree as text that parses to the same tree.
enum Printer {
    /// Strength of what surrounds an expression, so that parentheses are written where they are needed.
    private enum Strength: Int {
        case conditional, or, and, relation, sum, product, unary, member
    }

    static func print(_ expression: Expression) -> String { text(expression, .conditional) }

    private static func text(_ node: Expression, _ outer: Strength) -> String {
        let (result, own) = bare(node)
        return own.rawValue < outer.rawValue ? "(\(result))" : result
    }

    private static func list(_ nodes: [Expression]) -> String { nodes.map(print).joined(separator: ", ") }

    private static func bare(_ node: Expression) -> (String, Strength) {
        switch node.kind {
        case .literal(let value): return literal(value)
        case .identifier(let name, let rooted): return ((rooted ? "." : "") + self.name(name), .member)
        case .select(let operand, let field, let optional):
            return (text(operand, .member) + (optional ? ".?" : ".") + selector(field), .member)
        case .has(let operand, let field, _): return ("has(\(text(operand, .member)).\(selector(field)))", .member)
        case .index(let operand, let key, let optional):
            return ("\(text(operand, .member))[\(optional ? "?" : "")\(print(key))]", .member)
        case .call(let name, let arguments, let rooted):
            return ("\(rooted ? "." : "")\(name)(\(list(arguments)))", .member)
        case .method(let target, let name, let arguments):
            return ("\(text(target, .member)).\(name)(\(list(arguments)))", .member)
        case .unary(let sign, let operand): return (sign.rawValue + negatable(operand, sign), .unary)
        case .binary(let operation, let left, let right): return binary(operation, left, right)
        case .conditional(let condition, let yes, let no):
            return ("\(text(condition, .or)) ? \(text(yes, .or)) : \(print(no))", .conditional)
        case .list(let elements):
            return ("[\(elements.map { ($0.optional ? "?" : "") + print($0.value) }.joined(separator: ", "))]", .member)
        case .map(let entries):
            let parts = entries.map { "\($0.optional ? "?" : "")\(print($0.key)): \(print($0.value))" }
            return ("{\(parts.joined(separator: ", "))}", .member)
        case .message(let name, let rooted, let fields):
            let parts = fields.map { "\($0.optional ? "?" : "")\(selector($0.name)): \(print($0.value))" }
            return ("\(rooted ? "." : "")\(name){\(parts.joined(separator: ", "))}", .member)
        case .comprehension(let macro):
            let variables = [name(macro.first)] + (macro.second.map { [name($0)] } ?? [])
            let parts = variables + [macro.predicate, macro.result].compactMap { $0.map(print) }
            return ("\(text(macro.range, .member)).\(macro.name)(\(parts.joined(separator: ", ")))", .member)
        case .bind(let name, let initial, let body):
            return ("cel.bind(\(self.name(name)), \(print(initial)), \(print(body)))", .member)
        case .block(let values, let body): return ("cel.block([\(list(values))], \(print(body)))", .member)
        case .optionalMap(let target, let variable, let body, let flat):
            return (
                "\(text(target, .member)).\(flat ? "optFlatMap" : "optMap")(\(name(variable)), \(print(body)))", .member
            )
        }
    }

    private static func literal(_ value: Value) -> (String, Strength) {
        let text = value.description
        return (text, text.hasPrefix("-") ? .unary : .member)
    }

    /// A minus before a number would become part of it, and signs do not mix: such operands get parentheses.
    private static func negatable(_ operand: Expression, _ sign: UnaryOperator) -> String {
        let plain = text(operand, .member)
        if case .unary = operand.kind { return "(\(print(operand)))" }
        return sign == .negate && plain.utf8.first.map(Lexer.isDigit) == true ? "(\(print(operand)))" : plain
    }

    private static func binary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression
    ) -> (String, Strength) {
        let own: Strength =
            switch operation {
            case .or: .or
            case .and: .and
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .contained: .relation
            case .add, .subtract: .sum
            case .multiply, .divide, .remainder: .product
            }
        let next = Strength(rawValue: own.rawValue + 1) ?? .member
        if operation == .and || operation == .or {
            // The parser balances a chain: only what has that shape may be written flat and comes back as the same tree.
            let parts = balanced(operation, left, right) ?? [left, right]
            return (parts.map { text($0, next) }.joined(separator: " \(operation.rawValue) "), own)
        }
        return ("\(text(left, own)) \(operation.rawValue) \(text(right, next))", own)
    }

    /// The operands of a chain that has the shape which the parser gives to it; nil for other shapes.
    private static func balanced(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression
    ) -> [Expression]? {
        guard let first = operands(operation, left), let second = operands(operation, right) else { return nil }
        return first.count == (first.count + second.count + 1) / 2 ? first + second : nil
    }

    private static func operands(_ operation: BinaryOperator, _ node: Expression) -> [Expression]? {
        guard case .binary(operation, let left, let right) = node.kind else { return [node] }
        return balanced(operation, left, right)
    }

    private static func selector(_ field: String) -> String {
        guard let first = field.utf8.first, Lexer.isLetter(first),
            field.utf8.allSatisfy({ Lexer.isLetter($0) || Lexer.isDigit($0) }),
            !["true", "false", "null", "in"].contains(field)
        else { return "`\(field)`" }
        return field
    }

    /// Names that only the test macros make.
    private static func name(_ name: String) -> String {
        if name.hasPrefix("@index") { return "cel.index(\(name.dropFirst(6)))" }
        let parts = name.split(separator: ":")
        guard parts.count == 3 else { return name }
        return "cel.\(parts[0] == "@it" ? "iterVar" : "accuVar")(\(parts[1]), \(parts[2]))"
    }
}
