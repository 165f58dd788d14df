/// Finds the type of every node, or what is wrong with it.
struct Checker {
    let environment: Environment
    let source: Source
    var unifier = TypeUnifier()
    var types: [ValueType]
    var scopes: [(name: String, type: ValueType)] = []
    var diagnostics: [Diagnostic] = []
    /// Calls that the host turns into slots, by the node's number.
    var intrinsicTypes: [Int: ValueType] = [:]

    init(environment: Environment, source: Source, count: Int) {
        self.environment = environment
        self.source = source
        types = Array(repeating: .dyn, count: count)
    }

    /// The types of all nodes by number.
    static func check(
        _ root: Expression, count: Int, in environment: Environment, source: Source, expecting: ValueType?
    ) throws(CompilationErrors) -> [ValueType] {
        var checker = Checker(environment: environment, source: source, count: count)
        let type = checker.check(root)
        if let expecting {
            if !checker.unifier.assignable(checker.unifier.resolve(type), expecting) {
                checker.report(
                    "the expression gives \(checker.shown(type)), but \(expecting) is wanted", at: root.range,
                    remedy: expecting == .bool
                        ? "compare it with something, for instance: \(checker.comparison(root))" : nil)
            }
        }
        guard checker.diagnostics.isEmpty else { throw CompilationErrors(diagnostics: checker.sortedDiagnostics) }
        return checker.types.map { checker.unifier.resolve($0, open: false) }
    }

    private var sortedDiagnostics: [Diagnostic] {
        diagnostics.enumerated().sorted {
            ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
        }.map(\.element)
    }

    private func comparison(_ root: Expression) -> String {
        let text = source.text(of: root.range)
        return (text.utf8.count < 30 ? text : "value") + " > 0.0"
    }

    // MARK: Helpers

    @inline(never)
    mutating func report(_ message: String, at range: SourceRange, remedy: String? = nil) {
        guard diagnostics.count < 20 else { return }
        diagnostics.append(Diagnostic(message, at: range, in: source, remedy: remedy))
    }

    func shown(_ type: ValueType) -> String {
        let resolved = unifier.resolve(type, open: false)
        return resolved.description
    }

    mutating func check(_ node: Expression) -> ValueType {
        let type = infer(node)
        types[node.id] = type
        return type
    }

    func scoped(_ name: String) -> ValueType? { scopes.last { $0.name == name }?.type }

    mutating func with<Result>(
        _ variables: [(name: String, type: ValueType)], _ body: (inout Checker) -> Result
    ) -> Result {
        scopes += variables
        defer { scopes.removeLast(variables.count) }
        return body(&self)
    }

    /// The common type of elements; dyn when they differ.
    mutating func join(_ known: ValueType?, _ next: ValueType) -> ValueType {
        guard let known else { return next }
        if unifier.assignable(known, next) {
            return unifier.mostGeneral(unifier.resolve(known), unifier.resolve(next))
        }
        return .dyn
    }

    // MARK: Nodes

    private mutating func infer(_ node: Expression) -> ValueType {
        switch node.kind {
        case .literal(let value): return Self.type(of: value)
        case .identifier(let name, let rooted): return identifier(node, name, rooted)
        case .select(let operand, let field, let optional): return select(node, operand, field, optional)
        case .has(let operand, _, _):
            if qualified(node) == nil { _ = fieldType(check(operand), node) }
            return .bool
        case .index(let operand, let key, let optional): return index(node, operand, key, optional)
        case .call(let name, let arguments, let rooted): return call(node, name, rooted, arguments)
        case .method(let target, let name, let arguments): return method(node, target, name, arguments)
        case .unary(let sign, let operand):
            let type = check(operand)
            return resolveCall(node, sign.function, [operand], [type], isMember: false)
        case .binary(let operation, let left, let right): return binary(node, operation, left, right)
        case .conditional(let condition, let yes, let no): return conditional(node, condition, yes, no)
        case .list(let elements): return list(elements)
        case .map(let entries): return map(entries)
        case .message(let name, let rooted, let fields): return message(node, name, rooted, fields)
        case .comprehension(let macro): return comprehension(node, macro)
        case .bind(let name, let initial, let body):
            let type = check(initial)
            return with([(name, type)]) { $0.check(body) }
        case .block(let values, let body): return block(values, body)
        case .optionalMap(let target, let variable, let body, let flat):
            return optionalMap(target, variable, body, flat)
        }
    }

    static func type(of value: Value) -> ValueType {
        switch value {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .duration: .duration
        case .timestamp: .timestamp
        case .list: .list(.dyn)
        case .map: .map(.dyn, .dyn)
        case .type: .type(.dyn)
        case .optional: .optional(.dyn)
        case .opaque(let host): .opaque(host.typeName, [])
        }
    }

    private mutating func identifier(_ node: Expression, _ name: String, _ rooted: Bool) -> ValueType {
        if !rooted, let type = scoped(name) { return type }
        if let type = meaningType(name, rooted) { return type }
        report(
            "undeclared name '\(name)'" + (environment.container.isEmpty ? "" : " (in '\(environment.container)')"),
            at: node.range, remedy: suggestion(name))
        return .error
    }

    private func meaningType(_ name: String, _ rooted: Bool) -> ValueType? {
        switch environment.meaning(of: name, rooted: rooted) {
        case .variable(let variable, _): variable.type
        case .type(let type): type == .type(.dyn) ? type : .type(type)
        case .constant(let value): Self.type(of: value)
        case nil: nil
        }
    }

    /// The type of a dotted name that is declared as a whole.
    private func qualified(_ node: Expression) -> ValueType? {
        guard let (name, rooted) = node.declaredName, rooted || scoped(Self.head(name)) == nil else { return nil }
        return meaningType(name, rooted)
    }

    static func head(_ name: String) -> String { String(name.prefix { $0 != "." }) }

    private mutating func select(
        _ node: Expression, _ operand: Expression, _ field: String, _ optional: Bool
    ) -> ValueType {
        if !optional, let type = qualified(node) { return type }
        if !optional, let name = undeclaredPrefix(node) {
            report("undeclared name '\(name)'", at: node.range, remedy: suggestion(name))
            return .error
        }
        let type = check(operand)
        let resolved = unifier.resolve(type)
        if case .optional(let wrapped) = resolved { return .optional(fieldType(wrapped, node)) }
        let found = fieldType(resolved, node)
        if optional, !found.isOptional { return .optional(found) }
        return found
    }

    /// A dotted name of which no part is declared, so that it is reported as a whole.
    private func undeclaredPrefix(_ node: Expression) -> String? {
        guard let (name, rooted) = node.declaredName, rooted || scoped(Self.head(name)) == nil else { return nil }
        var parts = name.split(separator: ".")
        while !parts.isEmpty {
            if environment.meaning(of: parts.joined(separator: "."), rooted: rooted) != nil { return nil }
            parts.removeLast()
        }
        return name
    }

    mutating func fieldType(_ type: ValueType, _ node: Expression) -> ValueType {
        let resolved = unifier.resolve(type)
        switch resolved {
        case .map(_, let value): return value
        case .dyn, .error: return .dyn
        case .optional(let wrapped): return fieldType(wrapped, node)
        case .inferred:
            unifier.bindToDynamic(resolved)
            return .dyn
        default:
            report("a value of type \(shown(resolved)) has no fields", at: node.anchor)
            return .error
        }
    }

    private mutating func list(_ elements: [Expression.Element]) -> ValueType {
        var joined: ValueType?
        for element in elements {
            let type = check(element.value)
            joined = join(joined, element.optional ? unwrapped(type, element.value) : type)
        }
        return .list(joined ?? unifier.fresh())
    }

    private mutating func map(_ entries: [Expression.Entry]) -> ValueType {
        var key: ValueType?
        var value: ValueType?
        for entry in entries {
            let keyType = check(entry.key)
            switch unifier.resolve(keyType) {
            case .int, .uint, .bool, .string, .dyn, .error, .inferred: break
            default:
                report(
                    "a map's key cannot be \(shown(keyType))", at: entry.key.range,
                    remedy: "keys are int, uint, bool or string")
            }
            key = join(key, keyType)
            let type = check(entry.value)
            value = join(value, entry.optional ? unwrapped(type, entry.value) : type)
        }
        return .map(key ?? unifier.fresh(), value ?? unifier.fresh())
    }

    mutating func unwrapped(_ type: ValueType, _ node: Expression) -> ValueType {
        let inner = unifier.fresh()
        if unifier.assignable(type, .optional(inner)) {
            let resolved = unifier.resolve(inner)
            return unifier.resolve(type).isDynamic ? .dyn : resolved
        }
        report("an optional is wanted after '?', not \(shown(type))", at: node.range, remedy: "write optional.of(…)")
        return .error
    }
}

extension ValueType {
    var isOptional: Bool {
        if case .optional = self { return true }
        return false
    }
}

extension Expression {
    /// The dotted name that the expression spells and that may be declared as a whole.
    package var declaredName: (name: String, rooted: Bool)? { qualifiedName }
}
