/// Estimates the cost of a tree from the declared sizes of variables (after cel-go's checker/cost.go).
struct CostEstimator {
    let environment: Environment
    let types: [ValueType]?
    private var scopes: [(name: String, size: CostEstimate)] = []
    private var maximumNesting = 0
    private var nesting = 0
    /// The innermost macro that is nested too deep.
    private var deepest: Expression?

    struct Result {
        let cost: CostEstimate
        let nesting: Int
        let deepest: Expression?
    }

    static func estimate(_ root: Expression, in environment: Environment, types: [ValueType]?) -> Result {
        var estimator = CostEstimator(environment: environment, types: types)
        let cost = estimator.cost(root).cost
        return Result(cost: cost, nesting: estimator.maximumNesting, deepest: estimator.deepest)
    }

    private init(environment: Environment, types: [ValueType]?) {
        self.environment = environment
        self.types = types
    }

    private static let zero = CostEstimate(0, 0)
    private static let one = CostEstimate(1, 1)

    /// Cost of a node and the size of its value.
    private mutating func cost(_ node: Expression) -> (cost: CostEstimate, size: CostEstimate) {
        switch node.kind {
        case .literal(let value): return (Self.zero, Self.size(value))
        case .identifier(let name, let rooted): return (Self.one, size(of: name, rooted, node))
        case .select(let operand, _, _):
            if let (name, rooted) = node.qualifiedName, let size = declaredSize(name, rooted, node) {
                return (Self.one, size)
            }
            return (cost(operand).cost + Self.one, defaultSize(node))
        case .has(let operand, _, _): return (cost(operand).cost + Self.one, Self.one)
        case .index(let operand, let key, _):
            return (cost(operand).cost + cost(key).cost + Self.one, defaultSize(node))
        case .call(let name, let arguments, _): return call(node, name, arguments)
        case .method(let target, let name, let arguments):
            if let (qualifier, rooted) = target.qualifiedName,
                environment.function(qualifier + "." + name, rooted: rooted) != nil
            {
                return call(node, qualifier + "." + name, arguments)
            }
            return call(node, name, [target] + arguments)
        case .unary(_, let operand): return (cost(operand).cost + Self.one, Self.one)
        case .binary(let operation, let left, let right): return binary(node, operation, left, right)
        case .conditional(let condition, let yes, let no):
            let (first, second) = (cost(yes), cost(no))
            return (cost(condition).cost + first.cost.union(second.cost), first.size.union(second.size))
        case .list(let elements):
            let inner = elements.reduce(Self.zero) { $0 + cost($1.value).cost }
            let count = UInt64(elements.count)
            return (inner + CostEstimate(10, 10), CostEstimate(count, count))
        case .map(let entries):
            var inner = CostEstimate(30, 30)
            for entry in entries { inner = inner + cost(entry.key).cost + cost(entry.value).cost }
            let count = UInt64(entries.count)
            return (inner, CostEstimate(count, count))
        case .message(_, _, let fields):
            return (fields.reduce(CostEstimate(40, 40)) { $0 + cost($1.value).cost }, Self.one)
        case .comprehension(let macro): return comprehension(node, macro)
        case .bind(let name, let initial, let body):
            let first = cost(initial)
            let result = with([(name, first.size)]) { $0.cost(body) }
            return (CostEstimate(0, first.cost.maximum) + result.cost, result.size)
        case .block(let values, let body):
            var total = Self.zero
            var sizes: [(name: String, size: CostEstimate)] = []
            for (position, value) in values.enumerated() {
                let part = with(sizes) { $0.cost(value) }
                total = total + CostEstimate(0, part.cost.maximum)
                sizes.append(("@index\(position)", part.size))
            }
            let result = with(sizes) { $0.cost(body) }
            return (total + result.cost, result.size)
        case .optionalMap(let target, let variable, let body, _):
            let first = cost(target)
            let result = with([(variable, first.size)]) { $0.cost(body) }
            return (first.cost + CostEstimate(0, result.cost.maximum) + Self.one, result.size)
        }
    }

    private mutating func with<Result>(
        _ variables: [(name: String, size: CostEstimate)], _ body: (inout CostEstimator) -> Result
    ) -> Result {
        scopes += variables
        defer { scopes.removeLast(variables.count) }
        return body(&self)
    }

    // MARK: Sizes

    private static func size(_ value: Value) -> CostEstimate {
        let count: Int
        switch value {
        case .string(let text): count = CodePoints.count(text)
        case .bytes(let octets): count = octets.count
        case .list(let elements): count = elements.count
        case .map(let map): count = map.count
        default: count = 1
        }
        return CostEstimate(UInt64(count), UInt64(count))
    }

    private func declaredSize(_ name: String, _ rooted: Bool, _ node: Expression) -> CostEstimate? {
        guard case .variable(let variable, _)? = environment.meaning(of: name, rooted: rooted) else { return nil }
        if let size = variable.maximumSize { return CostEstimate(0, UInt64(max(size, 0))) }
        return defaultSize(variable.type)
    }

    private func size(of name: String, _ rooted: Bool, _ node: Expression) -> CostEstimate {
        if !rooted, let scope = scopes.last(where: { $0.name == name }) { return scope.size }
        return declaredSize(name, rooted, node) ?? defaultSize(node)
    }

    private func defaultSize(_ node: Expression) -> CostEstimate { defaultSize(types?[node.id] ?? .dyn) }

    private func defaultSize(_ type: ValueType) -> CostEstimate {
        switch type {
        case .string, .bytes, .list, .map, .dyn, .optional:
            CostEstimate(0, UInt64(max(environment.options.assumedSize, 0)))
        default: Self.one
        }
    }

    // MARK: Calls

    /// Elements that a list of an intrinsic is taken to have: windows hold about as many readings.
    private static let intrinsicSize: UInt64 = 128

    private mutating func call(
        _ node: Expression, _ name: String, _ arguments: [Expression]
    ) -> (cost: CostEstimate, size: CostEstimate) {
        let parts = arguments.map { cost($0) }
        let inner = parts.reduce(Self.zero) { $0 + $1.cost }
        let size = parts.first?.size ?? Self.one
        let other = parts.count > 1 ? parts[1].size : Self.one
        if environment.functions[name]?.isIntrinsic == true {
            let isList = types.map { type in if case .list = type[node.id] { true } else { false } } ?? false
            return (inner + Self.one, isList ? CostEstimate(0, Self.intrinsicSize) : Self.one)
        }
        switch name {
        case "startsWith", "endsWith": return (inner + other.scaled(0.1), Self.one)
        case "contains": return (inner + size.scaled(0.1) * other.scaled(0.1), Self.one)
        case "matches":
            return (inner + (size + Self.one).scaled(0.1) * other.scaled(0.25), Self.one)
        case "size", "int", "uint", "double", "bool", "type", "dyn": return (inner + Self.one, Self.one)
        case "string", "bytes": return (inner + Self.one + size.scaled(0.1), size.union(Self.one))
        default:
            let isText: Bool =
                switch types?[node.id] ?? .dyn {
                case .string, .bytes, .list, .map, .dyn: true
                default: false
                }
            let traversal = parts.reduce(Self.zero) { $0 + CostEstimate(0, $1.size.maximum).scaled(0.1) }
            let isLibrary = StandardLibrary.functions[name]?.library == .strings
            return (
                inner + Self.one + (isLibrary ? traversal : Self.zero),
                isText ? defaultSize(node) : Self.one
            )
        }
    }

    private mutating func binary(
        _ node: Expression, _ operation: BinaryOperator, _ left: Expression, _ right: Expression
    ) -> (cost: CostEstimate, size: CostEstimate) {
        let (first, second) = (cost(left), cost(right))
        let both = first.cost + second.cost
        switch operation {
        case .and, .or: return (CostEstimate(first.cost.minimum, both.maximum), Self.one)
        case .contained: return (both + CostEstimate(1, max(1, second.size.maximum)), Self.one)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            let shorter = CostEstimate(
                min(first.size.minimum, second.size.minimum), min(first.size.maximum, second.size.maximum))
            return (both + shorter.scaled(0.1), Self.one)
        case .add:
            switch types?[node.id] ?? .dyn {
            case .string, .bytes, .list, .dyn:
                let joined = first.size + second.size
                return (both + joined.scaled(0.1), joined)
            default: return (both + Self.one, Self.one)
            }
        case .subtract, .multiply, .divide, .remainder: return (both + Self.one, Self.one)
        }
    }

    /// What a step costs beside its condition and result: as cel-go expands macros, the test whether to go on and
    /// the update of what is accumulated.
    private static func stepCost(_ operation: Comprehension.Operation) -> CostEstimate {
        switch operation {
        case .exists: CostEstimate(4, 4)
        case .all: CostEstimate(3, 3)
        case .existsOne: CostEstimate(2, 2)
        case .map, .transformList: CostEstimate(12, 12)
        case .filter: CostEstimate(13, 13)
        case .transformMap, .transformMapEntry: CostEstimate(32, 32)
        }
    }

    private mutating func comprehension(
        _ node: Expression, _ macro: Comprehension
    ) -> (cost: CostEstimate, size: CostEstimate) {
        let range = cost(macro.range)
        nesting += 1
        if nesting > maximumNesting {
            maximumNesting = nesting
            deepest = node
        }
        defer { nesting -= 1 }
        let elementSize = CostEstimate(0, UInt64(max(environment.options.assumedSize, 0)))
        let isScalar: Bool =
            switch types?[macro.range.id] ?? .dyn {
            case .list(let element), .map(let element, _): defaultSize(element) == Self.one
            default: false
            }
        var variables = [(name: macro.first, size: isScalar ? Self.one : elementSize)]
        if let second = macro.second { variables.append((second, elementSize)) }
        let step = with(variables) { estimator in
            let predicate = macro.predicate.map { estimator.cost($0).cost } ?? Self.zero
            let result = macro.result.map { estimator.cost($0).cost } ?? Self.zero
            let own = Self.stepCost(macro.operation)
            return predicate + (macro.predicate == nil ? result + own : CostEstimate(0, (result + own).maximum))
        }
        let total = range.cost + range.size * step + Self.one
        switch macro.operation {
        case .all, .exists, .existsOne:
            return (CostEstimate(range.cost.minimum, total.maximum), Self.one)
        case .map, .filter, .transformList, .transformMap, .transformMapEntry:
            return (total + CostEstimate(10, 10), CostEstimate(0, range.size.maximum))
        }
    }
}
