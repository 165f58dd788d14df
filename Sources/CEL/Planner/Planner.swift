/// Turns a checked tree into a plan: names become slots, overloads functions, constants values.
struct Planner {
    let environment: Environment
    let source: Source
    /// Types by node number; nil when the tree is not checked.
    let types: [ValueType]?
    let intrinsics: IntrinsicResolver?
    var scopes: [(name: String, local: Int, initial: PlanNode?)] = []
    var localCount = 0
    var slots: Set<Int> = []
    var diagnostics: [Diagnostic] = []
    /// Nodes outside of macros, for explanations: outermost first.
    var explained: [(expression: Expression, node: PlanNode, depth: Int)] = []
    var depth = 0

    /// Texts of sub-expressions that occur more than once, by node number.
    var repeated: [Int: String] = [:]
    /// Where their values are kept.
    var shared: [String: (local: Int, node: PlanNode)] = [:]

    /// More sub-expressions than this nobody reads.
    private static let maximumExplained = 1_000

    init(environment: Environment, source: Source, types: [ValueType]?, intrinsics: IntrinsicResolver?) {
        self.environment = environment
        self.source = source
        self.types = types
        self.intrinsics = intrinsics
    }

    @inline(never)
    mutating func report(
        _ message: String, at range: SourceRange, remedy: String? = nil, stage: Diagnostic.Stage = .checking
    ) {
        guard diagnostics.count < 20 else { return }
        diagnostics.append(Diagnostic(message, at: range, in: source, remedy: remedy, stage: stage))
    }

    func type(_ node: Expression) -> ValueType { types?[node.id] ?? .dyn }

    mutating func plan(_ node: Expression) -> PlanNode {
        let place = explained.count
        let isOutside = scopes.isEmpty && place < Self.maximumExplained
        if isOutside { explained.append((node, ConstantNode(node.range, .null), depth)) }
        depth += 1
        let made = repeated.isEmpty ? build(node) : sharedNode(node) { $0.build(node) }
        depth -= 1
        if isOutside { explained[place].node = made }
        return made
    }

    private mutating func build(_ node: Expression) -> PlanNode {
        switch node.kind {
        case .literal(let value): return ConstantNode(node.range, value)
        case .identifier(let name, let rooted): return identifier(node, name, rooted)
        case .select(let operand, let field, let optional):
            if !optional, let found = qualified(node) { return found }
            return folded(SelectNode(node.range, plan(operand), field: field, optional: optional))
        case .has(let operand, let field, _): return PresenceNode(node.range, plan(operand), field: field)
        case .index(let operand, let key, let optional):
            return folded(IndexNode(node.range, plan(operand), plan(key), optional: optional))
        case .call(let name, let arguments, let rooted): return call(node, name, rooted, arguments)
        case .method(let target, let name, let arguments): return method(node, target, name, arguments)
        case .unary(let sign, let operand):
            let planned = plan(operand)
            if sign == .not { return folded(NotNode(node.range, planned), planned) }
            return folded(UnaryCallNode(node.range, planned, Operators.negate), planned)
        case .binary(let operation, let left, let right): return binary(node, operation, left, right)
        case .conditional(let condition, let yes, let no): return conditional(node, condition, yes, no)
        case .list(let elements):
            let planned = elements.map { plan($0.value) }
            let made = ListNode(node.range, planned, optional: elements.map(\.optional))
            return planned.allSatisfy { $0.constant != nil } ? folded(made) : made
        case .map(let entries):
            let keys = entries.map { plan($0.key) }
            let values = entries.map { plan($0.value) }
            let made = MapNode(node.range, keys, values, optional: entries.map(\.optional))
            return (keys + values).allSatisfy { $0.constant != nil } ? folded(made) : made
        case .message(let name, let rooted, let fields): return message(node, name, rooted, fields)
        case .comprehension(let macro): return comprehension(node, macro)
        case .bind(let name, let initial, let body):
            let planned = plan(initial)
            if planned.constant != nil { return with([(name, -1, planned)]) { $0.plan(body) } }
            let local = newLocal()
            let bound = with([(name, local, planned)]) { $0.plan(body) }
            return BindNode(node.range, locals: local..<local + 1, body: bound)
        case .block(let values, let body): return block(node, values, body)
        case .optionalMap(let target, let variable, let body, let flat):
            let planned = plan(target)
            let local = newLocal()
            let result = with([(variable, local, nil)]) { $0.plan(body) }
            return OptionalMapNode(node.range, planned, local: local, result, isFlat: flat)
        }
    }

    // MARK: Names

    mutating func newLocal() -> Int {
        localCount += 1
        return localCount - 1
    }

    mutating func with<Result>(
        _ variables: [(name: String, local: Int, initial: PlanNode?)], _ body: (inout Planner) -> Result
    ) -> Result {
        scopes += variables
        defer { scopes.removeLast(variables.count) }
        return body(&self)
    }

    func isLocal(_ name: String) -> Bool { scopes.contains { $0.name == name } }

    private mutating func identifier(_ node: Expression, _ name: String, _ rooted: Bool) -> PlanNode {
        if !rooted, let scope = scopes.last(where: { $0.name == name }) {
            guard let initial = scope.initial else { return LocalNode(node.range, local: scope.local) }
            if let value = initial.constant { return ConstantNode(node.range, value) }
            return LazyLocalNode(node.range, local: scope.local, initial: initial)
        }
        if let found = meaning(node, name, rooted) { return found }
        return FailingNode(node.range, EvaluationError(.noSuchAttribute, "undeclared name '\(name)'"))
    }

    private mutating func meaning(_ node: Expression, _ name: String, _ rooted: Bool) -> PlanNode? {
        switch environment.meaning(of: name, rooted: rooted) {
        case .variable(let variable, let name):
            slots.insert(variable.slot)
            return SlotNode(node.range, slot: variable.slot, name: name)
        case .type(let type): return ConstantNode(node.range, .type(Value.TypeName(type.runtimeName)))
        case .constant(let value): return ConstantNode(node.range, value)
        case nil: return nil
        }
    }

    private mutating func qualified(_ node: Expression) -> PlanNode? {
        guard let (name, rooted) = node.qualifiedName, rooted || !isLocal(Checker.head(name)) else { return nil }
        return meaning(node, name, rooted)
    }

    // MARK: Folding

    /// The node, or its value if the operands are constant and it has one.
    func folded(_ node: PlanNode, _ operands: PlanNode...) -> PlanNode {
        guard operands.allSatisfy({ $0.constant != nil }) else { return node }
        return folded(node)
    }

    func folded(_ node: PairNode) -> PlanNode { folded(node, node.left, node.right) }

    func folded(_ node: SelectNode) -> PlanNode { folded(node, node.operand) }

    private func folded(_ node: PlanNode) -> PlanNode {
        guard environment.options.foldsConstants else { return node }
        let frame = Frame(slotCount: 0)
        return withExtendedLifetime(frame) {
            var context = EvaluationContext(
                slots: frame.slots, locals: frame.slots, frame: frame, iterations: 10_000)
            do throws(Failure) { return ConstantNode(node.range, try node.value(&context)) } catch { return node }
        }
    }

    // MARK: Structures

    private mutating func conditional(
        _ node: Expression, _ condition: Expression, _ yes: Expression, _ no: Expression
    ) -> PlanNode {
        let decision = plan(condition)
        let (first, second) = (plan(yes), plan(no))
        if case .bool(let result)? = decision.constant { return result ? first : second }
        return ConditionalNode(node.range, decision, first, second)
    }

    private mutating func message(
        _ node: Expression, _ name: String, _ rooted: Bool, _ fields: [Expression.Field]
    ) -> PlanNode {
        let values = fields.map { plan($0.value) }
        guard let full = environment.messageName(name, rooted: rooted) else {
            return FailingNode(node.range, EvaluationError(.noSuchAttribute, "undeclared message type '\(name)'"))
        }
        return MessageNode(node.range, full, fields.map(\.name), values, optional: fields.map(\.optional))
    }

    private mutating func block(_ node: Expression, _ values: [Expression], _ body: Expression) -> PlanNode {
        let first = localCount
        localCount += values.count
        var variables: [(name: String, local: Int, initial: PlanNode?)] = []
        for (position, value) in values.enumerated() {
            let planned = with(variables) { $0.plan(value) }
            variables.append(("@index\(position)", first + position, planned))
        }
        let planned = with(variables) { $0.plan(body) }
        return BindNode(node.range, locals: first..<first + values.count, body: planned)
    }

    private mutating func comprehension(_ node: Expression, _ macro: Comprehension) -> PlanNode {
        let over = plan(macro.range)
        let first = newLocal()
        let second = macro.second == nil ? -1 : newLocal()
        var variables: [(name: String, local: Int, initial: PlanNode?)] = [(macro.first, first, nil)]
        if let name = macro.second { variables.append((name, second, nil)) }
        let (predicate, result) = with(variables) { planner in
            (macro.predicate.map { planner.plan($0) }, macro.result.map { planner.plan($0) })
        }
        let name = macro.name
        let none = ConstantNode(node.range, .null)
        switch macro.operation {
        case .all, .exists:
            return QuantifierNode(
                node.range, over: over, first: first, second: second, name: name, predicate: predicate ?? none,
                isAll: macro.operation == .all)
        case .existsOne:
            return ExactlyOneNode(
                node.range, over: over, first: first, second: second, name: name, predicate: predicate ?? none)
        case .map, .filter, .transformList:
            return ListTransformNode(
                node.range, over: over, first: first, second: second, name: name, predicate: predicate,
                result: macro.operation == .filter ? nil : result)
        case .transformMap, .transformMapEntry:
            return MapTransformNode(
                node.range, over: over, first: first, second: second, name: name, predicate: predicate,
                result: result ?? none, makesEntries: macro.operation == .transformMapEntry)
        }
    }
}
